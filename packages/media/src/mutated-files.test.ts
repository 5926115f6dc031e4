// Damaged uploads by the dozen: whatever is wrong with a file, there is an answer, and it comes.
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MediaProbe } from './media-probe.ts'
import { probeFile, UnreadableMediaError } from './probe.ts'
import { renderLadder } from './render-ladder.ts'
import { renderStills } from './render-stills.ts'
import { makeClip, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

const MUTATIONS = process.env['RUSHES_LONG'] === '1' ? 2000 : 50
/** A clip of a fifth of a second takes a fraction of this, however loaded the machine. */
const HANG_MS = 60_000
const STILLS_EVERY = 5

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'mutated-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

/** The same sequence in every run: a linear congruential generator (Numerical Recipes). */
function randomFrom(seed: number): (below: number) => number {
  let state = seed >>> 0
  return (below) => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0
    return Math.floor((state / 2 ** 32) * below)
  }
}

/** Flipped, lost, doubled, zeroed or cut off; half of it in the boxes, where it hurts most. */
function mutate(original: Buffer, random: (below: number) => number): Buffer {
  const mdatAt = original.indexOf('mdat', 0, 'latin1')
  const place = () => (random(2) === 0 ? random(mdatAt) : random(original.length))
  const [at, length] = [place(), 1 + random(200)]
  const [before, rest] = [original.subarray(0, at), original.subarray(at)]
  switch (random(5)) {
    case 0: {
      const flipped = Buffer.from(original)
      for (let count = 1 + random(20); count > 0; count -= 1) flipped[place()] = random(256)
      return flipped
    }
    case 1:
      return Buffer.concat([before, rest.subarray(length)])
    case 2:
      return Buffer.concat([before, rest.subarray(0, length), rest])
    case 3:
      return Buffer.from(original).fill(
        random(2) === 0 ? 0 : 0xff,
        at,
        Math.min(at + length, original.length),
      )
    default:
      return Buffer.from(before)
  }
}

test(
  `each of ${MUTATIONS} damaged clips is shown or refused with a reason, in time, leaving nothing behind`,
  { timeout: MUTATIONS * HANG_MS },
  async () => {
    const clip = await makeClip(tools, folder, 'clip.mp4', {
      frames: 5,
      width: 80,
      height: 60,
      options: ['-movflags', '+faststart'],
    })
    const original = await readFile(clip)
    const answers = { shown: 0, refused: 0 }
    for (let seed = 0; seed < MUTATIONS; seed += 1) {
      const file = path.join(folder, 'mutated')
      await writeFile(file, mutate(original, randomFrom(seed)))
      const { wasShown, complaints } = await tryEverything(file, seed)
      expect(complaints.map((complaint) => `mutation ${seed}: ${complaint}`)).toEqual([])
      answers[wasShown ? 'shown' : 'refused'] += 1
    }
    // Otherwise the damage is of one kind only, and the test sees half of what it should.
    expect(answers.shown).toBeGreaterThan(0)
    expect(answers.refused).toBeGreaterThan(0)
  },
)

type Verdict = { wasShown: boolean; complaints: string[] }

async function tryEverything(inputPath: string, seed: number): Promise<Verdict> {
  const signal = AbortSignal.timeout(HANG_MS)
  const tempFolder = path.join(folder, 'temp')
  const outDir = path.join(folder, 'out')
  await Promise.all([tempFolder, outDir].map((one) => mkdir(one)))
  try {
    const probe = await probeFile(tools, inputPath, { signal, tempFolder })
    const complaints: string[] = []
    if (!MediaProbe.safeParse(JSON.parse(JSON.stringify(probe))).success)
      complaints.push('the probe cannot be stored')
    if (probe.kind !== 'video' && probe.kind !== 'audio') return { wasShown: false, complaints }
    const reports = [await renderLadder(tools, { inputPath, probe, outDir, signal })]
    if (seed % STILLS_EVERY === 0)
      reports.push(await renderStills(tools, { inputPath, probe, outDir, signal }))
    const made = reports.flatMap((report) => report.made).map((one) => path.basename(one.path))
    const failed = reports.flatMap((report) => report.failed)
    complaints.push(
      ...failed.filter(({ reason }) => !reason.endsWith('.')).map(({ reason }) => `no sentence: ${reason}`),
    )
    const found = await readdir(outDir)
    if (found.toSorted().join() !== made.toSorted().join())
      complaints.push(`${found.join()} instead of ${made.join()}`)
    complaints.push(...(await readdir(tempFolder)).map((left) => `left behind: ${left}`))
    return { wasShown: made.length > 0, complaints }
  } catch (error) {
    if (!(error instanceof UnreadableMediaError)) throw error
    return {
      wasShown: false,
      complaints: error.message.endsWith('.') ? [] : [`no sentence: ${error.message}`],
    }
  } finally {
    await Promise.all([tempFolder, outDir].map((one) => rm(one, { recursive: true, force: true })))
  }
}
