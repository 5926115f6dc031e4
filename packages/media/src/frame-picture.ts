// One frame of a film as a picture: the very frame the player shows, from the original, through the same grid as preview
// and ladder.
import { explainFailure } from './failure-reason.ts'
import type { FailureReason } from './failure-reason.ts'
import { placeInput } from './ffmpeg-input.ts'
import type { VideoProbe } from './media-probe.ts'
import { pictureFilters, stretchInput } from './preview-command.ts'
import { runTool } from './run-tool.ts'
import { findSeekPlace } from './seek-place.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

export type FrameRequest = {
  inputPath: string
  probe: VideoProbe
  frame: number
  as: 'png' | 'jpeg'
  /** Pixels; absent: as large as the film is. */
  longestSide?: number
  signal?: AbortSignal | undefined
}

/** Makes pictures of frames, a few at once over all who ask. */
export type FramePictures = (request: FrameRequest) => Promise<Buffer>

/** A frame cannot be shown. The message is for the person who asked. */
export class FrameFailedError extends Error {
  override readonly name = 'FrameFailedError'
  readonly failure: FailureReason
  constructor(failure: FailureReason) {
    super(failure.reason)
    this.failure = failure
  }
}

const AT_ONCE = 2
const TIMEOUT_MS = 60_000
/** A PNG of 16K, hardly compressed. */
const MAX_PICTURE_BYTES = 512 * 2 ** 20

const ENCODERS: Readonly<Record<FrameRequest['as'], string>> = {
  png: '-c:v png -compression_level 3',
  jpeg: '-c:v mjpeg -pix_fmt yuvj420p -q:v 3',
}

/** `tempFolder` must exist when the first picture is asked for. */
export function createFramePictures(tools: MediaTools, tempFolder: string): FramePictures {
  const waiting: (() => void)[] = []
  let free = AT_ONCE
  return async (request) => {
    if (free === 0) await new Promise<void>((resolve) => void waiting.push(resolve))
    else free -= 1
    try {
      request.signal?.throwIfAborted()
      return await makePicture(tools, tempFolder, request)
    } finally {
      const next = waiting.shift()
      if (next === undefined) free += 1
      else next()
    }
  }
}

async function makePicture(tools: MediaTools, tempFolder: string, request: FrameRequest): Promise<Buffer> {
  const { inputPath, probe, frame, as, longestSide = Infinity, signal } = request
  const { seekSeconds } = await findSeekPlace(tools, { inputPath, probe, frame, tempFolder, signal })
  const size = fitted(probe, longestSide)
  const outcome = await withWorkFolder(tempFolder, async (folder) => {
    await placeInput(folder, inputPath)
    return runTool(tools.isolation, {
      command: tools.ffmpegPath,
      args: [
        ...'-hide_banner -nostdin -v error -nostats'.split(' '),
        ...stretchInput(probe, seekSeconds),
        '-filter_complex',
        `${pictureFilters(probe, size, { first: frame, count: 1 }, 'rgb24')}[v]`,
        ...`-map [v] -an -sn -dn -frames:v 1 ${ENCODERS[as]} -f image2pipe pipe:1`.split(' '),
      ],
      folder,
      signal,
      timeoutMs: TIMEOUT_MS,
      maxStdoutBytes: MAX_PICTURE_BYTES,
    })
  })
  if (outcome.ended === 'exit' && outcome.code === 0 && outcome.stdout.length > 0) return outcome.stdout
  throw new FrameFailedError(explainFailure(outcome))
}

function fitted({ width, height }: VideoProbe, longestSide: number): { width: number; height: number } {
  const factor = Math.min(1, longestSide / Math.max(width, height))
  // 4:2:0 on the way needs even sides.
  const even = (side: number) => Math.max(2, 2 * Math.round((side * factor) / 2))
  return { width: even(width), height: even(height) }
}
