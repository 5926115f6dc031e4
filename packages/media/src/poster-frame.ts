// Finds one telling picture near the start of a video, or the one picture of a still ffmpeg has to open, and writes it
// as raw RGB for the picture process.
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { toRec709 } from './colour-filters.ts'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import { guardedInput, referenceGuards } from './ffmpeg-input.ts'
import type { AudioProbe, ImageProbe, VideoProbe } from './media-probe.ts'
import type { PictureSource } from './picture-job.ts'
import { runTool, type HoldSwitch } from './run-tool.ts'
import type { MediaTools } from './tools.ts'

const RGB_FILE = 'poster.rgb'
/** A wall-sized panorama is not needed for a poster. Pixels. */
const LONGEST_SIDE = 8192
const TIMEOUT_MS = 120_000
/** How far into the video a picture is looked for. Seconds. */
const LOOK_SECONDS = 20
/** Candidates are at least this far apart. Seconds. */
const STEP_SECONDS = 0.5
/** The most telling of so many pictures that are not black is taken. */
const CANDIDATES = 6
/** Average luma of limited-range video, 16 = black. Below this a picture counts as black. */
const BLACK_LUMA = 28

export type Poster = { ok: true; source: PictureSource } | { ok: false; failure: FailureReason }

/** Writes the poster into `folder`, which must hold the placed input. */
export async function extractPoster(
  tools: MediaTools,
  folder: string,
  probe: VideoProbe | AudioProbe | ImageProbe,
  signal: AbortSignal | undefined,
  hold: HoldSwitch | undefined,
): Promise<Poster> {
  const attempts = attemptsFor(probe)
  let failure: FailureReason = { reason: 'The file contains no picture.', detail: '', retryable: false }
  for (const { before, filters, stream, size } of attempts) {
    const outcome = await runTool(tools.isolation, {
      command: tools.ffmpegPath,
      args: [
        ...'-hide_banner -nostdin -v error -y'.split(' '),
        ...guardedInput([...referenceGuards(probe), ...before]),
        '-map',
        stream,
        ...'-an -sn -dn -frames:v 1'.split(' '),
        '-vf',
        filters.join(','),
        ...'-f rawvideo -pix_fmt rgb24'.split(' '),
        RGB_FILE,
      ],
      folder,
      signal,
      hold,
      timeoutMs: TIMEOUT_MS,
    })
    if (outcome.ended === 'exit' && (await holdsPicture(folder, size))) {
      return { ok: true, source: { from: 'rgb', name: RGB_FILE, ...size } }
    }
    failure = explainFailure(outcome)
    // The other attempts would meet the same full disk.
    if (failure.retryable) break
  }
  return { ok: false, failure }
}

type Size = { width: number; height: number }
type Attempt = { before: string[]; filters: string[]; stream: string; size: Size }

function attemptsFor(probe: VideoProbe | AudioProbe | ImageProbe): Attempt[] {
  switch (probe.kind) {
    case 'video':
      return videoAttempts(probe)
    case 'image': {
      const size = fitted(probe)
      // Linear light looks far too dark without a view transform; the decoder can apply the one of sRGB.
      const before = probe.codec === 'exr' ? ['-apply_trc', 'iec61966_2_1'] : []
      return [{ before, filters: toRec709(probe, size, 'rgb24'), stream: '0:v:0', size }]
    }
    case 'audio': {
      if (probe.coverStreamIndex === null) return []
      const size = { width: COVER_SIDE, height: COVER_SIDE }
      const filters = [
        `scale=w=${COVER_SIDE}:h=${COVER_SIDE}:force_original_aspect_ratio=increase`,
        `crop=w=${COVER_SIDE}:h=${COVER_SIDE}`,
        'format=rgb24',
      ]
      return [{ before: [], filters, stream: `0:${probe.coverStreamIndex}`, size }]
    }
    default:
      return probe satisfies never
  }
}

/** Covers are square, or nearly so. Pixels. */
const COVER_SIDE = 1000

function videoAttempts(probe: VideoProbe): Attempt[] {
  const size = fitted(probe)
  const stream = `0:${probe.streamIndex}`
  const deinterlaced = probe.interlaced ? ['bwdif=mode=send_frame:deint=all'] : []
  const picture = toRec709(probe, size, 'rgb24')
  const look = ['-t', String(LOOK_SECONDS)]
  const telling = [
    `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${STEP_SECONDS})'`,
    ...deinterlaced,
    // Judged in 8 bits, whatever the source has.
    ...toRec709(probe, size, 'yuv420p'),
    'signalstats',
    `metadata=mode=select:key=lavfi.signalstats.YAVG:value=${BLACK_LUMA}:function=greater`,
    `thumbnail=n=${CANDIDATES}`,
    'scale=in_color_matrix=bt709:in_range=tv',
    'format=rgb24',
  ]
  return [
    // Key frames alone are decoded many times faster and are rarely a worse choice.
    { before: ['-skip_frame', 'nokey', ...look], filters: telling, stream, size },
    { before: look, filters: telling, stream, size },
    // All black, or shorter than a look: the first picture there is.
    { before: [], filters: [...deinterlaced, ...picture], stream, size },
  ]
}

function fitted({ width, height }: Size): Size {
  const factor = Math.min(1, LONGEST_SIDE / Math.max(width, height))
  // 4:2:0 on the way needs even sides.
  const even = (side: number) => Math.max(2, 2 * Math.round((side * factor) / 2))
  return { width: even(width), height: even(height) }
}

async function holdsPicture(folder: string, { width, height }: Size): Promise<boolean> {
  return stat(path.join(folder, RGB_FILE)).then(
    ({ size }) => size === width * height * 3,
    // Nothing was written.
    () => false,
  )
}
