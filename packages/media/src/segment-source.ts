// What the maker of segments is asked, and what it answers.
import { markId, type Mark } from './mark.ts'
import type { PlayedProbe } from './media-probe.ts'
import type { HoldSwitch } from './run-tool.ts'
import type { SegmentCache } from './segment-cache.ts'
import type { MediaTools } from './tools.ts'

/** A film, or sound alone, segments are made of. */
export type SegmentSource = {
  /** Names the film in the cache: an id. */
  key: string
  inputPath: string
  probe: PlayedProbe
  /** Lies over every frame; null for none, as of sound alone. */
  mark: Mark | null
  /**
   * A finished proxy of the preview's size, and what of the mark is still to be laid over it; null for none. What is made
   * of it is decoded sooner.
   */
  proxy: { inputPath: string; mark: Mark | null } | null
  /** True while better renditions are on their way: then what would take too long is refused. */
  isBetterComing: boolean
}

/** What two requests have to share to be given the same bytes: the film, and what lies over it. */
export function previewId({ key, mark }: Pick<SegmentSource, 'key' | 'mark'>): string {
  return mark === null ? key : `${key}.${markId(mark)}`
}

/** The place lies too deep inside a group of pictures to be made while somebody waits; better renditions will have it. */
export class SegmentComingError extends Error {
  override readonly name = 'SegmentComingError'
}

export type SegmentFigures = {
  /** Since the start. */
  segmentsMade: number
  segmentsFromCache: number
  runsStarted: number
  runsGivenUp: number
  runsFailed: number
  /** Runs of ffmpeg now, held ones included. */
  runs: number
  /** Requests that wait now. */
  waiting: number
  cacheBytes: number
}

export type SegmentMaker = {
  /** ftyp and moov of a film's preview. Throws `SegmentFailedError`. */
  init: (source: SegmentSource) => Promise<Buffer>
  /**
   * One segment. Throws `SegmentFailedError`, `SegmentComingError`, and the signal's reason when it is given up.
   * `index` must lie on the grid.
   */
  segment: (source: SegmentSource, index: number, signal: AbortSignal) => Promise<Buffer>
  /** Ends what is being made of a film and drops what was. */
  forget: (key: string) => Promise<void>
  /** Holds background work while somebody waits for a segment. */
  background: HoldSwitch
  figures: () => SegmentFigures
  stop: () => Promise<void>
}

export type SegmentMakerOptions = {
  tools: MediaTools
  cache: SegmentCache
  tempFolder: string
  /** Runs that work at the same time. */
  slots: number
  /** Hears of what goes wrong beside a request, such as a disk that is full. */
  onProblem: (error: unknown, what: string) => void
}
