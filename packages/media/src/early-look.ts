// What a file is, told before all of it is there: cameras and programs write the table of contents at one end or the
// other, and what is missing between the ends reads as zeros. Kept in memory only: the whole file is looked at anew.
import type { AudioProbe, VideoProbe } from './media-probe.ts'
import { probeFile, UnreadableMediaError } from './probe.ts'
import type { MediaTools } from './tools.ts'

export type ArrivingFile = {
  /** Names the file: an id. */
  key: string
  /** Sparse where nothing has arrived. */
  inputPath: string
  arrivedParts: number
  hasBothEnds: boolean
}

export type EarlyProbe = VideoProbe | AudioProbe

export type EarlyLooks = {
  /** What was found so far. */
  find: (key: string) => EarlyProbe | null
  /** Looks, unless a look with no more of the file came to nothing. True: something is known that was not before. */
  look: (file: ArrivingFile, signal: AbortSignal) => Promise<boolean>
  forget: (key: string) => void
}

type Look = { probe: EarlyProbe | null; arrivedParts: number; hadBothEnds: boolean }

/** More uploads at once than this only look later. */
const MOST_KEPT = 500
/** Their length is counted by their packets, which are not all there. */
const COUNTED = new Set(['mpegts', 'mpeg'])

export function createEarlyLooks(tools: MediaTools, tempFolder: string): EarlyLooks {
  const looks = new Map<string, Look>()

  function isWorthIt({ key, arrivedParts, hasBothEnds }: ArrivingFile): boolean {
    const before = looks.get(key)
    if (before === undefined) return true
    if (before.probe !== null) return false
    // Seldom again, and for sure once the other end is there.
    return arrivedParts >= 2 * before.arrivedParts || (hasBothEnds && !before.hadBothEnds)
  }

  return {
    find: (key) => looks.get(key)?.probe ?? null,
    look: async (file, signal) => {
      if (!isWorthIt(file)) return false
      const look: Look = { probe: null, arrivedParts: file.arrivedParts, hadBothEnds: file.hasBothEnds }
      // At once, so that nobody looks beside us.
      looks.set(file.key, look)
      const oldest = looks.keys().next()
      if (looks.size > MOST_KEPT && oldest.done !== true) looks.delete(oldest.value)
      look.probe = await probeEnds(tools, file.inputPath, tempFolder, signal)
      return look.probe !== null
    },
    forget: (key) => {
      looks.delete(key)
    },
  }
}

/** Null when nothing can be said yet. */
async function probeEnds(
  tools: MediaTools,
  inputPath: string,
  tempFolder: string,
  signal: AbortSignal,
): Promise<EarlyProbe | null> {
  try {
    const probe = await probeFile(tools, inputPath, { signal, tempFolder, isArriving: true })
    const isFilm = probe.kind === 'video' || probe.kind === 'audio'
    return isFilm && !COUNTED.has(String(probe.ffprobe?.format['format_name'])) ? probe : null
  } catch (error) {
    // Broken, or not enough of it is there; the look at the whole file will tell.
    if (error instanceof UnreadableMediaError) return null
    throw error
  }
}
