import { chmod, mkdir, readFile, readdir, rm, stat } from 'node:fs/promises'
import { hostname } from 'node:os'
import { join, resolve } from 'node:path'
import { z } from 'zod'
import type { ExclusiveLock } from './exclusive-lock.ts'
import { takeExclusiveLock } from './exclusive-lock.ts'
import { replaceFile } from './replace-file.ts'

/** The data folder cannot be used; the message is a sentence for the person who started Rushes. */
export class DataFolderError extends Error {
  override name = 'DataFolderError'
}

/** Another Rushes uses the data folder. A command that meets it ends with `dataFolderInUseExitCode`. */
export class DataFolderInUseError extends DataFolderError {
  override name = 'DataFolderInUseError'
}

/** Exit code of a second `up` on the same data folder. */
export const dataFolderInUseExitCode = 4

/** The layout of the data folder that this program reads and writes. Counted up when an older program could not. */
export const dataFolderFormat = 1

/** A data folder that this process alone uses, until it closes it or ends, however it ends. */
export type DataFolder = {
  /** Absolute path. */
  path: string
  /** Records where this server answers, for the message that a second `up` shows. */
  announce: (address: string) => Promise<void>
  close: () => Promise<void>
}

const Format = z.object({ format: z.int().positive() })
const Owner = z.object({ pid: z.int(), machine: z.string(), address: z.string().optional() })

const lockName = 'lock'
const ownerName = 'owner.json'
/** The file that marks a folder as a Rushes data folder. */
export const dataFolderMark = 'format.json'

/** What a folder may hold and still count as new: the marks of an interrupted first start, and a fresh disk's own. */
const namesInNewFolder = new Set([
  lockName,
  ownerName,
  `${ownerName}.new`,
  `${dataFolderMark}.new`,
  'lost+found',
])

/**
 * Opens or makes the data folder for this process alone, closed to other users. Throws DataFolderInUseError when another
 * process has it, and DataFolderError when it was written by a newer Rushes, belongs to another user, holds something
 * else, or cannot be written.
 */
export async function openDataFolder(path: string): Promise<DataFolder> {
  const folder = resolve(path)
  try {
    await prepareFolder(folder)
    const lock = takeExclusiveLock(join(folder, lockName))
    if (lock === undefined) throw await describeOwner(folder)
    try {
      await checkFormat(folder)
      return await ownFolder(folder, lock)
    } catch (error) {
      lock.release()
      throw error
    }
  } catch (error) {
    throw explain(folder, error)
  }
}

async function prepareFolder(folder: string): Promise<void> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const status = await stat(folder)
  const self = process.getuid?.() ?? status.uid
  if (status.uid !== self) {
    throw new DataFolderError(
      `The data folder ${folder} belongs to the user with number ${status.uid}, and Rushes runs as ${self}. ` +
        'Start it as that user, or choose another folder with RUSHES_DATA.',
    )
  }
  const names = await readdir(folder)
  if (!names.includes(dataFolderMark) && names.some((name) => !namesInNewFolder.has(name))) {
    throw new DataFolderError(
      `The data folder ${folder} is not empty and was not made by Rushes (it has no ${dataFolderMark}). ` +
        'Choose an empty or new folder with RUSHES_DATA.',
    )
  }
  // Only now: RUSHES_DATA may have been set to /usr by mistake. The group may pass through, because the embedded
  // PostgreSQL sometimes runs as another user.
  if ((status.mode & 0o067) !== 0) await chmod(folder, status.mode & 0o710)
}

async function checkFormat(folder: string): Promise<void> {
  const file = join(folder, dataFolderMark)
  const text = await readIfThere(file)
  if (text === undefined) return replaceFile(file, lineOf({ format: dataFolderFormat }))
  const parsed = Format.safeParse(parseJson(text))
  if (!parsed.success) {
    throw new DataFolderError(`${file} is damaged, so it is unknown which Rushes wrote this data folder.`)
  }
  const { format } = parsed.data
  if (format > dataFolderFormat) {
    throw new DataFolderError(
      `The data folder ${folder} was written by a newer Rushes (format ${format}; this one knows ${dataFolderFormat}). ` +
        'Use the newer Rushes. Nothing was changed.',
    )
  }
}

async function ownFolder(folder: string, lock: ExclusiveLock): Promise<DataFolder> {
  const file = join(folder, ownerName)
  const owner = { pid: process.pid, machine: hostname() }
  await replaceFile(file, lineOf(owner))
  return {
    path: folder,
    announce: (address) => replaceFile(file, lineOf({ ...owner, address })),
    close: async () => {
      await rm(file, { force: true })
      lock.release()
    },
  }
}

/** Where the Rushes that uses the data folder answers; undefined when it has not said so yet. */
export async function announcedAddress(folder: string): Promise<string | undefined> {
  const text = await readIfThere(join(resolve(folder), ownerName))
  return text === undefined ? undefined : Owner.safeParse(parseJson(text)).data?.address
}

async function describeOwner(folder: string): Promise<DataFolderInUseError> {
  const text = await readIfThere(join(folder, ownerName))
  const owner = Owner.safeParse(text === undefined ? undefined : parseJson(text))
  const details: string[] = []
  if (owner.success) {
    const { pid, machine, address } = owner.data
    const isHere = machine === hostname()
    // The file may still be an earlier owner's, when the present one has only just begun.
    if (isHere && isAlive(pid)) details.push(`process ${pid}`)
    if (!isHere) details.push(`process ${pid} on ${machine}`)
    if (details.length > 0 && address !== undefined) details.push(`at ${address}`)
  }
  const who = details.length === 0 ? '' : ` (${details.join(' ')})`
  return new DataFolderInUseError(
    `The data folder ${folder} is in use by another Rushes${who}. Stop that one first, or choose another folder with RUSHES_DATA.`,
  )
}

function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch (error) {
    return error instanceof Error && 'code' in error && error.code === 'EPERM'
  }
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, 'utf8')
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
    throw error
  }
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return undefined // The schemas refuse it, and say so.
  }
}

const lineOf = (content: unknown) => `${JSON.stringify(content)}\n`

function explain(folder: string, error: unknown): unknown {
  if (error instanceof DataFolderError || !(error instanceof Error)) return error
  const code = 'code' in error ? error.code : undefined
  const reasons: Record<string, string> = {
    EACCES: 'this user may not write there',
    EPERM: 'this user may not write there',
    EROFS: 'its file system is mounted read-only',
    ENOSPC: 'its disk is full',
    EDQUOT: "this user's disk quota is used up",
    EEXIST: 'there is a file of that name',
    ENOTDIR: 'a part of its path is a file',
  }
  const reason = typeof code === 'string' ? reasons[code] : undefined
  const sentence = `The data folder ${folder} cannot be used: ${reason ?? error.message}.`
  return new DataFolderError(sentence, { cause: error })
}
