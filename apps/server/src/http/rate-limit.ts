// Rate limits (v2-platform.md 5): a leaky bucket per user and endpoint, headers on every answer. By default a hundred
// times what the real service gives, so that nobody meets it by accident; one setting makes them the same.

/** How many calls a window allows, as the real service documents it for an endpoint. */
export interface RateLimit {
  calls: number
  windowMs: number
}

export interface RateState {
  limit: number
  remaining: number
  windowMs: number
  allowed: boolean
}

export interface RateLimiter {
  take: (who: string, endpoint: string, limit: RateLimit) => RateState
}

/** Most lists (v2-platform.md 5, known buckets). */
export const DEFAULT_RATE_LIMIT: RateLimit = { calls: 200, windowMs: 60_000 }
const GENEROUS_FACTOR = 100
const MAX_BUCKETS = 50_000

interface Bucket {
  level: number
  updatedMs: number
}

export function createRateLimiter(mode: 'generous' | 'original' | 'off', nowMs: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>()
  const factor = mode === 'original' ? 1 : GENEROUS_FACTOR

  return {
    take: (who, endpoint, { calls, windowMs }) => {
      const limit = calls * factor
      // With limits off the headers stay: clients divide by the window (v2-platform.md 13, row 40).
      if (mode === 'off') return { limit, remaining: limit, windowMs, allowed: true }
      const key = `${who} ${endpoint}`
      const now = nowMs()
      const bucket = buckets.get(key) ?? { level: 0, updatedMs: now }
      const leaked = ((now - bucket.updatedMs) / windowMs) * limit
      const level = Math.max(0, bucket.level - leaked)
      const allowed = level + 1 <= limit
      buckets.delete(key)
      buckets.set(key, { level: allowed ? level + 1 : level, updatedMs: now })
      if (buckets.size > MAX_BUCKETS) dropOldest(buckets)
      return {
        limit,
        remaining: Math.max(0, Math.floor(limit - level - (allowed ? 1 : 0))),
        windowMs,
        allowed,
      }
    },
  }
}

/** Map keeps insertion order and every use re-inserts, so the first key is the one unused for longest. */
function dropOldest(buckets: Map<string, Bucket>): void {
  const oldest = buckets.keys().next()
  if (oldest.done !== true) buckets.delete(oldest.value)
}
