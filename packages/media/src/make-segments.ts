// One run of ffmpeg that makes preview segments in a row, each handed over as soon as it is whole.
import os from 'node:os'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import { placeInput } from './ffmpeg-input.ts'
import { createFragmentReader } from './fragment-reader.ts'
import { zeroSeconds, type PlayedProbe } from './media-probe.ts'
import { previewArgs, previewInitArgs, SOUND_RUN_IN_FRAMES } from './preview-command.ts'
import { formatField, secondsIn, streamField } from './probe-fields.ts'
import type { PreviewRung } from './preview-rung.ts'
import { placeMark } from './render-mark.ts'
import { runTool, type HoldSwitch, type ToolOutcome } from './run-tool.ts'
import {
  framesOfSegment,
  PREVIEW_SAMPLE_RATE,
  AAC_FRAME_SAMPLES,
  soundOfSegment,
  type SegmentGrid,
} from './segment-grid.ts'
import { PICTURE_TRACK, soundTrackOf, writeSegment } from './segment-writer.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

/** A segment cannot be made of this file. The message is for the person who watches. */
export class SegmentFailedError extends Error {
  override readonly name = 'SegmentFailedError'
  readonly failure: FailureReason
  constructor(failure: FailureReason) {
    super(failure.reason)
    this.failure = failure
  }
}

export type SegmentRun = {
  inputPath: string
  probe: PlayedProbe
  grid: SegmentGrid
  /** The picture of a mark that lies over every frame; null for none. */
  markPng: Buffer | null
  /** Index of the first segment, and of the one behind the last. */
  first: number
  end: number
  seekSeconds: number | null
  tempFolder: string
  signal: AbortSignal
  hold: HoldSwitch
  onSegment: (index: number, bytes: Buffer) => void
}

const MEMORY_BYTES = 4 * 2 ** 30
/** Of a run, and for each of its segments; only what hangs takes as long. Milliseconds. */
const BASE_TIMEOUT_MS = 60_000
const SEGMENT_TIMEOUT_MS = 20_000
/** More than this gains nothing at this size and takes the processors from other viewers. */
const MOST_THREADS = 4

/** Makes the segments in order. Throws `SegmentFailedError` when one cannot be made, the signal's reason when aborted. */
export async function makeSegments(tools: MediaTools, run: SegmentRun): Promise<void> {
  const soundIndex = run.probe.audio[0]?.index ?? null
  let made = 0
  const counted: SegmentRun = {
    ...run,
    onSegment: (index, bytes) => {
      made += 1
      run.onSegment(index, bytes)
    },
  }
  const spoken = hasSoundThere(run) ? soundIndex : null
  const failure = await attempt(tools, counted, spoken)
  if (failure === null) return
  // Sound that cannot be decoded costs the sound, not the picture.
  const isWorthSilence = run.grid.hasPicture && made === 0 && spoken !== null && !failure.retryable
  const second = isWorthSilence ? await attempt(tools, counted, null) : failure
  if (second !== null) throw new SegmentFailedError(second)
}

async function attempt(
  tools: MediaTools,
  run: SegmentRun,
  soundIndex: number | null,
): Promise<FailureReason | null> {
  const { grid, first, end, probe } = run
  const joiner = createJoiner(run)
  const frames = framesOfSegment(grid, first)
  const lastFrames = framesOfSegment(grid, end - 1)
  const sound = soundOfSegment(grid, first)
  const lastSound = soundOfSegment(grid, end - 1)
  const args = previewArgs(probe, {
    grid,
    frames: { first: frames.first, count: lastFrames.first + lastFrames.count - frames.first },
    sound: { first: sound.first, count: lastSound.first + lastSound.count - sound.first },
    seekSeconds: run.seekSeconds,
    soundIndex,
    threads: Math.min(MOST_THREADS, os.availableParallelism()),
    isMarked: run.markPng !== null,
  })
  const outcome = await withWorkFolder(run.tempFolder, async (folder): Promise<ToolOutcome> => {
    await placeInput(folder, run.inputPath)
    if (run.markPng !== null) await placeMark(folder, run.markPng)
    return runTool(tools.isolation, {
      command: tools.ffmpegPath,
      args,
      folder,
      signal: run.signal,
      hold: run.hold,
      memoryBytes: MEMORY_BYTES,
      timeoutMs: BASE_TIMEOUT_MS + (end - first) * SEGMENT_TIMEOUT_MS,
      onChunk: joiner.add,
    })
  })
  joiner.finish()
  return joiner.next() === end ? null : explainFailure(outcome)
}

/** Collects the samples of the run until a segment is whole. */
function createJoiner({ grid, first, end, onSegment }: SegmentRun) {
  const soundTrack = soundTrackOf(grid)
  let next = first
  let soundsToDrop = SOUND_RUN_IN_FRAMES
  let pictures: Buffer[] = []
  let sounds: Buffer[] = []

  function give(isLastChance: boolean): void {
    while (next < end) {
      const count = grid.hasPicture ? framesOfSegment(grid, next).count : 0
      const soundCount = grid.hasSound ? soundOfSegment(grid, next).count : 0
      const isShort = sounds.length < soundCount && !(isLastChance && grid.hasPicture)
      if (pictures.length < count || isShort) return
      onSegment(next, writeSegment(grid, next, pictures.slice(0, count), sounds.slice(0, soundCount)))
      pictures = pictures.slice(count)
      sounds = sounds.slice(soundCount)
      next += 1
    }
  }
  const reader = createFragmentReader(({ trackId, bytes }) => {
    if (trackId === soundTrack && soundsToDrop > 0) soundsToDrop -= 1
    else if (trackId === soundTrack) sounds.push(bytes)
    else if (trackId === PICTURE_TRACK) pictures.push(bytes)
    give(false)
  })
  return {
    add: reader.add,
    /** What has all its pictures is given even when some sound is missing. */
    finish: () => give(true),
    next: () => next,
  }
}

/** Whether the sound track reaches into the first segment and starts before its end, as far as its header says. */
function hasSoundThere({ probe, grid, first, end }: SegmentRun): boolean {
  const index = probe.audio[0]?.index ?? -1
  const startSeconds = secondsIn(streamField(probe, index, 'start_time'))
  const lengthSeconds = secondsIn(streamField(probe, index, 'duration'))
  const formatSeconds = secondsIn(formatField(probe, 'start_time')) ?? 0
  if (startSeconds === null) return true
  const from = startSeconds - formatSeconds - zeroSeconds(probe)
  const { first: firstSound } = soundOfSegment(grid, first)
  const { first: lastSound, count } = soundOfSegment(grid, end - 1)
  const atSeconds = (frame: number) => (frame * AAC_FRAME_SAMPLES) / PREVIEW_SAMPLE_RATE
  if (from >= atSeconds(lastSound + count)) return false
  return lengthSeconds === null || from + lengthSeconds > atSeconds(firstSound)
}

/** The init of every segment of this size (null: of sound alone), rate and sound. Needs no file. */
export async function makePreviewInit(
  tools: MediaTools,
  rung: PreviewRung | null,
  grid: SegmentGrid,
  tempFolder: string,
): Promise<Buffer> {
  const reader = createFragmentReader(() => undefined)
  const outcome = await withWorkFolder(tempFolder, (folder) =>
    runTool(tools.isolation, {
      command: tools.ffmpegPath,
      args: previewInitArgs(rung, grid),
      folder,
      memoryBytes: MEMORY_BYTES,
      timeoutMs: BASE_TIMEOUT_MS,
      onChunk: reader.add,
    }),
  )
  const init = reader.init()
  if (init === null) throw new SegmentFailedError(explainFailure(outcome))
  return init
}
