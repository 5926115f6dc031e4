import { afterEach, beforeEach, expect, test } from 'vitest'
import { blobKey } from '../blob-key.ts'
import type { BlobStore, PartReceipt, UploadPlan } from '../blob-store.ts'
import { BlobTooLargeError, PartLengthError } from '../storage-errors.ts'
import { bodyOf, brokenBody, sampleBytes, stalledBody } from './sample-bytes.ts'
import type { MakeStore, StoreUnderTest } from './store-under-test.ts'
import { uploadClient } from './upload-client.ts'
import type { SendOptions, UploadClient } from './upload-client.ts'
import { storedFile, wholeFileOf } from './whole-file.ts'

// Parts of more than a mebibyte, so that a failing one has been written to in part.
const PART_BYTES = 1_500_000
const PLAN: UploadPlan = {
  key: blobKey('media', 'a1', 'original'),
  partCount: 3,
  declaredSizeBytes: 3 * PART_BYTES,
}
const PIECES = [1, 2, 3].map((seed) => sampleBytes(PART_BYTES, seed))
const WHOLE = wholeFileOf(Buffer.concat(PIECES))
const WRONG = sampleBytes(2 * PART_BYTES, 9)
const GONE = new Error('The sender went away.')

/** Sends something that fails; the promise of it is inside an object so that nobody awaits it too early. */
type Failing = (
  send: (options: SendOptions) => Promise<PartReceipt>,
) => Promise<{ sending: Promise<PartReceipt> }>

const failing =
  (options: () => SendOptions): Failing =>
  async (send) => ({ sending: send(options()) })

const abortInTheMiddle: Failing = async (send) => {
  const abort = new AbortController()
  const { body, silent } = stalledBody(WRONG.subarray(0, 1_200_000))
  const sending = send({ body, signal: abort.signal })
  await silent
  abort.abort(GONE)
  return { sending }
}

const FAILURES: readonly {
  readonly what: string
  readonly fail: Failing
  readonly error: Error | (new (...values: never[]) => Error)
}[] = [
  {
    what: 'is shorter than promised',
    fail: failing(() => ({ body: bodyOf(WRONG.subarray(0, PART_BYTES - 1)) })),
    error: new PartLengthError(PART_BYTES, PART_BYTES - 1),
  },
  {
    what: 'is longer than promised',
    fail: failing(() => ({ body: bodyOf(WRONG, 100_000) })),
    error: PartLengthError,
  },
  {
    what: 'is one byte longer than promised',
    fail: failing(() => ({ body: bodyOf(WRONG.subarray(0, PART_BYTES + 1)) })),
    error: PartLengthError,
  },
  {
    what: 'breaks off',
    fail: failing(() => ({ body: brokenBody(WRONG.subarray(0, 1_200_000), GONE) })),
    error: GONE,
  },
  {
    what: 'breaks off after its last byte',
    fail: failing(() => ({ body: brokenBody(WRONG.subarray(0, PART_BYTES), GONE) })),
    error: GONE,
  },
  { what: 'falls silent and is aborted', fail: abortInTheMiddle, error: GONE },
  {
    what: 'is aborted before its first byte',
    fail: failing(() => ({ signal: AbortSignal.abort(GONE) })),
    error: GONE,
  },
  {
    what: 'has no announced length and breaks off',
    fail: failing(() => ({ contentLength: null, body: brokenBody(WRONG, GONE) })),
    error: GONE,
  },
  {
    what: 'announces more than allowed',
    fail: failing(() => ({ maxBytes: PART_BYTES - 1 })),
    error: BlobTooLargeError,
  },
  {
    what: 'brings more than allowed without announcing it',
    fail: failing(() => ({ maxBytes: PART_BYTES - 1, contentLength: null })),
    error: BlobTooLargeError,
  },
]

const FAILURES_PER_PART = FAILURES.flatMap((failure) => [1, 2, 3].map((number) => ({ ...failure, number })))

export function describeBrokenParts(makeStore: MakeStore): void {
  let made: StoreUnderTest
  let store: BlobStore
  let client: UploadClient
  beforeEach(async () => {
    made = await makeStore()
    store = made.store
    client = uploadClient(store, PLAN)
  })
  afterEach(() => made.remove())

  const sendMissing = async (pieces: readonly Uint8Array[]): Promise<void> => {
    for (const [index, piece] of pieces.entries()) {
      if (!client.receipts.has(index + 1)) await client.send(index + 1, piece)
    }
  }
  const sendOf = (number: number) => (options: SendOptions) =>
    client.send(number, WRONG.subarray(0, PART_BYTES), options)

  test.each(FAILURES_PER_PART)(
    'counts part $number as never sent when it $what',
    async ({ fail, error, number }) => {
      const { sending } = await fail(sendOf(number))
      await expect(sending).rejects.toThrow(error)
      expect(client.receipts.size).toBe(0)
      await sendMissing(PIECES)
      expect(await storedFile(store, await client.complete())).toEqual(WHOLE)
    },
  )

  test.each(FAILURES)('leaves its neighbours alone when a part $what', async ({ fail, error }) => {
    const [first, second, third] = PIECES
    await client.send(1, first ?? WRONG)
    await client.send(3, third ?? WRONG)
    const { sending } = await fail(sendOf(2))
    await expect(sending).rejects.toThrow(error)
    await client.send(2, second ?? WRONG)
    expect(await storedFile(store, await client.complete())).toEqual(WHOLE)
  })

  test('takes the same bytes after a failed part', async () => {
    const half = PIECES[0]?.subarray(0, 1_200_000) ?? WRONG
    await expect(
      client.send(1, WRONG.subarray(0, PART_BYTES), { body: brokenBody(half, GONE) }),
    ).rejects.toBe(GONE)
    await sendMissing(PIECES)
    expect(await storedFile(store, await client.complete())).toEqual(WHOLE)
  })

  test.each([-1, 1.5, NaN, Infinity])('refuses a content length of %d', async (contentLength) => {
    await expect(client.send(1, WRONG, { contentLength })).rejects.toThrow(RangeError)
  })

  test('refuses a part that is not in the plan, and the receipt of another part', async () => {
    await expect(client.send(4, WRONG)).rejects.toThrow(RangeError)
    const acknowledged = await client.send(1, WRONG)
    await expect(client.send(2, WRONG, { acknowledged })).rejects.toThrow(RangeError)
  })
}
