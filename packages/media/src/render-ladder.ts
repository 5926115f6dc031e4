// Makes everything playable of a file: the H.264 rungs, the hover preview, the scrub sheet and the waveform.
import { rename, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import { placeInput } from './ffmpeg-input.ts'
import { progressReader } from './ffmpeg-progress.ts'
import { Fmp4IndexError, readFmp4Index } from './fmp4-index.ts'
import { ladderFor } from './ladder.ts'
import {
  audioLadderArgs,
  outputFile,
  PCM_FILE,
  SHEET_FILE,
  topSize,
  videoLadderArgs,
} from './ladder-command.ts'
import type { Mark } from './mark.ts'
import { framesPerSecond, type AudioProbe, type VideoProbe } from './media-probe.ts'
import { planRenditions } from './plan.ts'
import type { LadderKind, MadeRendition, OnRendition, RenderReport } from './renditions.ts'
import { MarkFailedError, placeMark, renderMark } from './render-mark.ts'
import { runTool, type HoldSwitch, type ToolOutcome } from './run-tool.ts'
import { scrubLayout } from './scrub.ts'
import type { MediaTools } from './tools.ts'
import { readWaveform } from './waveform.ts'
import { withWorkFolder } from './work-folder.ts'

export type LadderProgress = { frame: number; totalFrames: number; speed: number | null }

export type LadderRequest = {
  inputPath: string
  probe: VideoProbe | AudioProbe
  /** Lies over every picture. */
  mark?: Mark | null
  /** Must exist; gets the finished files and, meanwhile, a work folder. */
  outDir: string
  signal?: AbortSignal | undefined
  hold?: HoldSwitch | undefined
  /** 0 to 19. */
  niceness?: number
  /** Longest run time; by default generous for the length of the file. Milliseconds. */
  timeoutMs?: number
  onProgress?: (progress: LadderProgress) => void
  onRendition?: OnRendition
}

/** ffmpeg's exit code when most of the input could not be decoded; what could be is complete all the same. */
const MOSTLY_UNDECODABLE = 69

/**
 * Makes the renditions of `planRenditions`' ladder task. Every planned kind ends up in `made` or in `failed`, with a
 * reason; sound that cannot be decoded costs the sound, not the picture. Throws only when aborted or when the disk
 * or the programs let us down.
 */
export async function renderLadder(tools: MediaTools, request: LadderRequest): Promise<RenderReport> {
  return withWorkFolder(request.outDir, async (folder) => {
    await placeInput(folder, request.inputPath)
    const { probe } = request
    const report: RenderReport = { made: [], failed: [] }
    const markFailure = await drawMark(tools, request, folder)
    if (markFailure !== null) {
      report.failed.push(...plannedKinds(probe).map((kind) => ({ kind, ...markFailure })))
      return report
    }
    const hasSound = probe.audio.length > 0
    let outcome = await runFfmpeg(tools, request, folder, hasSound)
    if (probe.kind === 'video' && hasSound && isBadInput(outcome)) {
      const silent = await runFfmpeg(tools, request, folder, false)
      if (isThrough(silent)) {
        report.failed.push({ kind: 'waveform', ...explainFailure(outcome) })
        outcome = silent
      }
    }
    const collector = { request, folder, outcome, report }
    for (const kind of plannedKinds(probe)) {
      if (!report.failed.some((failure) => failure.kind === kind)) await collect(collector, kind)
    }
    return report
  })
}

/** Of the size of the largest rung, from which all the others are made. */
async function drawMark(
  tools: MediaTools,
  { probe, mark = null }: LadderRequest,
  folder: string,
): Promise<FailureReason | null> {
  if (mark === null || probe.kind !== 'video') return null
  try {
    await placeMark(folder, await renderMark(tools, mark, topSize(probe, ladderFor(probe)), folder))
    return null
  } catch (error) {
    if (error instanceof MarkFailedError) return error.failure
    throw error
  }
}

function isMarked({ mark = null }: LadderRequest): boolean {
  return mark !== null
}

function plannedKinds(probe: VideoProbe | AudioProbe): LadderKind[] {
  return planRenditions(probe).flatMap((task) => (task.task === 'ladder' ? task.kinds : []))
}

async function runFfmpeg(
  tools: MediaTools,
  request: LadderRequest,
  folder: string,
  withSound: boolean,
): Promise<ToolOutcome> {
  const { probe, onProgress } = request
  const processorCount = os.availableParallelism()
  const args =
    probe.kind === 'video'
      ? videoLadderArgs(probe, { withSound, processorCount, isMarked: isMarked(request) })
      : audioLadderArgs(probe)
  const totalFrames = probe.kind === 'video' ? probe.frameCount : Math.round(probe.durationSeconds)
  return runTool(tools.isolation, {
    command: tools.ffmpegPath,
    args,
    folder,
    signal: request.signal,
    hold: request.hold,
    niceness: request.niceness ?? 0,
    timeoutMs: request.timeoutMs ?? defaultTimeoutMs(probe.durationSeconds),
    onLine: progressReader(({ frame, outTimeSeconds, speed }) => {
      // Without picture a "frame" is a second of sound.
      const done = probe.kind === 'video' ? frame : Math.floor(outTimeSeconds)
      onProgress?.({ frame: Math.min(done, totalFrames), totalFrames, speed })
    }),
  })
}

/** A hang must end some day; a slow machine must not be cut off. */
function defaultTimeoutMs(durationSeconds: number): number {
  const LONGEST_TIMER_MS = 2 ** 31 - 1
  return Math.min(LONGEST_TIMER_MS, 15 * 60_000 + durationSeconds * 60_000)
}

function isThrough(outcome: ToolOutcome): boolean {
  return outcome.ended === 'exit' && (outcome.code === 0 || outcome.code === MOSTLY_UNDECODABLE)
}

function isBadInput(outcome: ToolOutcome): boolean {
  return !isThrough(outcome) && !explainFailure(outcome).retryable
}

type Collector = { request: LadderRequest; folder: string; outcome: ToolOutcome; report: RenderReport }

/** Checks one output, moves it to its final name and reports it. */
async function collect({ request, folder, outcome, report }: Collector, kind: LadderKind): Promise<void> {
  const found = isThrough(outcome)
    ? await finish(request, folder, kind, outcome)
    : { failure: explainFailure(outcome) }
  if ('failure' in found) {
    report.failed.push({ kind, ...found.failure })
    return
  }
  const { file, ...description } = found
  const finalPath = path.join(request.outDir, `${kind}${path.extname(file)}`)
  const { size: sizeBytes } = await stat(file)
  await rename(file, finalPath)
  const hasMark = isMarked(request) && description.width !== null
  const rendition = { kind, path: finalPath, sizeBytes, isMarked: hasMark, ...description }
  report.made.push(rendition)
  await request.onRendition?.(rendition)
}

type Finished = Omit<MadeRendition, 'kind' | 'path' | 'sizeBytes' | 'isMarked'> & { file: string }

async function finish(
  { probe }: LadderRequest,
  folder: string,
  kind: LadderKind,
  outcome: ToolOutcome,
): Promise<Finished | { failure: FailureReason }> {
  const stillNothing = { width: null, height: null, durationSeconds: null, frameCount: null }
  if (kind === 'waveform') {
    const waveform = await readWaveform(path.join(folder, PCM_FILE))
    if (waveform === null)
      return { failure: { ...explainFailure(outcome), reason: 'The sound track holds no sound.' } }
    const file = path.join(folder, 'waveform.json')
    await writeFile(file, JSON.stringify(waveform))
    return { ...stillNothing, file, contentType: 'application/json', durationSeconds: probe.durationSeconds }
  }
  if (kind === 'thumb_scrub') {
    const file = path.join(folder, SHEET_FILE)
    if (probe.kind !== 'video' || !(await hasBytes(file))) return { failure: explainFailure(outcome) }
    const { columns, rows, tileWidth, tileHeight, tileCount } = scrubLayout(probe)
    const size = { width: columns * tileWidth, height: rows * tileHeight }
    return { ...stillNothing, ...size, file, contentType: 'image/jpeg', frameCount: tileCount }
  }
  const file = path.join(folder, outputFile(kind))
  const index = (await hasBytes(file)) ? await readIndexIfAny(file) : null
  if (index === null || index.segments.length === 0) return { failure: explainFailure(outcome) }
  const { width, height } = index
  const seconds = index.segments.reduce((sum, segment) => sum + segment.durationSeconds, 0)
  const frameCount =
    probe.kind === 'video' ? Math.round(index.pictureSeconds * framesPerSecond(probe.frameRate)) : null
  const contentType = probe.kind === 'video' ? 'video/mp4' : 'audio/mp4'
  return { file, contentType, width, height, durationSeconds: seconds, frameCount }
}

async function readIndexIfAny(file: string) {
  try {
    return await readFmp4Index(file)
  } catch (error) {
    // ffmpeg leaves a file without index when nothing could be decoded.
    if (error instanceof Fmp4IndexError) return null
    throw error
  }
}

async function hasBytes(file: string): Promise<boolean> {
  return stat(file).then(
    ({ size }) => size > 0,
    // Not written at all: the same as empty.
    () => false,
  )
}
