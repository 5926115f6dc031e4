// Brings out sound and subtitle tracks as files of their own, in time with the picture's first frame.
import { rename, stat } from 'node:fs/promises'
import path from 'node:path'
import { explainFailure } from './failure-reason.ts'
import { guardedInput, placeInput, referenceGuards } from './ffmpeg-input.ts'
import type { AudioProbe, VideoProbe } from './media-probe.ts'
import type { OnRendition, RenderReport, TrackKind } from './renditions.ts'
import { runTool } from './run-tool.ts'
import type { HoldSwitch, ToolOutcome } from './run-tool.ts'
import { mixedAlike } from './sound-filters.ts'
import type { MediaTools } from './tools.ts'
import { audioTracks, subtitleTracks } from './tracks.ts'
import type { Track } from './tracks.ts'
import { withWorkFolder } from './work-folder.ts'

export type TracksRequest = {
  inputPath: string
  probe: VideoProbe | AudioProbe
  /** Must exist; gets the finished files and, meanwhile, a work folder. */
  outDir: string
  signal?: AbortSignal | undefined
  hold?: HoldSwitch | undefined
  /** 0 to 19. */
  niceness?: number
  onRendition?: OnRendition
}

/** Reading a file takes a tenth of its length on a slow disk; much less elsewhere. Milliseconds. */
const LEAST_TIMEOUT_MS = 15 * 60_000
const BITS_PER_CHANNEL = 64_000
/** What the AAC encoder takes. */
const MOST_CHANNELS = 8

/**
 * Makes the renditions of `planRenditions`' tracks task. Every planned kind ends up in `made` or in `failed`, with a
 * reason. Throws only when aborted or when the disk or the programs let us down.
 */
export async function renderTracks(tools: MediaTools, request: TracksRequest): Promise<RenderReport> {
  return withWorkFolder(request.outDir, async (folder) => {
    await placeInput(folder, request.inputPath)
    const { probe } = request
    const tracks = [...audioTracks(probe), ...subtitleTracks(probe)]
    const report: RenderReport = { made: [], failed: [] }
    if (tracks.length === 0) return report
    // In one pass over the file; where one of them breaks it, each by itself.
    const together = await extract(tools, request, folder, tracks)
    for (const track of tracks) {
      const outcome =
        isThrough(together) || tracks.length === 1 ? together : await extract(tools, request, folder, [track])
      await collect(request, folder, track, outcome, report)
    }
    return report
  })
}

async function extract(
  tools: MediaTools,
  { probe, signal, hold, niceness = 0 }: TracksRequest,
  folder: string,
  tracks: readonly Track<TrackKind>[],
): Promise<ToolOutcome> {
  const firstPictureSeconds = probe.kind === 'video' ? probe.firstPictureSeconds : 0
  const args = [
    ...'-hide_banner -nostdin -v error -y'.split(' '),
    ...guardedInput([
      ...referenceGuards(probe),
      ...(firstPictureSeconds > 0 ? ['-itsoffset', `-${firstPictureSeconds.toFixed(6)}`] : []),
    ]),
    ...tracks.flatMap((track) => outputOf(probe, track)),
  ]
  return runTool(tools.isolation, {
    command: tools.ffmpegPath,
    args,
    folder,
    signal,
    hold,
    niceness,
    timeoutMs: Math.min(2 ** 31 - 1, LEAST_TIMEOUT_MS + probe.durationSeconds * 10_000),
  })
}

function outputOf(
  { audio }: VideoProbe | AudioProbe,
  { kind, index, language, title }: Track<TrackKind>,
): string[] {
  const named = [
    ...(language === null ? [] : ['-metadata:s:0', `language=${language}`]),
    ...(title === null ? [] : ['-metadata:s:0', `title=${title}`]),
  ]
  const input = ['-map', `0:${index}`, '-map_metadata', '-1', '-map_chapters', '-1']
  if (kind.startsWith('subtitle_')) return [...input, '-c:s', 'webvtt', '-f', 'webvtt', workFile(kind)]
  const sound = audio.find((stream) => stream.index === index)
  const channels = sound?.channels ?? 2
  const kept = channels > MOST_CHANNELS ? 2 : Math.max(channels, 1)
  const mix = sound !== undefined && channels > MOST_CHANNELS ? mixedAlike(sound) : []
  return [
    ...input,
    ...named,
    // As in the rungs: sound that starts late is led in by silence, gaps are filled.
    ...['-af', [...mix, 'aresample=async=1:first_pts=0'].join(','), '-c:a', 'aac'],
    ...(channels > MOST_CHANNELS ? ['-ac', '2'] : []),
    ...['-b:a', String(kept * BITS_PER_CHANNEL)],
    ...'-movflags +faststart -f mp4'.split(' '),
    workFile(kind),
  ]
}

function workFile(kind: TrackKind): string {
  return kind.startsWith('subtitle_') ? `${kind}.vtt` : `${kind}.m4a`
}

/** Checks one output, moves it to its final name and reports it. */
async function collect(
  { outDir, probe, onRendition }: TracksRequest,
  folder: string,
  { kind }: Track<TrackKind>,
  outcome: ToolOutcome,
  report: RenderReport,
): Promise<void> {
  const file = path.join(folder, workFile(kind))
  const sizeBytes = await sizeOf(file)
  if (!isThrough(outcome) || sizeBytes === 0) {
    report.failed.push({ kind, ...explainFailure(outcome) })
    return
  }
  const finalPath = path.join(outDir, workFile(kind))
  await rename(file, finalPath)
  const isText = kind.startsWith('subtitle_')
  const rendition = {
    kind,
    path: finalPath,
    contentType: isText ? ('text/vtt' as const) : ('audio/mp4' as const),
    sizeBytes,
    width: null,
    height: null,
    durationSeconds: probe.durationSeconds,
    frameCount: null,
    isMarked: false,
  }
  report.made.push(rendition)
  await onRendition?.(rendition)
}

function isThrough(outcome: ToolOutcome): boolean {
  return outcome.ended === 'exit' && outcome.code === 0
}

async function sizeOf(file: string): Promise<number> {
  return stat(file).then(
    ({ size }) => size,
    // Not written at all: the same as empty.
    () => 0,
  )
}
