// The whole Assets family against a model in memory: random steps by several people, and after each of them the tree and
// the order of versions; in the end trash, counters and bytes. RUSHES_LONG=1 runs the full ten thousand. What failed is
// repeated by RUSHES_SEED and RUSHES_PATH, which the failure names.
import * as fc from 'fast-check'
import { describe, expect, inject, it } from 'vitest'
import { expectEnd, expectPicture, expectWhole } from './asset-model-checks.ts'
import { anyStep, send, take } from './asset-model-steps.ts'
import { makeWorld, openLane } from './asset-model-world.ts'
import type { Lane } from './asset-model-world.ts'
import type { ServerUnderTest } from './start-servers.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
const numberOf = (name: string, usual: number) => Number(process.env[name] ?? usual)
/** On each of two databases. */
const sequences = numberOf('RUSHES_SEQUENCES', isLong ? 5_000 : 100)
const races = numberOf('RUSHES_RACES', isLong ? 500 : 10)
const limitMs = isLong ? 12 * 3_600_000 : 500_000

const seed = numberOf('RUSHES_SEED', Date.now() % 1_000_000)
const path = process.env['RUSHES_PATH']
/** Lines of sequences at once: most of each is waiting for the server. */
const lanes = path === undefined ? 4 : 1
const toldEvery = 100

describe.each(inject('servers'))('the tree on the $name database', (server) => {
  it(
    'is what the model says after every step, whoever takes it',
    async () => {
      const failures = await runLanes(server, sequences, (lane, done) =>
        fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 14 }), async (steps) => {
          const world = await makeWorld(lane)
          for (const step of steps) {
            const isTaken = await take(world, step)
            if (isTaken !== null) await expectPicture(world, step.who + 1, JSON.stringify(step))
          }
          await expectEnd(world)
          done()
        }),
      )
      expect(failures).toEqual([])
    },
    limitMs,
  )

  it(
    'stays whole and counts right when several people change it at once',
    async () => {
      const failures = await runLanes(server, races, (lane, done) => {
        const someSteps = fc.array(anyStep, { minLength: 4, maxLength: 8 })
        return fc.asyncProperty(someSteps, someSteps, async (before, raced) => {
          const world = await makeWorld(lane)
          for (const step of before) await take(world, step)
          // The model does not know who comes first, so it is not asked any more.
          const answers = await Promise.all(raced.map((step) => send(world, step)))
          for (const [index, answer] of answers.entries())
            if (answer !== null)
              expect(
                [200, 404, 409, 422, ...(raced[index]?.kind === 'purge' ? [403] : [])],
                answer.text,
              ).toContain(answer.status)
          await expectWhole(world)
          done()
        })
      })
      expect(failures).toEqual([])
    },
    limitMs,
  )
})

/** Shares the runs among the lanes. Returns what failed, each with its seed and path. */
async function runLanes<Ts>(
  server: ServerUnderTest,
  runs: number,
  propertyOf: (lane: Lane, done: () => void) => fc.IAsyncProperty<Ts>,
): Promise<string[]> {
  const name = expect.getState().currentTestName ?? ''
  let ran = 0
  const runLane = async (laneSeed: number): Promise<string | undefined> => {
    const lane = await openLane(server)
    const property = propertyOf(lane, () => {
      ran += 1
      if (isLong && ran % toldEvery === 0)
        console.log(`${name}: ${String(ran)} of ${String(runs)}, seeds from ${String(seed)}`)
    })
    try {
      const numRuns = Math.ceil(runs / lanes)
      return await fc.asyncDefaultReportMessage(
        await fc.check(property, {
          seed: laneSeed,
          numRuns,
          endOnFailure: true,
          ...(path === undefined ? {} : { path }),
        }),
      )
    } finally {
      await lane.close()
    }
  }
  const failures = await Promise.all(Array.from({ length: lanes }, (_, index) => runLane(seed + index)))
  return failures.filter((failure) => failure !== undefined)
}
