// Accounts (v2-platform.md 8.2): read only, as in V2.
import { CompiledQuery } from 'kysely'
import { z } from 'zod'
import { AccountListQuery, AccountQuery, AccountWithPlaces, Disk } from '@rushes/contract/account-places'
import { AccountMembership } from '@rushes/contract/accounts'
import { AccountId } from '@rushes/contract/ids'
import { requireAccount } from '../../access/require-place.ts'
import { requireSession } from '../../access/require-session.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { selectAccounts } from '../../views/account-view.ts'
import type { AccountRow } from '../../views/account-view.ts'
import { accountMembership } from './account-membership.ts'
import { includeInAccounts } from './include-in-accounts.ts'

/** Those the caller is a member of or collaborates in (v2-platform.md 8.2). */
const OWN_ACCOUNTS = `a.deleted_at is null and (
  exists (select 1 from account_members m where m.account_id = a.id and m.user_id = $1)
  or exists (select 1 from collaborators co join projects p on p.id = co.project_id
             where co.user_id = $1 and p.account_id = a.id and p.deleted_at is null))`

export const listAccountsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/accounts',
  scope: 'account.read',
  query: AccountListQuery,
  list: AccountWithPlaces,
  handle: async (deps, { actor, query }) => {
    const rows = await deps.db.executeQuery<AccountRow>(
      CompiledQuery.raw(
        selectAccounts(`where ${OWN_ACCOUNTS} order by a.inserted_at, a.id limit $2 offset $3`),
        [actor.userId, query.page_size, offsetOf(query)],
      ),
    )
    const counted = await deps.points.read<{ total: number }>(
      'count-accounts',
      `select count(*)::int as total from accounts a where ${OWN_ACCOUNTS}`,
      [actor.userId],
    )
    return {
      items: await includeInAccounts(deps, actor, rows.rows, query.include),
      total: counted[0]?.total ?? 0,
    }
  },
})

export const getAccountRoute = defineRoute({
  method: 'GET',
  path: '/v2/accounts/{account_id}',
  scope: 'account.read',
  params: z.object({ account_id: AccountId }),
  query: AccountQuery,
  answer: AccountWithPlaces,
  handle: async (deps, { actor, params, query }) => {
    await requireAccount(deps, actor, params.account_id, 'see')
    const rows = await deps.points.read<AccountRow>('account-by-id', selectAccounts('where a.id = $1'), [
      params.account_id,
    ])
    const [account] = await includeInAccounts(deps, actor, rows, query.include)
    if (account === undefined) throw errors.notFound('account')
    return account
  },
})

export const accountMembershipRoute = defineRoute({
  method: 'GET',
  path: '/v2/accounts/{account_id}/membership',
  scope: 'account.read',
  params: z.object({ account_id: AccountId }),
  answer: AccountMembership,
  handle: (deps, { actor, params }) => accountMembership(deps, actor, params.account_id),
})

/** The disk is full for everybody at once; who can do something about it is told before. */
export const getDiskRoute = defineRoute({
  method: 'GET',
  path: '/api/accounts/{account_id}/disk',
  scope: null,
  params: z.object({ account_id: AccountId }),
  answer: Disk,
  handle: async (deps, { actor, params }) => {
    requireSession(actor)
    await requireAccount(deps, actor, params.account_id, 'manage people')
    const freeBytes = await deps.store.freeBytes()
    return { free_bytes: freeBytes, is_low: freeBytes !== null && freeBytes < deps.config.lowDiskBytes }
  },
})
