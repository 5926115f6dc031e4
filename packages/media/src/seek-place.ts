// Where decoding has to start for a frame to come out right: at the key frame before it.
import { guardedInput } from './ffmpeg-input.ts'
import { runFfprobe } from './ffprobe-report.ts'
import { framesPerSecond, type PlayedProbe, type VideoProbe } from './media-probe.ts'
import { formatField, secondsIn, streamField } from './probe-fields.ts'
import { SOUND_RATE } from './segment-grid.ts'
import type { MediaTools } from './tools.ts'

export type SeekPlace = {
  /** For ffmpeg's `-ss`, from the earliest stream of the file. Null: at the start of the file. */
  seekSeconds: number | null
  /** What has to be decoded before the frame, and is not shown. */
  leadSeconds: number
}

/** Every picture of these stands alone. */
const INTRA_CODECS = new Set(
  'prores dnxhd mjpeg dvvideo jpeg2000 rawvideo v210 v410 r210 ffv1 cfhd hap huffyuv ffvhuff utvideo png qtrle magicyuv'.split(
    ' ',
  ),
)
/** Found by their clock and not by an index: they land on any picture, so they start earlier. */
const CLOCK_SEEKING = new Set(['mpegts', 'mpeg'])
/** How far the look for a key frame goes back at first, and at most. Seconds. */
const FIRST_LOOK_SECONDS = 1
const CLOCK_LOOK_SECONDS = 12
/** ffprobe prints microseconds; without this a rounded-down time would find the key frame before. */
const ROUNDING_SECONDS = 0.0005
/**
 * ffmpeg seeks this much before the place it is told in containers that are searched by the time of decoding, where pictures
 * wait for later ones: told the key frame, it would start at the one before. Seconds.
 */
const FFMPEG_LEAD_SECONDS = 3 / 23
const SEARCHED_BY_DECODING = new Set(['matroska,webm', 'flv'])
/** Pictures of a stream without an index may be stored this much before they are due. Seconds. */
const CLOCK_LEAD_SECONDS = 0.5

/** Sound settles within a few packets of its codec, and lies up to so much away from where an index says. Seconds. */
const SOUND_LEAD_SECONDS = 1

/** What may be decoded without being shown, in pixels: about seven seconds of 1080p at 25. */
const MOST_LEAD_PIXELS = 7 * 25 * 1920 * 1080
const LEAST_LEAD_SECONDS = 7

/** How much may be decoded in front of a segment while somebody waits. Smaller pictures take less time, so more of them. */
export function longestLeadSeconds({ codedWidth, codedHeight, frameRate: { num, den } }: VideoProbe): number {
  return Math.max(LEAST_LEAD_SECONDS, (MOST_LEAD_PIXELS * den) / (codedWidth * codedHeight * num))
}

export type PlaceRequest<Probe extends PlayedProbe = PlayedProbe> = {
  inputPath: string
  probe: Probe
  /** Of the grid. */
  frame: number
  tempFolder: string
  signal: AbortSignal | undefined
}

/** Finds the key frame from which `frame` is decoded: by arithmetic where every picture is one, else by the packets. */
export async function findSeekPlace(tools: MediaTools, request: PlaceRequest): Promise<SeekPlace> {
  const { frame } = request
  if (frame === 0) return { seekSeconds: null, leadSeconds: 0 }
  const { probe } = request
  if (probe.kind === 'audio')
    return fromStart(frame / framesPerSecond(SOUND_RATE) - SOUND_LEAD_SECONDS, SOUND_LEAD_SECONDS)
  return pictureSeekPlace(tools, { ...request, probe })
}

async function pictureSeekPlace(tools: MediaTools, request: PlaceRequest<VideoProbe>): Promise<SeekPlace> {
  const { probe, frame } = request
  const fps = framesPerSecond(probe.frameRate)
  // A key frame up to here is not later than the picture that is wanted.
  const latestSeconds = (frame + 0.4) / fps + probe.firstPictureSeconds
  if (INTRA_CODECS.has(probe.codec ?? '') && !CLOCK_SEEKING.has(formatField(probe, 'format_name'))) {
    return fromStart((frame - 1.5) / fps + probe.firstPictureSeconds, 2 / fps)
  }
  const found = await lastKeyframe(tools, request, latestSeconds)
  if (found === null) return fromStart(latestSeconds - CLOCK_LOOK_SECONDS, CLOCK_LOOK_SECONDS)
  return fromStart(found - earlySeconds(probe), latestSeconds - found)
}

/** How much before a key frame ffmpeg is told to start, so that it starts with it. */
function earlySeconds(probe: VideoProbe): number {
  const format = formatField(probe, 'format_name')
  if (CLOCK_SEEKING.has(format)) return CLOCK_LEAD_SECONDS
  const isLed =
    SEARCHED_BY_DECODING.has(format) && Number(streamField(probe, probe.streamIndex, 'has_b_frames')) > 0
  return -ROUNDING_SECONDS - (isLed ? FFMPEG_LEAD_SECONDS : 0)
}

function fromStart(seconds: number, leadSeconds: number): SeekPlace {
  return seconds <= 0 ? { seekSeconds: null, leadSeconds } : { seekSeconds: seconds, leadSeconds }
}

/** Of the last key frame up to `latestSeconds`, from the earliest stream. Reads the packets of one group of pictures. */
async function lastKeyframe(
  tools: MediaTools,
  { inputPath, probe, tempFolder, signal }: PlaceRequest<VideoProbe>,
  latestSeconds: number,
): Promise<number | null> {
  const startSeconds = secondsIn(formatField(probe, 'start_time')) ?? 0
  const lookSeconds = CLOCK_SEEKING.has(formatField(probe, 'format_name'))
    ? CLOCK_LOOK_SECONDS
    : FIRST_LOOK_SECONDS
  const from = Math.max(0, latestSeconds - lookSeconds) + startSeconds
  const to = latestSeconds + startSeconds
  let found: number | null = null
  const wanted = `-select_streams ${probe.streamIndex} -read_intervals ${from.toFixed(6)}%${to.toFixed(6)}`
  const args = [
    ...guardedInput(),
    ...`${wanted} -show_entries packet=pts_time,flags -of csv=p=0:nk=1`.split(' '),
  ]
  await runFfprobe(tools, inputPath, tempFolder, signal, args, (line) => {
    const [pts = '', flags = ''] = line.split(',')
    const seconds = Number.parseFloat(pts)
    if (flags.startsWith('K') && seconds <= to) found = Math.max(found ?? seconds, seconds)
  })
  return found === null ? null : found - startSeconds
}
