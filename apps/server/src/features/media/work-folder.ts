// Where a media tool writes before its files are stored: inside the data folder, so that storing is a rename.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../../deps.ts'

export function workFolderOf(dataFolder: string): string {
  return join(dataFolder, 'work')
}

/** What a killed process left behind is worthless: everything is made anew. */
export async function emptyWorkFolder(dataFolder: string): Promise<void> {
  await rm(workFolderOf(dataFolder), { recursive: true, force: true })
}

export async function inWorkFolder<T>(deps: Deps, work: (folder: string) => Promise<T>): Promise<T> {
  await mkdir(workFolderOf(deps.config.dataFolder), { recursive: true, mode: 0o700 })
  const folder = await mkdtemp(join(workFolderOf(deps.config.dataFolder), 'media-'))
  try {
    return await work(folder)
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
