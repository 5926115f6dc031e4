// The signed-in person's sessions: which browsers are signed in, and signing them out.
import type { UserId } from '@rushes/contract/ids'
import { PageQuery } from '@rushes/contract/paging'
import { CredentialParams, Ended, EndSessionsQuery, SessionEntry } from '@rushes/contract/tokens'
import { CompiledQuery } from 'kysely'
import type { Actor } from '../../access/actor.ts'
import { requireSession } from '../../access/require-session.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'

interface SessionRow {
  id: string
  name: string
  inserted_at: string
  last_used_at: string | null
  expires_at: string | null
}

const LIVING = `from tokens where user_id = $1 and kind = 'session' and revoked_at is null and expires_at > $2`

export const listSessionsRoute = defineListRoute({
  method: 'GET',
  path: '/api/sessions',
  scope: null,
  query: PageQuery,
  list: SessionEntry,
  handle: async (deps, { actor, query }) => {
    requireSession(actor)
    const values: [UserId, Date] = [actor.userId, deps.now()]
    const rows = await deps.db.executeQuery<SessionRow>(
      CompiledQuery.raw(
        `select id, name, inserted_at, last_used_at, expires_at ${LIVING}
         order by coalesce(last_used_at, inserted_at) desc, id limit $3 offset $4`,
        [...values, query.page_size, offsetOf(query)],
      ),
    )
    const counted = await deps.points.read<{ total: number }>(
      'count-sessions',
      `select count(*)::int as total ${LIVING}`,
      values,
    )
    const items = rows.rows.map((row) => ({ ...row, is_current: row.id === actor.tokenId }))
    return { items, total: counted[0]?.total ?? 0 }
  },
})

export const endSessionRoute = defineRoute({
  method: 'DELETE',
  path: '/api/sessions/{id}',
  scope: null,
  params: CredentialParams,
  answer: Ended,
  handle: async (deps, { actor, params, requestId }) => {
    const ended = await end(deps, actor, requestId, { id: params.id })
    if (ended.length === 0) throw errors.notFound('session')
    return { ended }
  },
})

export const endSessionsRoute = defineRoute({
  method: 'DELETE',
  path: '/api/sessions',
  scope: null,
  query: EndSessionsQuery,
  answer: Ended,
  handle: async (deps, { actor, query, requestId }) => ({
    ended: await end(deps, actor, requestId, query.keep_current ? { except: actor.tokenId } : {}),
  }),
})

function end(
  deps: Deps,
  actor: Actor,
  requestId: string,
  which: { id?: string; except?: string },
): Promise<string[]> {
  requireSession(actor)
  const act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const { userId, accountId } = actor
  return deps.db
    .transaction()
    .execute((trx) => revokeCredentials(trx, act, { userId, accountId, kind: 'session', ...which }))
}
