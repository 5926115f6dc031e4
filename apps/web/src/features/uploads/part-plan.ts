// How a file is cut and in which order its parts go.
import type { PendingPart } from '@rushes/client/upload'

/** A file up to here goes in one piece. */
const SMALL_FILE_BYTES = 8_000_000
/** What is sent again when the connection breaks in the middle of a part: little, as long as that takes few parts. */
const USUAL_PART_BYTES = 8_000_000
const USUAL_MAX_PARTS = 35
/** Most proxies let no more through. */
const MOST_PART_BYTES = 64_000_000
/** As many as the server takes (v2-assets.md 7). */
const MOST_PARTS = 10_000

/** How many parts to ask for, or null to leave it to the server. */
export function wantedPartCount(sizeBytes: number): number | null {
  if (sizeBytes <= SMALL_FILE_BYTES) return null
  const usual = Math.min(USUAL_MAX_PARTS, Math.ceil(sizeBytes / USUAL_PART_BYTES))
  return Math.min(MOST_PARTS, Math.max(usual, Math.ceil(sizeBytes / MOST_PART_BYTES)))
}

/**
 * First part, last part, then the rest: cameras write the table of contents at one end or the other, and with it the
 * server can show pictures long before the middle is there.
 */
export function endsFirst(parts: readonly PendingPart[]): PendingPart[] {
  const [first, ...rest] = parts
  const last = rest.pop()
  return [first, last, ...rest].filter((part) => part !== undefined)
}

/** Seconds before the next try: doubling, with some chance in it so that a hundred browsers do not come back as one. */
export function retryDelayMs(attempt: number, random: number): number {
  const MOST_MS = 30_000
  return Math.min(MOST_MS, 1000 * 2 ** attempt) * (0.75 + random * 0.5)
}
