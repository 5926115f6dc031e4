// How fast an encode is and when it will be done, from how far it came. From what every server on the database knows, so
// that each can tell it of the encodes of the others.

export interface Underway {
  /** 0 to 1. */
  progress: number
  startedAt: string | null
  /** Of the film; null for what has no length. */
  durationSeconds: number | null
}

export interface Estimate {
  /** Seconds of film per second. */
  speed: number | null
  endsAt: Date | null
}

const UNKNOWN: Estimate = { speed: null, endsAt: null }

/** Counts the time it was held as well: whoever waits for it waits through that too. */
export function estimateOf({ progress, startedAt, durationSeconds }: Underway, now: Date): Estimate {
  if (startedAt === null || progress <= 0) return UNKNOWN
  const elapsedMs = now.getTime() - Date.parse(startedAt)
  if (elapsedMs <= 0) return UNKNOWN
  return {
    speed: durationSeconds === null ? null : (progress * durationSeconds * 1000) / elapsedMs,
    endsAt: new Date(now.getTime() + (elapsedMs * (1 - Math.min(1, progress))) / progress),
  }
}
