// The one ffmpeg command that makes everything playable of a file, in one decode: a cascade of scales, each rung made
// from the next larger one, and beside it the scrub sheet and the recording for the waveform.
import { toRec709 } from './colour-filters.ts'
import { guardedInput, referenceGuards } from './ffmpeg-input.ts'
import { onGrid } from './grid-filters.ts'
import { hoverPreviewFor, keyframeInterval, ladderFor, type Rung } from './ladder.ts'
import type { AudioProbe, AudioStream, VideoProbe } from './media-probe.ts'
import { markInput, underMark } from './render-mark.ts'
import { mixedAlike } from './sound-filters.ts'
import { scrubLayout } from './scrub.ts'
import { WAVEFORM_SAMPLE_RATE } from './waveform.ts'

/** Where each output lies in the work folder. */
export const SHEET_FILE = 'sheet.jpg'
export const PCM_FILE = 'sound.pcm'
export const outputFile = (kind: string): string => `${kind}.mp4`

/**
 * Fragments that serve as HLS segments and, with the index in front, as a plain MP4 a browser can seek in.
 * delay_moov: only then are edit lists written, without which the run-in of the AAC encoder would delay the picture.
 */
const FRAGMENTED = ['-movflags', '+frag_keyframe+delay_moov+default_base_moof+dash+global_sidx+skip_trailer']
const PLAIN_METADATA = ['-map_metadata', '-1', '-map_chapters', '-1']
const SOUND_SAMPLE_RATE = 48_000
/** Sound has no key frames; 96 AAC frames are a segment. Microseconds. */
const SOUND_FRAGMENT_US = Math.round((96 * 1024 * 1e6) / SOUND_SAMPLE_RATE)
/** Rounding at the end of a file may leave the grid a frame or two short; they repeat the last picture. */
const MOST_PADDED_FRAMES = 3
/** More only costs memory and picture quality. */
const MOST_THREADS = 8

export type CommandOptions = {
  withSound: boolean
  processorCount: number
  /** A mark lies beside the input (`placeMark`). */
  isMarked: boolean
}

/** Arguments for a video. Outputs: every rung and the hover preview (`outputFile`), `SHEET_FILE`, and with sound `PCM_FILE`. */
export function videoLadderArgs(
  probe: VideoProbe,
  { withSound, processorCount, isMarked }: CommandOptions,
): string[] {
  const threads = processorCount > MOST_THREADS ? ['-threads', String(MOST_THREADS)] : []
  const sound = withSound ? probe.audio[0] : undefined
  const rungs = ladderFor(probe)
  const hover = hoverPreviewFor(probe)
  return [
    ...header(),
    ...threads,
    ...guardedInput([
      ...referenceGuards(probe),
      // Frame 0 is the first picture, whatever else starts before it.
      ...(probe.firstPictureSeconds > 0 ? ['-itsoffset', `-${probe.firstPictureSeconds.toFixed(6)}`] : []),
      // A size that changes half-way is scaled on, not a reason to start the grid again.
      '-reinit_filter:v',
      '0',
    ]),
    ...(isMarked ? markInput(probe.frameRate) : []),
    '-filter_complex',
    [gridAndTop(probe, rungs, isMarked), ...cascade(probe, rungs, hover)].join(';'),
    ...rungs.flatMap((rung) => [
      ...rungOutput(probe, rung),
      ...threads,
      ...(sound ? soundOutput(sound) : ['-an']),
      ...fragmentedOutput(rung.kind),
    ]),
    ...rungOutput(probe, hover),
    ...threads,
    '-an',
    ...fragmentedOutput(hover.kind),
    ...'-map [sheet] -an -frames:v 2 -vsync passthrough -c:v mjpeg -q:v 4 -f image2 -update 1'.split(' '),
    SHEET_FILE,
    ...(sound ? pcmOutput(sound) : []),
  ]
}

/** Arguments for a file of sound alone. Outputs: `outputFile('audio')` and `PCM_FILE`. */
export function audioLadderArgs(probe: AudioProbe): string[] {
  const sound = probe.audio[0]
  if (sound === undefined) throw new Error('A file of sound has a sound track.')
  return [
    ...header(),
    ...guardedInput(referenceGuards(probe)),
    '-vn',
    ...soundOutput(sound),
    '-frag_duration',
    String(SOUND_FRAGMENT_US),
    ...fragmentedOutput('audio'),
    ...pcmOutput(sound),
  ]
}

function header(): string[] {
  return '-hide_banner -nostdin -v error -progress pipe:1 -nostats -y'.split(' ')
}

/** The decoded picture, put on the grid and brought to the size and colour of the largest rung: `[top]`. */
function gridAndTop(probe: VideoProbe, rungs: readonly Rung[], isMarked: boolean): string {
  const picture = `[0:${probe.streamIndex}]${[
    ...(probe.interlaced ? ['bwdif=mode=send_frame:deint=all'] : []),
    ...onGrid(probe.frameRate, 0),
    `tpad=stop_mode=clone:stop=${MOST_PADDED_FRAMES}`,
    `trim=end_frame=${probe.frameCount}`,
    ...toRec709(probe, topSize(probe, rungs), 'yuv420p'),
  ].join(',')}`
  return isMarked ? `${picture}[bare];${underMark('top')}` : `${picture}[top]`
}

/** Of the largest rung, from which the others are made. */
export function topSize(probe: VideoProbe, rungs: readonly Rung[]): { width: number; height: number } {
  return rungs.at(-1) ?? probe
}

/** From `[top]` down: `[rung kind]` for every rung, then the hover preview and `[sheet]`. */
function cascade(probe: VideoProbe, rungs: readonly Rung[], hover: Rung): string[] {
  const steps: string[] = []
  let above = 'top'
  for (const rung of rungs.toReversed()) {
    const scale = above === 'top' ? 'null' : scaleTo(rung)
    steps.push(`[${above}]${scale},split=2[${rung.kind}][below_${rung.kind}]`)
    above = `below_${rung.kind}`
  }
  steps.push(`[${above}]${scaleTo(hover)},split=2[${hover.kind}][small]`)
  steps.push(...sheetSteps(probe))
  return steps
}

function scaleTo({ width, height }: { width: number; height: number }): string {
  return `scale=w=${width}:h=${height}:flags=bicubic,setsar=1`
}

/**
 * `[small]` to `[sheet]`: an empty sheet at once and the real one, which is written over it, at the end. ffmpeg tells of no
 * progress until each of its outputs has begun (measured with 5.1: not a word before the last second).
 */
function sheetSteps(probe: VideoProbe): string[] {
  const { tileCount, columns, rows, tileWidth, tileHeight } = scrubLayout(probe)
  // Frame n is wanted when a tile's middle, (i + 0.5) * frames / tiles, lies in [n, n + 1).
  const tile = (frame: string) => `ceil((${frame})*${tileCount}/${probe.frameCount}-0.5)`
  const tiles = [
    `select='gt(${tile('n+1')},${tile('n')})'`,
    `scale=w=${tileWidth}:h=${tileHeight}:force_original_aspect_ratio=increase`,
    `crop=w=${tileWidth}:h=${tileHeight}`,
    `tile=layout=${columns}x${rows}:nb_frames=${tileCount}`,
    'setsar=1',
  ]
  return [
    `color=c=black:s=${columns * tileWidth}x${rows * tileHeight}:r=1:d=1,setsar=1[empty]`,
    `[small]${tiles.join(',')}[tiles]`,
    // One second and the next: as concat counts, both may lie at 0, depending on which was ready first, and the encoder
    // refuses the second.
    '[empty][tiles]concat,setpts=N/TB,scale=out_range=pc,format=yuvj420p[sheet]',
  ]
}

function rungOutput(probe: VideoProbe, rung: Rung): string[] {
  const { num, den } = probe.frameRate
  const interval = keyframeInterval(probe.frameRate)
  return [
    '-map',
    `[${rung.kind}]`,
    // No B-frames, at the cost of some 15 % in size: they delay every cut in decoding order, so that the sound of a
    // segment ends before its picture, and a player asked for the last frames of a segment loads it over and over.
    ...'-c:v libx264 -preset veryfast -profile:v high -crf 23 -bf 0'.split(' '),
    ...`-maxrate ${rung.maxBitrate} -bufsize ${rung.maxBitrate * 2}`.split(' '),
    // Key frames at the same places in every rung, and nowhere else: they are the segment borders.
    ...`-g ${interval} -keyint_min ${interval} -sc_threshold 0`.split(' '),
    ...'-colorspace bt709 -color_primaries bt709 -color_trc bt709 -color_range tv'.split(' '),
    // A multiple of the rate, so that every frame has an exact time.
    '-video_track_timescale',
    String(den === 1 ? num * 1000 : num),
  ]
}

function soundOutput(sound: AudioStream): string[] {
  return [
    '-map',
    `0:${sound.index}`,
    '-af',
    soundFromZero(sound),
    ...`-c:a aac -b:a 128k -ac 2 -ar ${SOUND_SAMPLE_RATE}`.split(' '),
  ]
}

function pcmOutput(sound: AudioStream): string[] {
  return [
    '-map',
    `0:${sound.index}`,
    '-af',
    soundFromZero(sound),
    ...`-ac 1 -ar ${WAVEFORM_SAMPLE_RATE} -c:a pcm_s16le -f s16le`.split(' '),
    PCM_FILE,
  ]
}

/** Sound that starts late is led in by silence, what comes before the first picture is dropped, gaps are filled. */
function soundFromZero(sound: AudioStream): string {
  return [...mixedAlike(sound), 'aresample=async=1:first_pts=0'].join(',')
}

function fragmentedOutput(kind: string): string[] {
  return [
    ...PLAIN_METADATA,
    '-write_tmcd',
    '0',
    '-max_muxing_queue_size',
    '4096',
    ...FRAGMENTED,
    '-f',
    'mp4',
    outputFile(kind),
  ]
}
