// The video half of a probe: which stream is shown, on which grid, with which timecode.
import type { FfprobeReport, FfprobeStream } from './ffprobe-report.ts'
import { lengthMissed } from './cut-short.ts'
import { chooseFrameGrid, framesOnGrid, MOST_FRAMES, type FrameGrid } from './frame-grid.ts'
import type { FrameRate } from './media-probe.ts'
import type { PacketScan } from './packet-scan.ts'
import { pictureOf } from './picture-geometry.ts'

/** The stream a player shows: the first real one that is marked as default, else the first real one. */
export function shownVideoStream(streams: readonly FfprobeStream[]): FfprobeStream | null {
  const real = streams.filter(
    (stream) =>
      stream.codec_type === 'video' &&
      stream.disposition?.['attached_pic'] !== 1 &&
      pictureOf(stream) !== null,
  )
  return real.find((stream) => stream.disposition?.['default'] === 1) ?? real[0] ?? null
}

/** An embedded still such as an album cover. */
export function coverStream(streams: readonly FfprobeStream[]): FfprobeStream | null {
  return (
    streams.find((stream) => stream.codec_type === 'video' && stream.disposition?.['attached_pic'] === 1) ??
    null
  )
}

/**
 * Everything of a `VideoProbe` that is about the picture. `scan` is called only when the header does not say enough, or more
 * than is there because the file breaks off.
 */
export async function describeVideo(
  report: FfprobeReport,
  stream: FfprobeStream,
  isCut: boolean,
  scan: () => Promise<PacketScan | null>,
) {
  const picture = pictureOf(stream)
  if (picture === null) return null
  const interlaced = ['tt', 'bb', 'tb', 'bt'].includes(stream.field_order ?? '')
  const grid = await gridOf(report, stream, interlaced, scan)
  if (grid === null) return null
  const { rate, isVariable } = grid
  const packets = isCut ? await scan() : null
  const arrivedSeconds = packets === null ? Infinity : packets.endSeconds - packets.firstSeconds
  const statedSeconds = lengthMissed(statedLength(report, stream), arrivedSeconds)
  const frameCount = statedSeconds === null ? grid.frameCount : gridFrames(arrivedSeconds, rate)
  const statedStart = seconds(stream.start_time) ?? 0
  const formatStart = seconds(report.format.start_time) ?? statedStart
  const streamStart = statedStart + unstatedDelay(report, stream, rate)
  // A browser starts its clock at the earliest stream, except that sound which only primes the decoder does not count.
  const browserStart = Math.max(0, Math.min(formatStart, streamStart))
  return {
    ...picture,
    kind: 'video' as const,
    streamIndex: stream.index,
    codec: stream.codec_name ?? null,
    profile: stream.profile ?? null,
    level: stream.level !== undefined && stream.level > 0 ? Math.trunc(stream.level) : null,
    interlaced,
    frameRate: rate,
    isVariableFrameRate: isVariable,
    frameCount,
    durationSeconds: (frameCount * rate.den) / rate.num,
    firstPictureSeconds: Math.max(0, streamStart - formatStart),
    statedSeconds,
    startsAtFirstPicture: Math.abs(streamStart - browserStart) * (rate.num / rate.den) < 0.5,
    ...slateOf(report, stream),
  }
}

/**
 * AVI says when pictures are decoded, not when they are shown: where pictures wait for later ones, the first is shown so
 * many frames after the start that is stated. Seconds.
 */
function unstatedDelay(report: FfprobeReport, stream: FfprobeStream, rate: FrameRate): number {
  return report.format.format_name === 'avi' ? ((stream.has_b_frames ?? 0) * rate.den) / rate.num : 0
}

function statedLength(report: FfprobeReport, stream: FfprobeStream): number | null {
  return (
    seconds(stream.duration) ?? clockSeconds(stream.tags?.['DURATION']) ?? seconds(report.format.duration)
  )
}

async function gridOf(
  report: FfprobeReport,
  stream: FfprobeStream,
  interlaced: boolean,
  scan: () => Promise<PacketScan | null>,
): Promise<(FrameGrid & { frameCount: number }) | null> {
  const stated = chooseFrameGrid({
    rFrameRate: stream.r_frame_rate,
    avgFrameRate: stream.avg_frame_rate,
    interlaced,
  })
  const statedFrames = wholeNumber(stream.nb_frames)
  // Some Matroska writers count this tag from zero, some from the first picture.
  const tagSeconds = clockSeconds(stream.tags?.['DURATION'])
  const isTagClear = (seconds(stream.start_time) ?? 0) === 0
  const durationSeconds = seconds(stream.duration) ?? (isTagClear ? tagSeconds : null)
  const frameCount = framesOnGrid({ ...stated, statedFrames, durationSeconds })
  // Transport and program streams state the time of its last picture, not the end of it; and without a stated number of frames
  // the average rate of a varying one is a guess from the first seconds.
  const isGuess =
    ['mpegts', 'mpeg'].includes(report.format.format_name) || (stated.isVariable && statedFrames === null)
  if (frameCount !== null && !isGuess) return { ...stated, frameCount }

  const packets = await scan()
  if (packets !== null) return countedGrid(stated, stream, packets, interlaced)
  if (frameCount !== null) return { ...stated, frameCount }
  const wholeSeconds = durationSeconds ?? tagSeconds ?? seconds(report.format.duration)
  const guess = wholeSeconds === null ? statedFrames : gridFrames(wholeSeconds, stated.rate)
  return guess === null || guess > MOST_FRAMES ? null : { ...stated, frameCount: guess }
}

function countedGrid(stated: FrameGrid, stream: FfprobeStream, packets: PacketScan, interlaced: boolean) {
  const lengthSeconds = packets.endSeconds - packets.firstSeconds
  // Milliseconds are as fine as any clock here.
  const measured = `${packets.count * 1000}/${Math.round(lengthSeconds * 1000)}`
  const { rate, isVariable } = stated.isVariable
    ? chooseFrameGrid({ rFrameRate: stream.r_frame_rate, avgFrameRate: measured, interlaced })
    : stated
  const byTime = gridFrames(lengthSeconds, rate)
  // Half-frame packets of interlaced streams count double, and the last duration may be missing: time decides, unless
  // the count differs only by that last one.
  const isCountBetter = byTime > MOST_FRAMES || (!isVariable && Math.abs(packets.count - byTime) <= 1)
  const frameCount = isCountBetter ? packets.count : byTime
  return { rate, isVariable, frameCount }
}

function gridFrames(lengthSeconds: number, rate: FrameRate): number {
  return Math.max(1, Math.round((lengthSeconds * rate.num) / rate.den))
}

const TIMECODE = /^\d{2}:[0-5]\d:[0-5]\d[:;.]\d{2,3}$/

function slateOf(report: FfprobeReport, stream: FfprobeStream) {
  const places = [
    stream,
    ...report.streams.filter((other) => other.codec_tag_string === 'tmcd'),
    report.format,
  ]
  const timecode = places
    .map((place) => place.tags?.['timecode'] ?? place.tags?.['TIMECODE'])
    .find((text) => text !== undefined && TIMECODE.test(text))
  const reel = places
    .map((place) => place.tags?.['reel_name'] ?? place.tags?.['REEL_NAME'])
    .find((text) => text !== undefined && text.trim() !== '')
  return {
    // A few writers mark drop-frame by a point.
    startTimecode: timecode?.replace('.', ';') ?? null,
    reel: reel?.trim().slice(0, 128).replaceAll('\0', '').toWellFormed() ?? null,
  }
}

/** A decimal number of seconds as ffprobe prints it. */
export function seconds(text: string | undefined): number | null {
  const value = Number.parseFloat(text ?? '')
  return Number.isFinite(value) ? value : null
}

/** `00:01:02.500000000`, Matroska's statistics tag. */
function clockSeconds(text: string | undefined): number | null {
  const match = /^(\d+):(\d{2}):(\d{2}(?:\.\d+)?)/.exec(text ?? '')
  if (!match) return null
  return Number(match[1]) * 3600 + Number(match[2]) * 60 + Number(match[3])
}

function wholeNumber(text: string | undefined): number | null {
  const value = Number(text)
  return Number.isSafeInteger(value) && value > 0 ? value : null
}
