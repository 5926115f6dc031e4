import { describe } from 'vitest'
import { describeBlobs } from './suite/blobs.ts'
import { describeBrokenParts } from './suite/broken-parts.ts'
import { describeRandomUploads } from './suite/random-uploads.ts'
import { describeRepeatedParts } from './suite/repeated-parts.ts'
import type { MakeStore } from './suite/store-under-test.ts'
import { describeUploads } from './suite/uploads.ts'

/** What every BlobStore does, whatever it is made of. Each implementation's test file runs it. */
export function blobStoreSuite(name: string, makeStore: MakeStore): void {
  describe(`${name} as a blob store`, () => {
    describe('blobs', () => {
      describeBlobs(makeStore)
    })
    describe('uploads', () => {
      describeUploads(makeStore)
    })
    describe('parts sent again', () => {
      describeRepeatedParts(makeStore)
    })
    describe('parts that fail', () => {
      describeBrokenParts(makeStore)
    })
    describe('uploads of every kind', () => {
      describeRandomUploads(makeStore)
    })
  })
}
