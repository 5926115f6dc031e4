/** What was deleted is kept for this long (v2-assets.md 3.7). */
const KEPT_DAYS = 30
const DAY_MS = 86_400_000

/** Whole days until something deleted goes for good; the last one counts until it is over. */
export function daysLeft(deletedAt: string, nowMs = Date.now()): number {
  const keptUntilMs = Date.parse(deletedAt) + KEPT_DAYS * DAY_MS
  return Math.max(0, Math.ceil((keptUntilMs - nowMs) / DAY_MS))
}
