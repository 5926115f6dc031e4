import type { FolderTree } from './durable.ts'
import type { OpenUploads } from './open-uploads.ts'
import type { Xxh64 } from './xxh64.ts'

/** What the functions of the local store share. */
export interface LocalContext {
  readonly tree: FolderTree
  readonly uploads: OpenUploads
  readonly newXxh64: () => Xxh64
  /** Names nobody has used before, of `A-Za-z0-9-`, such as UUIDs. */
  readonly newId: () => string
}
