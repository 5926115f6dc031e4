// A folder of its own for one piece of work, beside the results so that finished files move by one rename.
import { mkdtemp, rm } from 'node:fs/promises'
import path from 'node:path'

/** Folders with this prefix are left over when they survive the process that made them; they may be deleted at start. */
export const WORK_FOLDER_PREFIX = '.media-work-'

/** Runs `work` in a fresh folder inside `parent` and removes the folder afterwards, whatever happened. */
export async function withWorkFolder<T>(parent: string, work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(path.join(parent, WORK_FOLDER_PREFIX))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
