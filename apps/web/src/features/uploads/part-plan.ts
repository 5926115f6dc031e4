// How a file is cut and in which order its parts go.
import type { PendingPart } from '@rushes/client/upload'
import { partCountFor } from '@rushes/contract/upload-plan'

/** From here on this app asks for more parts than the API gives by itself. */
const LARGE_FILE_BYTES = 90_000_000
/** What is lost when a connection breaks in the middle of a part; also below what most proxies let through. */
const MOST_PART_BYTES = 64_000_000
/** As many as the server takes (v2-assets.md 7). */
const MOST_PARTS = 10_000

/** How many parts to ask for, or null to leave it to the server. */
export function wantedPartCount(sizeBytes: number): number | null {
  if (sizeBytes <= LARGE_FILE_BYTES) return null
  return Math.min(MOST_PARTS, Math.max(partCountFor(sizeBytes), Math.ceil(sizeBytes / MOST_PART_BYTES)))
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
