import { constants, lstat, mkdir, open, realpath } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { basename, dirname, join, relative, sep } from 'node:path'
import type { BlobKey, BlobPrefix } from './blob-key.ts'
import type { FolderTree } from './durable.ts'
import { BlobNotFoundError, errorCode, UnsafeBlobPathError } from './storage-errors.ts'

/** Where a key lies below the root. */
export interface LocalPlace {
  readonly key: string
  readonly folderPath: string
  readonly name: string
  readonly path: string
}

/** The place of a key (or of the folder of a prefix); pure, touches no disk. */
export function placeOf(tree: FolderTree, key: BlobKey | BlobPrefix): LocalPlace {
  // Keys are made of checked segments without `.` and `..`, so the join stays below the root.
  const path = join(tree.rootPath, ...key.split('/'))
  return { key, folderPath: dirname(path), name: basename(path), path }
}

/**
 * The path of a file that belongs to a key but is none itself: `<name>~<suffix>`. No key contains `~`, so these
 * never meet a blob.
 */
export function besidePath(place: LocalPlace, suffix: string): string {
  return join(place.folderPath, `${place.name}~${suffix}`)
}

/** Whether a folder of the tree exists. Throws UnsafeBlobPathError when a symbolic link is on the way. */
export async function folderExists(tree: FolderTree, folderPath: string): Promise<boolean> {
  let real: string
  try {
    real = await realpath(folderPath)
  } catch (error) {
    if (isMissing(error)) return false
    throw error
  }
  if (real !== folderPath) throw new UnsafeBlobPathError(relative(tree.rootPath, folderPath))
  return true
}

/** Opens the file of a key for reading. Throws BlobNotFoundError, or UnsafeBlobPathError for a symbolic link. */
export async function openForReading(
  tree: FolderTree,
  place: LocalPlace,
  path = place.path,
): Promise<FileHandle> {
  if (!(await folderExists(tree, place.folderPath))) throw new BlobNotFoundError(place.key)
  let file: FileHandle
  try {
    file = await openItself(tree, path, constants.O_RDONLY)
  } catch (error) {
    throw isMissing(error) ? new BlobNotFoundError(place.key, { cause: error }) : error
  }
  // A folder opens for reading, too.
  if ((await file.stat()).isFile()) return file
  await file.close()
  throw new BlobNotFoundError(place.key)
}

/**
 * Opens (and creates where `flags` say so) a file in the folder of a key, making the folder where it is missing.
 * Throws BlobNotFoundError when the file is missing and not to be created. Nothing here is durable yet: see
 * `syncFolderChain`.
 */
export async function openForWriting(
  tree: FolderTree,
  place: LocalPlace,
  path: string,
  flags: number,
): Promise<FileHandle> {
  let missing: unknown
  // Twice, because a purge may take the folder away between making it and opening the file.
  for (let attempt = 1; attempt <= 2; attempt += 1) {
    await makeFolder(tree, place.folderPath)
    try {
      return await openItself(tree, path, flags)
    } catch (error) {
      if (!isMissing(error)) throw error
      missing = error
    }
  }
  throw new BlobNotFoundError(place.key, { cause: missing })
}

/** Makes a folder of the tree and its parents. Throws UnsafeBlobPathError when a symbolic link is on the way. */
export async function makeFolder(tree: FolderTree, folderPath: string): Promise<void> {
  if (await folderExists(tree, folderPath)) return
  let current = tree.rootPath
  // Step by step: `mkdir -p` would follow a dangling or misleading link and build outside the root.
  for (const name of relative(tree.rootPath, folderPath).split(sep)) {
    current = join(current, name)
    try {
      await mkdir(current, { mode: 0o700 })
    } catch (error) {
      if (errorCode(error) !== 'EEXIST') throw error
      if ((await lstat(current)).isSymbolicLink()) {
        throw new UnsafeBlobPathError(relative(tree.rootPath, current), { cause: error })
      }
    }
  }
}

/** Opens a file, refusing a symbolic link in its place. */
async function openItself(tree: FolderTree, path: string, flags: number): Promise<FileHandle> {
  try {
    return await open(path, flags | constants.O_NOFOLLOW, 0o600)
  } catch (error) {
    // What O_NOFOLLOW answers when the last step is a symbolic link (EMLINK on FreeBSD).
    if (errorCode(error) !== 'ELOOP' && errorCode(error) !== 'EMLINK') throw error
    throw new UnsafeBlobPathError(relative(tree.rootPath, path), { cause: error })
  }
}

// ENOTDIR: a file lies where the key has a folder.
function isMissing(error: unknown): boolean {
  return errorCode(error) === 'ENOENT' || errorCode(error) === 'ENOTDIR'
}
