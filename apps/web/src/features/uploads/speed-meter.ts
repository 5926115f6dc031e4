// Bytes per second over the last seconds, steady enough to be read.

const WINDOW_MS = 6000
/** A rate over less than this is noise. */
const LEAST_SPAN_MS = 400

export interface SpeedMeter {
  /** `bytes` is the total so far. */
  note: (bytes: number, nowMs: number) => void
  bytesPerSecond: (nowMs: number) => number
  /** After a stop the old bytes must not count. */
  reset: () => void
}

export function createSpeedMeter(): SpeedMeter {
  let samples: { bytes: number; atMs: number }[] = []
  return {
    note: (bytes, nowMs) => {
      samples = [...samples.filter(({ atMs }) => nowMs - atMs <= WINDOW_MS), { bytes, atMs: nowMs }]
    },
    bytesPerSecond: (nowMs) => {
      const [oldest] = samples
      const newest = samples.at(-1)
      if (oldest === undefined || newest === undefined) return 0
      const spanMs = nowMs - oldest.atMs
      if (spanMs < LEAST_SPAN_MS || nowMs - newest.atMs > WINDOW_MS) return 0
      return Math.max(0, ((newest.bytes - oldest.bytes) / spanMs) * 1000)
    },
    reset: () => (samples = []),
  }
}
