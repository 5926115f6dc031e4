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

/** A bucket as it is now. */
export interface BucketState {
  endpoint: string
  limit: number
  remaining: number
  windowMs: number
}

export type RateMode = 'generous' | 'original' | 'off'

export interface RateLimiter {
  mode: RateMode
  take: (who: string, endpoint: string, limit: RateLimit) => RateState
  /** Of every endpoint that somebody called within the last ten minutes, by name. Takes nothing from them. */
  statesOf: (who: string) => BucketState[]
}

/** Most lists (v2-platform.md 5, known buckets). */
export const DEFAULT_RATE_LIMIT: RateLimit = { calls: 200, windowMs: 60_000 }
const GENEROUS_FACTOR = 100
const MAX_BUCKETS = 50_000
const SHOWN_FOR_MS = 10 * 60_000

interface Bucket {
  limit: number
  windowMs: number
  level: number
  updatedMs: number
}

export function createRateLimiter(mode: RateMode, nowMs: () => number): RateLimiter {
  const buckets = new Map<string, Bucket>()
  const factor = mode === 'original' ? 1 : GENEROUS_FACTOR

  return {
    mode,
    take: (who, endpoint, { calls, windowMs }) => {
      const limit = calls * factor
      // With limits off the headers stay: clients divide by the window (v2-platform.md 13, row 40).
      if (mode === 'off') return { limit, remaining: limit, windowMs, allowed: true }
      const key = `${who} ${endpoint}`
      const now = nowMs()
      const bucket = buckets.get(key)
      const level = bucket === undefined ? 0 : levelAt(bucket, now)
      const allowed = level + 1 <= limit
      buckets.delete(key)
      buckets.set(key, { limit, windowMs, level: allowed ? level + 1 : level, updatedMs: now })
      if (buckets.size > MAX_BUCKETS) dropOldest(buckets)
      return {
        limit,
        remaining: Math.max(0, Math.floor(limit - level - (allowed ? 1 : 0))),
        windowMs,
        allowed,
      }
    },
    statesOf: (who) => {
      const now = nowMs()
      const start = `${who} `
      return [...buckets]
        .filter(([key, { updatedMs }]) => key.startsWith(start) && now - updatedMs < SHOWN_FOR_MS)
        .map(([key, bucket]) => ({
          endpoint: key.slice(start.length),
          limit: bucket.limit,
          remaining: Math.max(0, Math.floor(bucket.limit - levelAt(bucket, now))),
          windowMs: bucket.windowMs,
        }))
        .toSorted((left, right) => (left.endpoint < right.endpoint ? -1 : 1))
    },
  }
}

/** What has not leaked out of it yet. */
function levelAt({ level, updatedMs, limit, windowMs }: Bucket, now: number): number {
  return Math.max(0, level - ((now - updatedMs) / windowMs) * limit)
}

/** Map keeps insertion order and every use re-inserts, so the first key is the one unused for longest. */
function dropOldest(buckets: Map<string, Bucket>): void {
  const oldest = buckets.keys().next()
  if (oldest.done !== true) buckets.delete(oldest.value)
}
