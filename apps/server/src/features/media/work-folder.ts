// Where a media tool writes before its files are stored: inside the data folder, so that storing is a rename.
import { mkdir, mkdtemp, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { Deps } from '../../deps.ts'

export function workFolderOf(dataFolder: string): string {
  return join(dataFolder, 'work')
}

/** Makes the folder, empty: what a killed process left behind is worthless, everything is made anew. */
export async function openWorkFolder(dataFolder: string): Promise<string> {
  const folder = workFolderOf(dataFolder)
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  return folder
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
