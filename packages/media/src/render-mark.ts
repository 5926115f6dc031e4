// The picture of a watermark, and how ffmpeg lays it over the frames.
import { readFile, writeFile } from 'node:fs/promises'
import path from 'node:path'
import type { FailureReason } from './failure-reason.ts'
import { markId, type Mark } from './mark.ts'
import type { FrameRate } from './media-probe.ts'
import { makeMark } from './pictures.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

const MARK_FILE = 'mark.png'
const MOST_PICTURES = 100

type Size = { width: number; height: number }

/** The mark cannot be drawn: then nothing is made, rather than something without it. */
export class MarkFailedError extends Error {
  override readonly name = 'MarkFailedError'
  readonly failure: FailureReason
  constructor(failure: FailureReason) {
    super(failure.reason)
    this.failure = failure
  }
}

/** A PNG of the whole frame. Throws `MarkFailedError`. */
export async function renderMark(
  tools: MediaTools,
  mark: Mark,
  size: Size,
  tempFolder: string,
): Promise<Buffer> {
  return withWorkFolder(tempFolder, async (folder) => {
    const failure = await makeMark(tools.isolation, folder, { blocks: [...mark], size, name: MARK_FILE })
    if (failure !== null) throw new MarkFailedError(failure)
    return readFile(path.join(folder, MARK_FILE))
  })
}

/** Marks of the quick preview, drawn once for all segments. */
export function createMarkPictures(tools: MediaTools, tempFolder: string) {
  const pictures = new Map<string, Promise<Buffer>>()
  return {
    of: (mark: Mark, size: Size): Promise<Buffer> => {
      const key = [markId(mark), size.width, size.height].join(' ')
      const known = pictures.get(key)
      if (known !== undefined) return known
      const drawing = renderMark(tools, mark, size, tempFolder)
      pictures.set(key, drawing)
      drawing.catch(() => pictures.delete(key))
      const [first] = pictures.keys()
      if (pictures.size > MOST_PICTURES && first !== undefined) pictures.delete(first)
      return drawing
    },
  }
}

/** Puts the picture where `markInput` looks for it. */
export async function placeMark(folder: string, png: Buffer): Promise<void> {
  await writeFile(path.join(folder, MARK_FILE), png)
}

/** The mark as the second input, on the clock of the film. */
export function markInput({ num, den }: FrameRate): string[] {
  return [
    ...'-protocol_whitelist file -f png_pipe -framerate'.split(' '),
    `${num}/${den}`,
    '-i',
    `file:${MARK_FILE}`,
  ]
}

/** From `[bare]` to `[name]`, the picture under the mark. */
export function underMark(name: string): string {
  const mark = '[1:v]scale=out_color_matrix=bt709:out_range=tv,format=yuva420p[mark]'
  return `${mark};[bare][mark]overlay=format=yuv420:eof_action=repeat,setsar=1[${name}]`
}
