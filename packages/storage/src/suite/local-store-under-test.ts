import { randomUUID } from 'node:crypto'
import { mkdtemp, readdir, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { BlobStore } from '../blob-store.ts'
import { openLocalStore } from '../local-store.ts'
import type { StoreUnderTest } from './store-under-test.ts'

export interface LocalStoreUnderTest extends StoreUnderTest {
  /** The folder of the store, inside a folder of the test's own. */
  readonly folderPath: string
  /** The paths of all files and links in the store, sorted. */
  files(): Promise<string[]>
}

/** A local store in a new folder below the system's temporary folder. */
export async function makeLocalStore(): Promise<LocalStoreUnderTest> {
  const outerPath = await mkdtemp(join(tmpdir(), 'rushes-storage-'))
  const folderPath = join(outerPath, 'blobs')
  return {
    folderPath,
    store: await openFolder(folderPath),
    reopen: () => openFolder(folderPath),
    localFile: () => join(outerPath, randomUUID()),
    remove: () => rm(outerPath, { recursive: true }),
    async files() {
      const entries = await readdir(folderPath, { recursive: true, withFileTypes: true })
      return entries
        .filter((entry) => !entry.isDirectory())
        .map((entry) => join(entry.parentPath, entry.name).slice(folderPath.length + 1))
        .sort()
    },
  }
}

/** Opens a folder as a process just started would. */
export function openFolder(folderPath: string): Promise<BlobStore> {
  return openLocalStore({ folderPath, now: Date.now, newId: randomUUID })
}
