// The ffmpeg command that makes a stretch of preview segments, and the one that makes their init. Both speak fragmented
// MP4 on stdout; its times are not used (segment-writer.ts counts frames), only its samples and its moov.
import { toRec709 } from './colour-filters.ts'
import { guardedInput, referenceGuards } from './ffmpeg-input.ts'
import { onGrid } from './grid-filters.ts'
import { zeroSeconds, type FrameRate, type PlayedProbe, type VideoProbe } from './media-probe.ts'
import { streamField } from './probe-fields.ts'
import { markInput, underMark } from './render-mark.ts'
import { soundFrom } from './sound-filters.ts'
import { PREVIEW_MAX_BITRATE, PREVIEW_SOUND_BITRATE, previewRung, type PreviewRung } from './preview-rung.ts'
import {
  AAC_FRAME_SAMPLES,
  frameClock,
  PREVIEW_SAMPLE_RATE,
  type SegmentGrid,
  type Stretch,
} from './segment-grid.ts'

/**
 * AAC frames to drop in front: one is the encoder's own run-in, two more let its window settle (measured: joins at 22 dB
 * and better; dropping only the run-in gives 11 to 16).
 */
export const SOUND_RUN_IN_FRAMES = 3
const SOUND_RUN_IN_SAMPLES = 2 * AAC_FRAME_SAMPLES
/** Repeating the first picture this often costs nothing to speak of. */
const FARTHEST_ANCHOR_FRAMES = 100_000

export type PreviewStretch = {
  grid: SegmentGrid
  frames: Stretch
  sound: Stretch
  /** Where decoding starts, on ffmpeg's clock (from the earliest stream of the file). Null: at the start of the file. */
  seekSeconds: number | null
  /** Index of the sound stream, or null for silence. Without effect when the grid has no sound. */
  soundIndex: number | null
  threads: number
  /** A mark lies beside the input (`placeMark`). */
  isMarked: boolean
}

/** Arguments for a stretch of segments, samples on stdout. */
export function previewArgs(probe: PlayedProbe, stretch: PreviewStretch): string[] {
  const { grid, seekSeconds, threads, isMarked } = stretch
  const rung = probe.kind === 'video' ? previewRung(probe) : null
  return [
    ...header(),
    '-threads',
    String(threads),
    ...stretchInput(probe, seekSeconds),
    ...(isMarked ? markInput(grid.rate) : []),
    '-filter_complex',
    [
      ...(probe.kind === 'video' ? [pictureChain(probe, stretch)] : []),
      ...(grid.hasSound ? [soundChain(probe, stretch)] : []),
    ].join(';'),
    ...output(rung, grid, threads),
  ]
}

function pictureChain(probe: VideoProbe, { frames, isMarked }: PreviewStretch): string {
  const picture = pictureFilters(probe, previewRung(probe), frames, 'yuv420p')
  return isMarked ? `${picture}[bare];${underMark('v')}` : `${picture}[v]`
}

/** The film from a key frame on; `seekSeconds` as in `findSeekPlace`. */
export function stretchInput(probe: PlayedProbe, seekSeconds: number | null): string[] {
  const zero = zeroSeconds(probe)
  return guardedInput([
    ...referenceGuards(probe),
    // The clock of the ladder, whatever is skipped: zero is the earliest stream, less how much later the picture is.
    ...'-copyts -start_at_zero'.split(' '),
    ...(zero > 0 ? ['-itsoffset', `-${zero.toFixed(6)}`] : []),
    // Everything from the key frame on goes through the grid, which picks what it shows: exact for variable rates too.
    ...(seekSeconds === null ? [] : ['-noaccurate_seek', '-ss', seekSeconds.toFixed(6)]),
    '-reinit_filter:v',
    '0',
  ])
}

/**
 * Arguments for the init of every preview of this size, rate and sound: a black frame and silence through the same
 * encoders. `rung` is null of sound alone.
 */
export function previewInitArgs(rung: PreviewRung | null, grid: SegmentGrid): string[] {
  const silence = `anullsrc=r=${PREVIEW_SAMPLE_RATE}:cl=stereo,atrim=end_sample=${AAC_FRAME_SAMPLES}[a]`
  return [
    ...header(),
    '-filter_complex',
    [...(rung === null ? [] : [blackFrame(rung, grid.rate)]), ...(grid.hasSound ? [silence] : [])].join(';'),
    ...output(rung, grid, 1),
  ]
}

function blackFrame({ width, height }: PreviewRung, { num, den }: FrameRate): string {
  return `color=c=black:s=${width}x${height}:r=${num}/${den},trim=end_frame=1,format=yuv420p,setsar=1[v]`
}

function header(): string[] {
  return '-hide_banner -nostdin -v error -nostats -y'.split(' ')
}

/** From the input of `stretchInput` to these frames of the grid, and no others, in this size and format. */
export function pictureFilters(
  probe: VideoProbe,
  size: { width: number; height: number },
  frames: Stretch,
  format: 'yuv420p' | 'rgb24',
): string {
  const anchor = anchorFrame(probe, frames.first)
  const lead = frames.first - anchor
  const end = lead + frames.count
  return `[0:${probe.streamIndex}]${[
    ...(probe.interlaced ? ['bwdif=mode=send_frame:deint=all'] : []),
    ...onGrid(probe.frameRate, anchor),
    // A file that ends early stands still; a segment always has all its frames.
    `tpad=stop_mode=clone:stop=${end}`,
    `trim=start_frame=${lead}:end_frame=${end}`,
    'setpts=PTS-STARTPTS',
    ...toRec709(probe, size, format),
  ].join(',')}`
}

/**
 * The nearest frame up to `first` whose time is a whole number of the stream's ticks: the filter rounds its start to
 * one, and a variable-rate picture half-way between two frames must fall to the same side as in the ladder.
 */
function anchorFrame(probe: VideoProbe, first: number): number {
  if (!probe.isVariableFrameRate) return first
  const timeBase = /^(\d+)\/(\d+)$/.exec(streamField(probe, probe.streamIndex, 'time_base'))
  const ticksNum = BigInt(timeBase?.[2] ?? 0) * BigInt(probe.frameRate.den)
  const ticksDen = BigInt(timeBase?.[1] ?? 0) * BigInt(probe.frameRate.num)
  if (ticksNum === 0n || ticksDen === 0n) return first
  const step = Number(ticksDen / greatestDivisor(ticksNum, ticksDen))
  const anchor = Math.floor(first / step) * step
  return first - anchor > FARTHEST_ANCHOR_FRAMES ? first : anchor
}

function greatestDivisor(a: bigint, b: bigint): bigint {
  return b === 0n ? a : greatestDivisor(b, a % b)
}

function soundChain({ audio }: PlayedProbe, { sound, soundIndex }: PreviewStretch): string {
  // One frame more than is wanted: the encoder holds its last one back.
  const samples = sound.count * AAC_FRAME_SAMPLES + SOUND_RUN_IN_SAMPLES + AAC_FRAME_SAMPLES
  const track = audio.find(({ index }) => index === soundIndex)
  if (track === undefined) return `anullsrc=r=${PREVIEW_SAMPLE_RATE}:cl=stereo,atrim=end_sample=${samples}[a]`
  const start = sound.first * AAC_FRAME_SAMPLES - SOUND_RUN_IN_SAMPLES
  return `[0:${track.index}]${soundFrom(track, start, samples).join(',')}[a]`
}

function output(rung: PreviewRung | null, grid: SegmentGrid, threads: number): string[] {
  return [
    ...(rung === null ? ['-vn'] : pictureOutput(rung, grid, threads)),
    ...(grid.hasSound
      ? `-map [a] -c:a aac -b:a ${PREVIEW_SOUND_BITRATE} -ac 2 -ar ${PREVIEW_SAMPLE_RATE}`.split(' ')
      : ['-an']),
    ...'-map_metadata -1 -map_chapters -1 -write_tmcd 0 -max_muxing_queue_size 4096'.split(' '),
    // Every sample at once: the segments are put together by whoever reads.
    ...'-movflags +frag_every_frame+empty_moov+default_base_moof+skip_trailer'.split(' '),
    ...'-flush_packets 1 -f mp4 pipe:1'.split(' '),
  ]
}

function pictureOutput(rung: PreviewRung, grid: SegmentGrid, threads: number): string[] {
  const interval = grid.framesPerSegment
  return [
    '-map',
    '[v]',
    ...'-c:v libx264 -preset ultrafast -bf 0 -crf 23'.split(' '),
    ...`-level:v ${rung.level} -maxrate ${PREVIEW_MAX_BITRATE} -bufsize ${PREVIEW_MAX_BITRATE}`.split(' '),
    ...`-g ${interval} -keyint_min ${interval} -sc_threshold 0 -threads ${threads}`.split(' '),
    // Stated in full: the init is made from another picture and has to say the same.
    ...'-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv'.split(' '),
    ...'-chroma_sample_location left'.split(' '),
    '-video_track_timescale',
    String(frameClock(grid.rate).timescale),
  ]
}
