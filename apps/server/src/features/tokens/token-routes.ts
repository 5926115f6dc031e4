// Developer tokens of the signed-in person (v2-platform.md 3): scopes are chosen when one is made, and only then is it
// shown. A session alone may do this.
import { CompiledQuery } from 'kysely'
import { PageQuery } from '@rushes/contract/paging'
import { CreateTokenBody, CredentialParams, Ended, NewToken, Token } from '@rushes/contract/tokens'
import { requireSession } from '../../access/require-session.ts'
import { revokeCredentials } from '../../access/revoke-credentials.ts'
import { insertToken } from '../../db/insert-token.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import { wireTime } from '../../views/wire-time.ts'
import { hashToken, newDeveloperToken } from '../../access/credentials.ts'

const CREATE = { calls: 100, windowMs: 60_000 }
const LIVING = `from tokens where user_id = $1 and kind = 'developer' and revoked_at is null`

export const listTokensRoute = defineListRoute({
  method: 'GET',
  path: '/api/tokens',
  scope: null,
  query: PageQuery,
  list: Token,
  handle: async (deps, { actor, query }) => {
    requireSession(actor)
    const rows = await deps.db.executeQuery<Token>(
      CompiledQuery.raw(
        `select id, name, scopes, inserted_at, last_used_at, expires_at ${LIVING} order by inserted_at desc, id limit $2 offset $3`,
        [actor.userId, query.page_size, offsetOf(query)],
      ),
    )
    const counted = await deps.points.read<{ total: number }>(
      'count-tokens',
      `select count(*)::int as total ${LIVING}`,
      [actor.userId],
    )
    return { items: rows.rows, total: counted[0]?.total ?? 0 }
  },
})

export const createTokenRoute = defineRoute({
  method: 'POST',
  path: '/api/tokens',
  scope: null,
  limit: CREATE,
  body: CreateTokenBody,
  answer: NewToken,
  handle: async (deps, { actor, body, requestId }) => {
    requireSession(actor)
    const token = newDeveloperToken()
    const at = deps.now()
    const expiresAt =
      body.expires_at === undefined || body.expires_at === null ? null : new Date(body.expires_at)
    if (expiresAt !== null && expiresAt <= at)
      throw errors.invalid([{ field: 'expires_at', title: 'has passed already' }])
    const act = { actorId: actor.userId, at, newId: deps.newId, requestId }
    const { userId, accountId } = actor
    const { name, scopes } = body
    const id = await deps.db
      .transaction()
      .execute((trx) =>
        insertToken(trx, act, { userId, accountId, hash: hashToken(token), name, scopes, expiresAt }),
      )
    return {
      id,
      name,
      scopes,
      inserted_at: wireTime(at),
      last_used_at: null,
      expires_at: expiresAt === null ? null : wireTime(expiresAt),
      token,
    }
  },
})

export const revokeTokenRoute = defineRoute({
  method: 'DELETE',
  path: '/api/tokens/{id}',
  scope: null,
  params: CredentialParams,
  answer: Ended,
  handle: async (deps, { actor, params, requestId }) => {
    requireSession(actor)
    const act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
    const { userId, accountId } = actor
    const ended = await deps.db
      .transaction()
      .execute((trx) => revokeCredentials(trx, act, { userId, accountId, kind: 'developer', id: params.id }))
    if (ended.length === 0) throw errors.notFound('token')
    return { ended }
  },
})
