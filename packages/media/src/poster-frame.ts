// Writes one picture as raw RGB for the picture process: a frame of a video, the one picture of a still ffmpeg has to open,
// or the cover of a song.
import { stat } from 'node:fs/promises'
import path from 'node:path'
import { toRec709 } from './colour-filters.ts'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import { guardedInput, referenceGuards } from './ffmpeg-input.ts'
import type { AudioProbe, ImageProbe, VideoProbe } from './media-probe.ts'
import type { PictureSource } from './picture-job.ts'
import { pictureFilters, stretchInput } from './preview-command.ts'
import { runTool, type HoldSwitch } from './run-tool.ts'
import { findSeekPlace } from './seek-place.ts'
import type { MediaTools } from './tools.ts'

const RGB_FILE = 'poster.rgb'
/** A wall-sized panorama is not needed for a poster. Pixels. */
const LONGEST_SIDE = 8192
const TIMEOUT_MS = 120_000
export type Poster = { ok: true; source: PictureSource } | { ok: false; failure: FailureReason }

/** Of a film its frame `frame`. */
export type PosterRequest = {
  of: { probe: VideoProbe; frame: number } | { probe: AudioProbe | ImageProbe }
  signal: AbortSignal | undefined
  hold: HoldSwitch | undefined
}

/** Writes the poster into `folder`, which must hold the placed input. */
export async function extractPoster(
  tools: MediaTools,
  folder: string,
  { of, signal, hold }: PosterRequest,
): Promise<Poster> {
  const attempts = 'frame' in of ? await filmAttempts(tools, folder, of, signal) : stillAttempts(of.probe)
  let failure: FailureReason = { reason: 'The file contains no picture.', detail: '', retryable: false }
  for (const { input, picture, size } of attempts) {
    const outcome = await runTool(tools.isolation, {
      command: tools.ffmpegPath,
      args: [
        ...'-hide_banner -nostdin -v error -y'.split(' '),
        ...input,
        ...picture,
        ...'-an -sn -dn -frames:v 1 -f rawvideo -pix_fmt rgb24'.split(' '),
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
/** `picture`: which one, and the filters to it. */
type Attempt = { input: string[]; picture: string[]; size: Size }

async function filmAttempts(
  tools: MediaTools,
  folder: string,
  { probe, frame }: { probe: VideoProbe; frame: number },
  signal: AbortSignal | undefined,
): Promise<Attempt[]> {
  const inputPath = path.join(folder, 'input')
  const { seekSeconds } = await findSeekPlace(tools, { inputPath, probe, frame, tempFolder: folder, signal })
  const size = fitted(probe)
  const shown = `${pictureFilters(probe, size, { first: frame, count: 1 }, 'rgb24')}[v]`
  const deinterlaced = probe.interlaced ? ['bwdif=mode=send_frame:deint=all'] : []
  return [
    {
      input: stretchInput(probe, seekSeconds),
      picture: ['-filter_complex', shown, '-map', '[v]'],
      size,
    },
    // Damage lies there: the first picture there is.
    attempt(probe, [], `0:${probe.streamIndex}`, [...deinterlaced, ...toRec709(probe, size, 'rgb24')], size),
  ]
}

function stillAttempts(probe: AudioProbe | ImageProbe): Attempt[] {
  switch (probe.kind) {
    case 'image': {
      const size = fitted(probe)
      // Linear light looks far too dark without a view transform; the decoder can apply the one of sRGB.
      const before = probe.codec === 'exr' ? ['-apply_trc', 'iec61966_2_1'] : []
      return [attempt(probe, before, '0:v:0', toRec709(probe, size, 'rgb24'), size)]
    }
    case 'audio': {
      if (probe.coverStreamIndex === null) return []
      const size = { width: COVER_SIDE, height: COVER_SIDE }
      const filters = [
        `scale=w=${COVER_SIDE}:h=${COVER_SIDE}:force_original_aspect_ratio=increase`,
        `crop=w=${COVER_SIDE}:h=${COVER_SIDE}`,
        'format=rgb24',
      ]
      return [attempt(probe, [], `0:${probe.coverStreamIndex}`, filters, size)]
    }
    default:
      return probe satisfies never
  }
}

function attempt(
  probe: VideoProbe | AudioProbe | ImageProbe,
  before: readonly string[],
  stream: string,
  filters: readonly string[],
  size: Size,
): Attempt {
  return {
    input: guardedInput([...referenceGuards(probe), ...before]),
    picture: ['-map', stream, '-vf', filters.join(',')],
    size,
  }
}

/** Covers are square, or nearly so. Pixels. */
const COVER_SIDE = 1000

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
