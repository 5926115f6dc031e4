// What was made on demand, segments of films and pages of documents, on disk up to a limit; what nobody asked for the longest goes first. Starts empty: what an
// earlier process left, whole or half-made, is thrown away.
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises'
import path from 'node:path'

export type SegmentCache = {
  /** Null when it is not there (any more). */
  get: (owner: string, index: number) => Promise<Buffer | null>
  /** Keeps it, unless it is larger than everything may be together. */
  put: (owner: string, index: number, bytes: Buffer) => Promise<void>
  /** Drops everything of one film: its own, and what is called "<film>.<something>". */
  forget: (film: string) => Promise<void>
  sizeBytes: () => number
}

type Entry = { owner: string; file: string; sizeBytes: number }

/** `owner` becomes the name of a folder: an id, nothing a person chose. */
export async function openSegmentCache(folder: string, maxBytes: number): Promise<SegmentCache> {
  await rm(folder, { recursive: true, force: true })
  await mkdir(folder, { recursive: true, mode: 0o700 })
  /** In order of use, the oldest first. */
  const entries = new Map<string, Entry>()
  /** Those being written. */
  const fresh = new Map<string, Buffer>()
  const writing = new Set<Promise<void>>()
  let totalBytes = 0
  let writes = 0

  function drop(key: string, entry: Entry): Promise<void> {
    entries.delete(key)
    totalBytes -= entry.sizeBytes
    return rm(entry.file, { force: true })
  }

  async function write(owner: string, index: number, bytes: Buffer): Promise<string> {
    const own = path.join(folder, owner)
    await mkdir(own, { recursive: true, mode: 0o700 })
    // A name of its own for every write: a reader of the older one is not disturbed.
    writes += 1
    const file = path.join(own, `${String(index)}-${String(writes)}.m4s`)
    try {
      await writeFile(`${file}.new`, bytes)
      await rename(`${file}.new`, file)
    } catch (error) {
      await rm(`${file}.new`, { force: true })
      throw error
    }
    return file
  }

  async function keep(owner: string, index: number, bytes: Buffer): Promise<void> {
    if (bytes.length > maxBytes) return
    const key = `${owner}/${String(index)}`
    fresh.set(key, bytes)
    try {
      const file = await write(owner, index, bytes)
      const older = entries.get(key)
      if (older !== undefined) await drop(key, older)
      entries.set(key, { owner, file, sizeBytes: bytes.length })
      totalBytes += bytes.length
    } finally {
      fresh.delete(key)
    }
    for (const [oldest, entry] of entries) {
      if (totalBytes <= maxBytes) break
      await drop(oldest, entry)
    }
  }

  return {
    get: async (owner, index) => {
      const key = `${owner}/${String(index)}`
      const entry = entries.get(key)
      if (entry === undefined) return fresh.get(key) ?? null
      entries.delete(key)
      entries.set(key, entry)
      try {
        return await readFile(entry.file)
      } catch (error) {
        // Dropped while it was being read, or taken away by somebody: it is made again.
        if (!(error instanceof Error && 'code' in error && error.code === 'ENOENT')) throw error
        if (entries.get(key) === entry) await drop(key, entry)
        return null
      }
    },
    put: async (owner, index, bytes) => {
      const work = keep(owner, index, bytes)
      writing.add(work)
      try {
        await work
      } finally {
        writing.delete(work)
      }
    },
    forget: async (film) => {
      await Promise.allSettled(writing)
      const isOfFilm = (owner: string) => owner === film || owner.startsWith(`${film}.`)
      for (const [key, entry] of [...entries]) if (isOfFilm(entry.owner)) await drop(key, entry)
      for (const owner of await readdir(folder))
        if (isOfFilm(owner)) await rm(path.join(folder, owner), { recursive: true, force: true })
    },
    sizeBytes: () => totalBytes,
  }
}
