// The first picture of a film anybody sees: a telling one near its start, judged and written at the size of a thumbnail.
// Scaled before anything else, a picture of 4K costs its decoding and little more. The larger stills are made afterwards,
// of the same frame.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { toRec709 } from './colour-filters.ts'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import { framesPerSecond, type VideoProbe } from './media-probe.ts'
import { stretchInput } from './preview-command.ts'
import { runTool, type HoldSwitch } from './run-tool.ts'
import type { MediaTools } from './tools.ts'

/** What the filters say of the picture they chose. */
const CHOICE_FILE = 'first-picture.txt'
const TIMEOUT_MS = 120_000
/** How far into the video a picture is looked for. Seconds. */
const LOOK_SECONDS = 20
/** Candidates are at least this far apart. Seconds. */
const STEP_SECONDS = 0.5
/** The most telling of so many pictures that are not black is taken. */
const CANDIDATES = 6
/** Average luma of limited-range video, 16 = black. Below this a picture counts as black. */
const BLACK_LUMA = 28

export type FirstPictureRequest = {
  probe: VideoProbe
  /** Pixels; what sticks out is cut off. */
  size: { width: number; height: number }
  /** Of the JPEG that is written into the work folder. */
  name: string
  signal: AbortSignal | undefined
  hold: HoldSwitch | undefined
}

/** `frame`: which one of the film's grid is shown. */
export type FirstPicture = { ok: true; frame: number } | { ok: false; failure: FailureReason }

/** Writes the picture into `folder`, which must hold the placed input. */
export async function makeFirstPicture(
  tools: MediaTools,
  folder: string,
  { probe, size, name, signal, hold }: FirstPictureRequest,
): Promise<FirstPicture> {
  let failure: FailureReason = { reason: 'The file contains no picture.', detail: '', retryable: false }
  for (const { before, filters } of attemptsFor(probe, size)) {
    const outcome = await runTool(tools.isolation, {
      command: tools.ffmpegPath,
      args: [
        ...'-hide_banner -nostdin -v error -y'.split(' '),
        ...before,
        // On the clock of the film's frames.
        ...stretchInput(probe, null),
        '-map',
        `0:${probe.streamIndex}`,
        ...'-an -sn -dn -frames:v 1'.split(' '),
        '-vf',
        filters.join(','),
        ...'-c:v mjpeg -pix_fmt yuvj420p -q:v 3 -f image2 -update 1'.split(' '),
        name,
      ],
      folder,
      signal,
      hold,
      timeoutMs: TIMEOUT_MS,
    })
    const seconds = outcome.ended === 'exit' ? await readChoice(folder) : null
    if (seconds !== null) return { ok: true, frame: frameAt(probe, seconds) }
    failure = explainFailure(outcome)
    // The other attempts would meet the same full disk.
    if (failure.retryable) break
  }
  return { ok: false, failure }
}

function attemptsFor(probe: VideoProbe, size: { width: number; height: number }) {
  const look = ['-t', String(LOOK_SECONDS)]
  const deinterlaced = probe.interlaced ? ['bwdif=mode=send_frame:deint=all'] : []
  // Judged in 8 bits, whatever the source has.
  const judged = [...deinterlaced, cut(probe, size), ...toRec709(probe, size, 'yuv420p'), 'signalstats']
  const written = [
    `metadata=mode=print:file=${CHOICE_FILE}`,
    'scale=in_color_matrix=bt709:in_range=tv',
    'format=rgb24',
  ]
  const telling = [
    `select='isnan(prev_selected_t)+gte(t-prev_selected_t,${STEP_SECONDS})'`,
    ...judged,
    `metadata=mode=select:key=lavfi.signalstats.YAVG:value=${BLACK_LUMA}:function=greater`,
    `thumbnail=n=${CANDIDATES}`,
    ...written,
  ]
  return [
    // Key frames alone are decoded many times faster and are rarely a worse choice.
    { before: ['-skip_frame', 'nokey', ...look], filters: telling },
    { before: look, filters: telling },
    // All black, or shorter than a look: the first picture there is.
    { before: [], filters: [...judged, ...written] },
  ]
}

/** Cut to shape before it is scaled: a picture far longer than the box would be enlarged by all its length. */
function cut(
  { rotation, codedWidth, codedHeight, width, height }: VideoProbe,
  box: { width: number; height: number },
) {
  const isTurned = rotation === 90 || rotation === 270
  const pixels = isTurned ? codedHeight / codedWidth : codedWidth / codedHeight
  const aspect = ((box.width / box.height) * pixels * height) / width
  return `crop=w='min(iw,ih*${aspect.toFixed(6)})':h='min(ih,iw/${aspect.toFixed(6)})'`
}

/** When the chosen picture is shown, from the first one on; null when none was. Seconds. */
async function readChoice(folder: string): Promise<number | null> {
  const said = await readFile(path.join(folder, CHOICE_FILE), 'latin1').catch((error: unknown) => {
    // Nothing was chosen.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return ''
    throw error
  })
  const seconds = Number(/^frame:.* pts_time:(\S+)/m.exec(said)?.[1] ?? Number.NaN)
  return Number.isFinite(seconds) ? seconds : null
}

function frameAt({ frameRate, frameCount }: VideoProbe, seconds: number): number {
  const frame = Math.round(seconds * framesPerSecond(frameRate))
  return Math.min(frameCount - 1, Math.max(0, frame))
}
