import { constants, copyFile, open, rename, rm } from 'node:fs/promises'
import { syncFolderChain } from './durable.ts'
import type { LocalContext } from './local-context.ts'
import { besidePath, makeFolder, openForWriting } from './local-paths.ts'
import type { LocalPlace } from './local-paths.ts'
import { errorCode, onDisk, StorageError } from './storage-errors.ts'
import { writeBody } from './write-body.ts'
import type { WriteRules } from './write-body.ts'

/**
 * Writes a whole file so that its name shows either the old content or all of the new: temporary file, fsync,
 * rename, fsync of the folder. On failure the temporary file is removed.
 */
export async function writeWholeFile(
  context: LocalContext,
  place: LocalPlace,
  source: AsyncIterable<Uint8Array>,
  rules: Pick<WriteRules, 'signal' | 'maxBytes'>,
): Promise<{ sizeBytes: number; xxHash: string }> {
  rules.signal?.throwIfAborted()
  const hash = context.newXxh64()
  const temporaryPath = besidePath(place, `tmp-${context.newId()}`)
  const flags = constants.O_WRONLY | constants.O_CREAT | constants.O_EXCL
  const file = await onDisk(() => openForWriting(context.tree, place, temporaryPath, flags))
  try {
    let sizeBytes: number
    try {
      sizeBytes = await writeBody(file, 0, source, {
        ...rules,
        observer: {
          afterWrite(chunks) {
            for (const chunk of chunks) hash.update(chunk)
          },
        },
      })
      await onDisk(() => file.sync())
    } finally {
      await file.close()
    }
    await onDisk(() => rename(temporaryPath, place.path))
    await onDisk(() => syncFolderChain(context.tree, place.folderPath))
    return { sizeBytes, xxHash: hash.hex() }
  } catch (error) {
    await rm(temporaryPath, { force: true })
    throw error
  }
}

/** Moves a finished file to the place of a key, durably; copies it when it lies on another file system. */
export async function moveFileIn(
  context: LocalContext,
  place: LocalPlace,
  sourcePath: string,
): Promise<{ sizeBytes: number }> {
  const sizeBytes = await syncFinishedFile(sourcePath)
  await onDisk(() => makeFolder(context.tree, place.folderPath))
  try {
    await onDisk(() => rename(sourcePath, place.path))
  } catch (error) {
    if (errorCode(error) !== 'EXDEV') throw error
    await copyFileIn(context, place, sourcePath)
    await rm(sourcePath)
  }
  await onDisk(() => syncFolderChain(context.tree, place.folderPath))
  return { sizeBytes }
}

async function copyFileIn(context: LocalContext, place: LocalPlace, sourcePath: string): Promise<void> {
  const temporaryPath = besidePath(place, `tmp-${context.newId()}`)
  try {
    await onDisk(() => copyFile(sourcePath, temporaryPath, constants.COPYFILE_EXCL))
    await onDisk(() => syncFinishedFile(temporaryPath))
    await onDisk(() => rename(temporaryPath, place.path))
    // Before the caller removes the source: until then it is the only copy sure to survive.
    await onDisk(() => syncFolderChain(context.tree, place.folderPath))
  } catch (error) {
    await rm(temporaryPath, { force: true })
    throw error
  }
}

/** Fsyncs a regular file somebody else has written and returns its size in bytes. */
async function syncFinishedFile(path: string): Promise<number> {
  const file = await open(path, constants.O_RDONLY | constants.O_NOFOLLOW)
  try {
    const facts = await file.stat()
    if (!facts.isFile()) throw new StorageError(`${path} is not a file and cannot be stored.`)
    await file.sync()
    return facts.size
  } finally {
    await file.close()
  }
}
