// What the console in the web app shows of one's programs: the last calls of a token, and what is left of the limits.
import { CompiledQuery } from 'kysely'
import { PageQuery } from '@rushes/contract/paging'
import { CredentialParams, RateLimits, TokenRequest } from '@rushes/contract/tokens'
import { requireSession } from '../../access/require-session.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'

export const listTokenRequestsRoute = defineListRoute({
  method: 'GET',
  path: '/api/tokens/{id}/requests',
  scope: null,
  params: CredentialParams,
  query: PageQuery,
  list: TokenRequest,
  handle: async (deps, { actor, params, query }) => {
    requireSession(actor)
    const own = await deps.db
      .selectFrom('tokens')
      .select('id')
      .where('id', '=', params.id)
      .where('user_id', '=', actor.userId)
      .where('kind', '=', 'developer')
      .where('revoked_at', 'is', null)
      .executeTakeFirst()
    if (own === undefined) throw errors.notFound('token')
    // Those of this server are shown at once, those of others on the same database within seconds.
    await deps.tokenRequests.flush()
    const rows = await deps.db.executeQuery<TokenRequest>(
      CompiledQuery.raw(
        `select id, method, path, status, duration_ms, request_id, inserted_at
         from token_requests where token_id = $1 order by inserted_at desc, id desc limit $2 offset $3`,
        [params.id, query.page_size, offsetOf(query)],
      ),
    )
    const { total } = await deps.db
      .selectFrom('token_requests')
      .select(({ fn }) => fn.countAll<number>().as('total'))
      .where('token_id', '=', params.id)
      .executeTakeFirstOrThrow()
    return { items: rows.rows, total }
  },
})

export const getRateLimitsRoute = defineRoute({
  method: 'GET',
  path: '/api/me/rate_limits',
  scope: null,
  answer: RateLimits,
  handle: async ({ limiter }, { actor }) => ({
    mode: limiter.mode,
    buckets: limiter.statesOf(actor.userId).map(({ endpoint, limit, remaining, windowMs }) => ({
      endpoint,
      limit,
      remaining,
      window_ms: windowMs,
    })),
  }),
})
