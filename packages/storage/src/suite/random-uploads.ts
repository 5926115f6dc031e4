import * as fc from 'fast-check'
import { expect, test } from 'vitest'
import { blobKey } from '../blob-key.ts'
import type { PartReceipt, UploadPlan } from '../blob-store.ts'
import { bodyOf, brokenBody, sampleBytes } from './sample-bytes.ts'
import type { MakeStore, StoreUnderTest } from './store-under-test.ts'
import { storedFile, wholeFileOf } from './whole-file.ts'
import type { WholeFile } from './whole-file.ts'

/** One thing a client does. `length` relates to the part's slot in the usual split. */
interface Sending {
  readonly part: number
  readonly length: 'slot' | 'one more' | 'one less' | 'empty' | 'double'
  readonly announced: boolean
  readonly end: 'whole' | 'breaks off' | 'too short'
  /** Equal seeds send equal bytes. */
  readonly seed: number
}
type Step = { kind: 'send'; sendings: Sending[] } | { kind: 'restart' }

const anySending = fc.record<Sending>({
  part: fc.nat({ max: 4 }),
  length: fc.constantFrom('slot', 'slot', 'slot', 'one more', 'one less', 'empty', 'double'),
  announced: fc.oneof({ weight: 3, arbitrary: fc.constant(true) }, fc.boolean()),
  end: fc.constantFrom('whole', 'whole', 'whole', 'breaks off', 'too short'),
  seed: fc.integer({ min: 1, max: 2 }),
})
const anyStep = fc.oneof<[fc.Arbitrary<Step>, fc.WeightedArbitrary<Step>]>(
  fc.record({
    kind: fc.constant('send' as const),
    sendings: fc.array(anySending, { minLength: 1, maxLength: 4 }),
  }),
  { weight: 1, arbitrary: fc.record({ kind: fc.constant('restart' as const) }) },
)

export function describeRandomUploads(makeStore: MakeStore): void {
  test('end as the model says, whatever is sent, repeated, broken off and in which order', async () => {
    const made = await makeStore()
    let uploadCount = 0
    const property = fc.asyncProperty(
      fc.integer({ min: 1, max: 5 }),
      fc.nat({ max: 60 }),
      fc.array(anyStep, { maxLength: 8 }),
      async (partCount, declaredSizeBytes, steps) => {
        uploadCount += 1
        const plan = { key: blobKey('media', String(uploadCount), 'original'), partCount, declaredSizeBytes }
        const { actual, expected } = await runUpload(made, plan, steps)
        expect(actual).toEqual(expected)
      },
    )
    try {
      const run = await fc.check(property, { numRuns: 120 })
      expect(await fc.asyncDefaultReportMessage(run)).toBeUndefined()
    } finally {
      await made.remove()
    }
  }, 120_000)
}

async function runUpload(
  made: StoreUnderTest,
  plan: UploadPlan,
  steps: readonly Step[],
): Promise<{ actual: WholeFile; expected: WholeFile }> {
  let { store } = made
  // The model: the newest acknowledged content of each part.
  const model = new Map<number, { bytes: Uint8Array; receipt: PartReceipt }>()

  const send = async (sending: Sending): Promise<void> => {
    const number = (sending.part % plan.partCount) + 1
    const { body, bytes, contentLength, error } = contentOf(sending, plan)
    const acknowledged = model.get(number)?.receipt ?? null
    let receipt: PartReceipt
    try {
      receipt = await store.writePart(plan, number, body, { contentLength, acknowledged })
    } catch (caught) {
      if (error !== null && caught instanceof Error && caught.name === error) return
      throw caught
    }
    if (error !== null) throw new Error(`Part ${number} was taken although it had to fail with ${error}.`)
    const replaced = model.get(number)
    model.set(number, { bytes, receipt })
    if (replaced !== undefined) await store.discardParts(plan, [replaced.receipt])
  }

  for (const current of steps) {
    if (current.kind === 'restart') store = await made.reopen()
    else await Promise.all(current.sendings.map(send))
  }
  for (let number = 1; number <= plan.partCount; number += 1) {
    if (model.has(number)) continue
    await send({ part: number - 1, length: 'slot', announced: true, end: 'whole', seed: number })
  }
  const parts = [...model.entries()].sort(([a], [b]) => a - b).map(([, part]) => part)
  const receipts = parts.map(({ receipt }) => receipt)
  const completed = await store.completeUpload(plan, receipts.toReversed())
  await store.discardUpload(plan, completed.blobKey)
  return {
    actual: await storedFile(store, completed),
    expected: wholeFileOf(Buffer.concat(parts.map(({ bytes }) => bytes))),
  }
}

interface Content {
  readonly body: AsyncIterable<Uint8Array>
  /** What counts when the part is taken. */
  readonly bytes: Uint8Array
  readonly contentLength: number | null
  /** The name of the error the part must end with, or null when it must be taken. */
  readonly error: string | null
}

function contentOf(sending: Sending, plan: UploadPlan): Content {
  const bytes = sampleBytes(lengthOf(sending, plan), sending.seed)
  const contentLength = sending.announced ? bytes.byteLength : null
  switch (sending.end) {
    case 'whole':
      return { body: bodyOf(bytes, 7), bytes, contentLength, error: null }
    case 'breaks off': {
      const body = brokenBody(bytes.subarray(0, bytes.byteLength / 2), new BrokenOff())
      return { body, bytes, contentLength, error: 'BrokenOff' }
    }
    case 'too short': {
      const shorter = bytes.subarray(0, -1)
      const complete = contentLength === null || contentLength === shorter.byteLength
      return {
        body: bodyOf(shorter, 7),
        bytes: shorter,
        contentLength,
        error: complete ? null : 'PartLengthError',
      }
    }
    default:
      throw new Error(`Unknown end ${String(sending.end satisfies never)}.`)
  }
}

class BrokenOff extends Error {
  override name = 'BrokenOff'
}

function lengthOf({ part, length }: Sending, plan: UploadPlan): number {
  const { partCount, declaredSizeBytes } = plan
  const pieceBytes = Math.ceil(declaredSizeBytes / partCount)
  const offsetBytes = (part % partCount) * pieceBytes
  const slotBytes = Math.max(0, Math.min(pieceBytes, declaredSizeBytes - offsetBytes))
  const lengths = {
    slot: slotBytes,
    'one more': slotBytes + 1,
    'one less': Math.max(0, slotBytes - 1),
    empty: 0,
    double: slotBytes * 2,
  }
  return lengths[length]
}
