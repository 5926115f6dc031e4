import { formatSeconds, formatTimecode, timecodeClock } from '@rushes/player/timecode'
import type { TimecodeClock } from '@rushes/player/timecode'
import type { MediaFacts } from '@rushes/player/media-state'
import { useMemo } from 'react'

/** The timecode of a file; null for media without frames. */
export function useClock({ rate }: MediaFacts, startTimecode: string | null): TimecodeClock | null {
  return useMemo(() => (rate === null ? null : timecodeClock(startTimecode, rate)), [rate, startTimecode])
}

/** A place in a file as its timecode, or as a time where there is none. */
export function formatPlace(clock: TimecodeClock | null, frameIndex: number, seconds: number): string {
  return clock === null ? formatSeconds(seconds) : formatTimecode(frameIndex, clock)
}
