// A person's picture out of what they sent: checked, squared and encoded anew in every size it is shown in, so that
// neither a hostile file nor the place it was taken at reaches those who look at it.
import path from 'node:path'
import { describePicture, makeStills } from './pictures.ts'
import type { PictureDescription } from './picture-job.ts'
import { sniffFile } from './sniff.ts'
import type { MediaTools } from './tools.ts'

/** Sides of the squares in pixels, as V2 names them (v2-platform.md 8.1). */
export const PROFILE_PICTURE_SIDES = [32, 64, 128, 256] as const
/** The largest that is kept, `original`. Pixels. */
const LARGEST_SIDE = 1024
const SMALLEST_SIDE = 32
/** More than any phone takes; each needs four bytes while it is opened. */
const MOST_PIXELS = 60_000_000

const FORMATS = new Set(['jpeg', 'png', 'webp', 'gif', 'avif'])

export type ProfilePicture =
  /** `name` is "32" to "256", or "original". */
  | { ok: true; files: { name: string; path: string }[] }
  /** `problem` completes "The picture …". */
  | { ok: false; problem: string; isRetryable: boolean }

/**
 * Makes the squares of the file `input` in `folder`, as JPEG files beside it. Throws only when aborted or when the disk
 * or the picture process lets us down.
 */
export async function makeProfilePicture(
  { isolation }: Pick<MediaTools, 'isolation'>,
  folder: string,
  signal?: AbortSignal,
): Promise<ProfilePicture> {
  const sniffed = await sniffFile(path.join(folder, 'input'))
  if (sniffed === null || !FORMATS.has(sniffed.format))
    return refused('must be a JPEG, PNG, WebP, GIF or AVIF file')
  const source = { from: 'file' as const, name: 'input', isSvg: false }
  const described = await describePicture(isolation, folder, { task: 'describe', source }, signal)
  if (!described.ok) return unusable(described.failure)
  const problem = problemOf(described.picture)
  if (problem !== null) return refused(problem)

  const { width, height } = described.picture
  const outputs = [...PROFILE_PICTURE_SIDES, Math.min(LARGEST_SIDE, width, height)].map((side, index) => {
    const kind = index === PROFILE_PICTURE_SIDES.length ? 'original' : String(side)
    return { kind, name: `${kind}.jpg`, size: { fit: 'crop' as const, width: side, height: side } }
  })
  const job = { task: 'stills' as const, source, isStrict: true, outputs }
  const failures: ProfilePicture[] = []
  await makeStills(isolation, folder, job, signal, (still) => {
    if (!still.ok) failures.push(unusable(still.failure))
  })
  const [failure] = failures
  return (
    failure ?? {
      ok: true,
      files: outputs.map(({ kind, name }) => ({ name: kind, path: path.join(folder, name) })),
    }
  )
}

function problemOf({ width, height, pageCount }: PictureDescription): string | null {
  if (pageCount > 1) return 'must stand still: this file is an animation or has several pages'
  if (Math.min(width, height) < SMALLEST_SIDE)
    return `must be at least ${String(SMALLEST_SIDE)} pixels wide and high, this one is ${String(width)} x ${String(height)}`
  if (width * height > MOST_PIXELS) return 'must have fewer than 60 million pixels'
  return null
}

function refused(problem: string): ProfilePicture {
  return { ok: false, problem, isRetryable: false }
}

function unusable({ reason, retryable }: { reason: string; retryable: boolean }): ProfilePicture {
  return { ok: false, problem: `cannot be used. ${reason}`, isRetryable: retryable }
}
