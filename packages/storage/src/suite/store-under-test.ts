import type { BlobStore } from '../blob-store.ts'

/** A store made for one test. */
export interface StoreUnderTest {
  readonly store: BlobStore
  /** The same bytes seen by a process started later. */
  reopen(): Promise<BlobStore>
  /** A path on the local disk for a file that is to be adopted. */
  localFile(): string
  remove(): Promise<void>
}

export type MakeStore = () => Promise<StoreUnderTest>
