// What developer tokens were used for lately, so that whoever wrote the program can see its calls in the console. Calls
// are gathered in memory once they are answered and written in batches: no call waits for it. Decision 0009.
import { sql } from 'kysely'
import type { Db } from '../db/connection.ts'

export interface TokenRequest {
  tokenId: string
  method: string
  /** Without its query: that is where secrets travel. */
  path: string
  status: number
  durationMs: number
  requestId: string
  at: Date
}

export interface TokenRequests {
  record: (request: TokenRequest) => void
  /** Writes what was recorded before this call. */
  flush: () => Promise<void>
}

/** Kept of every token; older ones make room. */
export const KEPT_REQUESTS = 100
/** Of one batch; calls of further tokens are not recorded until it is written. */
const MAX_TOKENS = 2_000
const MAX_PATH_CHARACTERS = 300

export function createTokenRequests(db: Db, newId: () => string): TokenRequests {
  let batch = new Map<string, TokenRequest[]>()
  let writing = Promise.resolve()

  async function write(): Promise<void> {
    if (batch.size === 0) return
    const requests = [...batch.values()].flatMap((ofToken) => ofToken.slice(-KEPT_REQUESTS))
    const tokenIds = [...batch.keys()]
    batch = new Map()
    await insert(db, requests, newId)
    await removeOlder(db, tokenIds)
  }

  return {
    record: (request) => {
      const ofToken = batch.get(request.tokenId)
      if (ofToken === undefined) {
        if (batch.size < MAX_TOKENS) batch.set(request.tokenId, [request])
        return
      }
      ofToken.push(request)
      // Cut now and then, not with every call.
      if (ofToken.length > 2 * KEPT_REQUESTS) ofToken.splice(0, KEPT_REQUESTS)
    },
    flush: () => {
      // One after the other, also after one that failed.
      writing = writing.then(write, write)
      return writing
    },
  }
}

/** A token that was revoked meanwhile leaves nothing behind. */
async function insert(db: Db, requests: readonly TokenRequest[], newId: () => string): Promise<void> {
  const column = <T>(value: (request: TokenRequest) => T) => requests.map(value)
  await sql`insert into token_requests (token_id, id, method, path, status, duration_ms, request_id, inserted_at)
    select r.* from unnest(
      ${column(({ tokenId }) => tokenId)}::uuid[], ${column(newId)}::uuid[],
      ${column(({ method }) => method)}::text[], ${column(({ path }) => path.slice(0, MAX_PATH_CHARACTERS))}::text[],
      ${column(({ status }) => status)}::int[], ${column(({ durationMs }) => durationMs)}::int[],
      ${column(({ requestId }) => requestId)}::text[], ${column(({ at }) => at.toISOString())}::timestamptz[]
    ) as r (token_id, id, method, path, status, duration_ms, request_id, inserted_at)
    join tokens t on t.id = r.token_id and t.revoked_at is null`.execute(db)
}

/** Several servers may do this at once: what another one is removing is left to it. */
async function removeOlder(db: Db, tokenIds: readonly string[]): Promise<void> {
  await sql`delete from token_requests where (token_id, inserted_at, id) in (
    select r.token_id, r.inserted_at, r.id
    from unnest(${tokenIds}::uuid[]) as t (id)
    cross join lateral (
      select k.inserted_at, k.id from token_requests k where k.token_id = t.id
      order by k.inserted_at desc, k.id desc offset ${KEPT_REQUESTS - 1} limit 1
    ) as oldest
    join token_requests r on r.token_id = t.id and (r.inserted_at, r.id) < (oldest.inserted_at, oldest.id)
    for update of r skip locked
  )`.execute(db)
}
