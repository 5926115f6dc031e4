// Looks at a file and says what it is: the first thing that happens to every upload.
import { stat } from 'node:fs/promises'
import os from 'node:os'
import { isCutShort, lengthMissed } from './cut-short.ts'
import type { FailureReason } from './failure-reason.ts'
import { askFfprobe, boundedReport, type FfprobeAnswer, type FfprobeStream } from './ffprobe-report.ts'
import { officeFormatOf } from './office-formats.ts'
import { scanPackets } from './packet-scan.ts'
import type { AudioStream, MediaProbe } from './media-probe.ts'
import { describeDocument, describeImage } from './probe-image.ts'
import { coverStream, describeVideo, seconds, shownVideoStream } from './probe-video.ts'
import { sniffFile, type Sniffed } from './sniff.ts'
import type { MediaTools } from './tools.ts'

/** The file claims to be media, but nothing can be made of it. The message is for the person who uploaded it. */
export class UnreadableMediaError extends Error {
  override readonly name = 'UnreadableMediaError'
  readonly failure: FailureReason
  constructor(failure: FailureReason) {
    super(failure.reason)
    this.failure = failure
  }
}

export type ProbeOptions = {
  signal?: AbortSignal | undefined
  /** Where the short-lived working folders go; the system's own by default. */
  tempFolder?: string
  /** More of the file is on its way: that it breaks off says nothing. */
  isArriving?: boolean
}

/** Beyond this, counting packets costs more than a frame count that may be off by one. Bytes. */
const LARGEST_SCAN_BYTES = 4 * 2 ** 30
/** ffprobe's certainty, 0 to 100, below which an unmarked file is not taken for media: chance hits score 1 to 25. */
const CERTAIN_SCORE = 26

/**
 * Looks at `inputPath`. Throws `UnreadableMediaError` for empty and broken media, the abort reason when cancelled, and
 * the file system's error when the file is not there. Bytes of no known format are `other`, not an error.
 */
export async function probeFile(
  tools: MediaTools,
  inputPath: string,
  options: ProbeOptions,
): Promise<MediaProbe> {
  const { signal, tempFolder = os.tmpdir() } = options
  const { size: sizeBytes } = await stat(inputPath)
  if (sizeBytes === 0) throw unreadable('The file is empty.')
  const sniffed = await sniffFile(inputPath)
  const identity = {
    version: 1 as const,
    sizeBytes,
    container: sniffed?.format ?? null,
    contentType: sniffed?.contentType ?? null,
  }
  const nothingInside = { audio: [], subtitles: [], ffprobe: null }
  if (sniffed?.family === 'document') {
    if (sniffed.problem !== undefined) throw unreadable(sniffed.problem)
    const document = { ...identity, ...nothingInside, kind: 'document' as const }
    // Has pages once it is a PDF.
    if (officeFormatOf(document) !== null) return { ...document, pageCount: null, width: null, height: null }
    const described = await describeDocument(tools, inputPath, tempFolder, signal)
    if (!described.ok) throw new UnreadableMediaError(described.failure)
    const { pageCount, width, height } = described.picture
    return { ...document, pageCount, width, height }
  }

  const answer = lazily(() => askFfprobe(tools, inputPath, tempFolder, signal))
  if (sniffed?.family === 'image') {
    const described = await describeImage(tools, inputPath, sniffed, answer, tempFolder, signal)
    if (!described.ok) throw new UnreadableMediaError(described.failure)
    const { report } = { report: null, ...(described.picture.decoder === 'ffmpeg' ? await answer() : {}) }
    return {
      ...identity,
      ...nothingInside,
      ...described.picture,
      kind: 'image',
      ffprobe: report ? boundedReport(report) : null,
    }
  }
  const result = await answer()
  if (!result.ok) {
    if (sniffed === null) return { ...identity, ...nothingInside, kind: 'other' }
    throw new UnreadableMediaError(result.failure)
  }
  const isCut = options.isArriving !== true && (await isCutShort(inputPath, sniffed?.format ?? '', sizeBytes))
  return describeStreams(tools, inputPath, { signal, tempFolder, isCut }, identity, sniffed, result)
}

async function describeStreams(
  tools: MediaTools,
  inputPath: string,
  { signal, tempFolder, isCut }: { signal: AbortSignal | undefined; tempFolder: string; isCut: boolean },
  identity: { version: 1; sizeBytes: number; container: string | null; contentType: string | null },
  sniffed: Sniffed | null,
  { report }: Extract<FfprobeAnswer, { ok: true }>,
): Promise<MediaProbe> {
  const common = {
    ...identity,
    container: identity.container ?? report.format.format_name.split(',')[0] ?? null,
    audio: report.streams.filter(isUsableSound).map(describeSound),
    subtitles: report.streams
      .filter((stream) => stream.codec_type === 'subtitle')
      .map((stream) => ({ index: stream.index, codec: stream.codec_name ?? null, ...namesOf(stream) })),
    ffprobe: boundedReport(report),
  }
  if (sniffed === null && (report.format.probe_score ?? 0) < CERTAIN_SCORE) {
    return { ...common, container: null, audio: [], subtitles: [], ffprobe: null, kind: 'other' }
  }
  const clockMayRestart = ['mpegts', 'mpeg'].includes(report.format.format_name)
  const scanStream = (streamIndex: number) =>
    scanPackets(tools, { inputPath, tempFolder, streamIndex, clockMayRestart, signal })
  const shown = shownVideoStream(report.streams)
  if (shown) {
    const scan = lazily(async () =>
      identity.sizeBytes > LARGEST_SCAN_BYTES ? null : scanStream(shown.index),
    )
    const video = await describeVideo(report, shown, isCut, scan)
    if (video === null) throw unreadable('The file contains a video track, but no pictures in it.')
    return { ...common, ...video }
  }
  if (common.audio.length > 0) {
    const sound = common.audio[0]
    const stated = seconds(report.format.duration)
    const arrived =
      stated === null || isCut ? ((await scanStream(sound?.index ?? 0))?.endSeconds ?? null) : null
    const statedSeconds = isCut ? lengthMissed(stated, arrived ?? Infinity) : null
    const durationSeconds = statedSeconds === null ? (stated ?? arrived) : arrived
    if (durationSeconds === null) throw unreadable('The file contains a sound track, but no sound in it.')
    return {
      ...common,
      kind: 'audio',
      durationSeconds,
      statedSeconds,
      coverStreamIndex: coverStream(report.streams)?.index ?? null,
    }
  }
  if (common.subtitles.length > 0 || sniffed === null) return { ...common, kind: 'other' }
  throw unreadable('The file contains neither a picture nor sound that can be read.')
}

function isUsableSound(stream: FfprobeStream): boolean {
  return stream.codec_type === 'audio' && (stream.channels ?? 0) > 0 && Number(stream.sample_rate) > 0
}

function describeSound(stream: FfprobeStream): AudioStream {
  return {
    index: stream.index,
    codec: stream.codec_name ?? null,
    profile: stream.profile ?? null,
    channels: stream.channels ?? 0,
    layout: stream.channel_layout ?? null,
    sampleRate: Number(stream.sample_rate),
    ...namesOf(stream),
  }
}

function namesOf(stream: FfprobeStream) {
  const text = (tag: string | undefined) => tag?.slice(0, 256).replaceAll('\0', '').toWellFormed() ?? null
  return { language: text(stream.tags?.['language']), title: text(stream.tags?.['title']) }
}

function unreadable(reason: string): UnreadableMediaError {
  return new UnreadableMediaError({ reason, detail: '', retryable: false })
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | null = null
  return () => (made ??= make())
}
