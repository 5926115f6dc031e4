// How a file is split for upload (v2-assets.md 6, "How many URLs?").

const PART_BYTES = 20 * 1024 * 1024
const USUAL_MAX_PARTS = 35
/** Two shipped uploaders hold a part in a 32-bit number. */
const MAX_PART_BYTES = 2_000_000_000

/** How many upload URLs a file of this size gets; a caller's own `wanted` count wins. */
export function partCountFor(sizeBytes: number, wanted: number | null = null): number {
  if (wanted !== null) return wanted
  const usual = Math.min(USUAL_MAX_PARTS, Math.max(1, Math.ceil(sizeBytes / PART_BYTES)))
  return Math.max(usual, Math.ceil(sizeBytes / MAX_PART_BYTES))
}

/** Bytes of every part but the last when a file is split the documented way. */
export function partSizeBytes(sizeBytes: number, partCount: number): number {
  return Math.ceil(sizeBytes / partCount)
}
