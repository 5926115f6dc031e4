// `include=account_members,teams` of an account (v2-platform.md 8.2). What is included is what the caller may see there.
import { CompiledQuery } from 'kysely'
import type { AccountMember, AccountWithPlaces } from '@rushes/contract/account-places'
import type { Actor } from '../../access/actor.ts'
import type { AccountRole } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { accountView } from '../../views/account-view.ts'
import type { AccountRow } from '../../views/account-view.ts'
import { selectTeams, teamView, VISIBLE_TEAMS } from '../../views/team-view.ts'
import type { TeamRow } from '../../views/team-view.ts'

/** The most of either that an account carries; all of them are in the lists of their own. */
const MAX_INCLUDED = 1000

export async function includeInAccounts(
  deps: Deps,
  actor: Actor,
  rows: readonly AccountRow[],
  include: readonly string[],
): Promise<AccountWithPlaces[]> {
  const accounts: AccountWithPlaces[] = rows.map((row) => accountView(row, actor.origin))
  if (include.includes('account_members'))
    for (const account of accounts) account.account_members = await membersOf(deps, actor, account.id)
  if (include.includes('teams'))
    for (const account of accounts) account.teams = await teamsOf(deps, actor, account.id)
  return accounts
}

interface MemberRow {
  account_id: string
  user_id: string
  role: AccountRole
  inserted_at: string
}

/** The rule "manage people" of access/abilities.ts, and everybody's right to see themselves. */
async function membersOf(deps: Deps, actor: Actor, accountId: string): Promise<AccountMember[]> {
  const rows = await deps.db.executeQuery<MemberRow>(
    CompiledQuery.raw(
      `select m.account_id, m.user_id, m.role, m.inserted_at
       from account_members m join users u on u.id = m.user_id and u.deleted_at is null
       where m.account_id = $2 and (m.user_id = $1 or exists (
         select 1 from account_members own where own.account_id = $2 and own.user_id = $1 and own.role in ('owner', 'admin')))
       order by m.inserted_at, m.user_id limit $3`,
      [actor.userId, accountId, MAX_INCLUDED],
    ),
  )
  return rows.rows.map(({ account_id, user_id, role, inserted_at }) => ({
    _type: 'account_member',
    account_id,
    user_id,
    role: role === 'owner' ? 'admin' : role,
    accepted_at: inserted_at,
    declined_at: null,
    deleted_at: null,
    inserted_at,
    updated_at: inserted_at,
  }))
}

async function teamsOf(deps: Deps, actor: Actor, accountId: string) {
  const rows = await deps.db.executeQuery<TeamRow>(
    CompiledQuery.raw(
      selectTeams(`where ${VISIBLE_TEAMS} and t.account_id = $2 order by t.inserted_at, t.id limit $3`),
      [actor.userId, accountId, MAX_INCLUDED],
    ),
  )
  return rows.rows.map((row) => teamView(row, []))
}
