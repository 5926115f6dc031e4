// What of this machine is meant to be uploaded: files, and folders with all that is in them.
import { readdir, stat } from 'node:fs/promises'
import { basename, join, resolve } from 'node:path'
import { NothingThereError } from './verb.ts'

export interface LocalFile {
  path: string
  name: string
  /** Names of the folders above it, from where it is uploaded to. */
  folders: string[]
  sizeBytes: number
}

export interface Gathered {
  files: LocalFile[]
  /** Also those that nothing is in. */
  folders: string[][]
  /** Links to folders, devices and the like. */
  skipped: string[]
}

/** Throws {@link NothingThereError} before anything is done. */
export async function gatherFiles(paths: readonly string[]): Promise<Gathered> {
  const gathered: Gathered = { files: [], folders: [], skipped: [] }
  for (const path of paths) {
    const about = await stat(path).catch((cause: unknown) => {
      throw new NothingThereError(`There is no file or folder "${path}" on this machine.`, { cause })
    })
    const name = basename(resolve(path))
    if (about.isDirectory()) await gatherFolder(gathered, path, [name])
    else if (about.isFile()) gathered.files.push({ path, name, folders: [], sizeBytes: about.size })
    else gathered.skipped.push(path)
  }
  return gathered
}

async function gatherFolder(gathered: Gathered, path: string, folders: string[]): Promise<void> {
  gathered.folders.push(folders)
  const entries = await readdir(path, { withFileTypes: true })
  for (const entry of entries.toSorted((a, b) => (a.name < b.name ? -1 : 1))) {
    const below = join(path, entry.name)
    if (entry.isDirectory()) {
      await gatherFolder(gathered, below, [...folders, entry.name])
      continue
    }
    // A link to a file is the file; one to a folder may lead back up. What cannot be looked at is named as passed over.
    const about = await stat(below).catch(() => null)
    if (about?.isFile() === true)
      gathered.files.push({ path: below, name: entry.name, folders, sizeBytes: about.size })
    else gathered.skipped.push(below)
  }
}
