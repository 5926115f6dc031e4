// Damaged uploads by the dozen: whatever is wrong with a file, there is an answer, and it comes.
import { mkdir, mkdtemp, readdir, readFile, readlink, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { MediaProbe } from './media-probe.ts'
import { probeFile, UnreadableMediaError } from './probe.ts'
import { renderLadder } from './render-ladder.ts'
import { renderStills } from './render-stills.ts'
import type { RenderReport } from './renditions.ts'
import { makeClip, makeFile, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
const MUTATIONS = Number(process.env['RUSHES_MUTATIONS'] ?? (isLong ? 2000 : 100))
/** Where to begin, to run a long series in pieces. */
const FIRST_SEED = Number(process.env['RUSHES_MUTATIONS_FROM'] ?? 0)
/** A clip of a fifth of a second takes a fraction of this, however loaded the machine. */
const HANG_MS = 60_000
/** Most of their time they wait for a program to start. */
const LANES = 4
/** Stills of a film take as long as all the rest. */
const STILLS_EVERY = 10

type Base = {
  bytes: Buffer
  /** Up to here it says what it is: damage hurts most there. */
  headEnd: number
}

let tools: MediaTools
let folder: string
let bases: Base[]
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'mutated-'))
  const tiny = { frames: 5, width: 80, height: 60 }
  const clip = (name: string, options = '') =>
    makeClip(tools, folder, name, { ...tiny, ...(options === '' ? {} : { options: options.split(' ') }) })
  const files = await Promise.all([
    clip('clip.mp4', '-movflags +faststart'),
    clip('clip.mov', '-c:v prores_ks -profile:v 0 -c:a pcm_s16le'),
    clip('clip.mkv'),
    clip('clip.ts'),
    makeFile(tools, folder, 'sound.wav', '-f lavfi -i sine=duration=0.2'),
    makeFile(tools, folder, 'picture.png', '-f lavfi -i testsrc2=size=80x60 -frames:v 1'),
    makeFile(tools, folder, 'picture.jpg', '-f lavfi -i testsrc2=size=80x60 -frames:v 1'),
  ])
  bases = await Promise.all(
    files.map(async (file) => {
      const bytes = await readFile(file)
      const mdatAt = bytes.indexOf('mdat', 0, 'latin1')
      return { bytes, headEnd: mdatAt > 64 ? mdatAt : Math.min(600, bytes.length) }
    }),
  )
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

/** Flipped, lost, doubled, zeroed, spliced or cut off; half of it in the head. */
function mutate({ bytes, headEnd }: Base, other: Base, random: (below: number) => number): Buffer {
  const place = () => (random(2) === 0 ? random(headEnd) : random(bytes.length))
  const [at, length] = [place(), 1 + random(200)]
  const [before, rest] = [bytes.subarray(0, at), bytes.subarray(at)]
  switch (random(6)) {
    case 0: {
      const flipped = Buffer.from(bytes)
      for (let count = 1 + random(20); count > 0; count -= 1) flipped[place()] = random(256)
      return flipped
    }
    case 1:
      return Buffer.concat([before, rest.subarray(length)])
    case 2:
      return Buffer.concat([before, rest.subarray(0, length), rest])
    case 3:
      return Buffer.from(bytes).fill(random(2) === 0 ? 0 : 0xff, at, Math.min(at + length, bytes.length))
    case 4:
      return Buffer.concat([before, other.bytes.subarray(random(other.bytes.length))])
    default:
      return Buffer.from(before)
  }
}

test(
  `each of ${MUTATIONS} damaged files is shown or refused with a reason, in time, leaving nothing behind`,
  { timeout: MUTATIONS * HANG_MS },
  async () => {
    const answers = { shown: 0, refused: 0 }
    const end = FIRST_SEED + MUTATIONS
    let next = FIRST_SEED
    const lane = async () => {
      while (next < end) {
        const seed = next
        next += 1
        const { wasShown, complaints } = await tryOne(seed)
        expect(complaints.map((complaint) => `mutation ${seed}: ${complaint}`)).toEqual([])
        answers[wasShown ? 'shown' : 'refused'] += 1
      }
    }
    await Promise.all(Array.from({ length: LANES }, lane))
    console.log(
      `damaged files ${FIRST_SEED} to ${end - 1}: ${answers.shown} shown, ${answers.refused} refused`,
    )
    // Otherwise the damage is of one kind only, and the test sees half of what it should.
    expect(answers.shown).toBeGreaterThan(0)
    expect(answers.refused).toBeGreaterThan(0)
    expect(await programsIn(folder)).toEqual([])
  },
)

type Verdict = { wasShown: boolean; complaints: string[] }

async function tryOne(seed: number): Promise<Verdict> {
  const random = randomFrom(seed)
  const [base, other] = [bases[seed % bases.length], bases[random(bases.length)]]
  if (base === undefined || other === undefined) throw new Error('There is nothing to damage.')
  const own = path.join(folder, String(seed))
  await mkdir(own)
  try {
    const file = path.join(own, 'mutated')
    await writeFile(file, mutate(base, other, random))
    return await tryEverything(file, own, Math.floor(seed / bases.length))
  } finally {
    await rm(own, { recursive: true, force: true })
  }
}

async function tryEverything(inputPath: string, own: string, round: number): Promise<Verdict> {
  const signal = AbortSignal.timeout(HANG_MS)
  const tempFolder = path.join(own, 'temp')
  const outDir = path.join(own, 'out')
  await Promise.all([tempFolder, outDir].map((one) => mkdir(one)))
  try {
    const probe = await probeFile(tools, inputPath, { signal, tempFolder })
    const complaints: string[] = []
    if (!MediaProbe.safeParse(JSON.parse(JSON.stringify(probe))).success)
      complaints.push('the probe cannot be stored')
    const reports: RenderReport[] = []
    if (probe.kind === 'video' || probe.kind === 'audio')
      reports.push(await renderLadder(tools, { inputPath, probe, outDir, signal }))
    if (probe.kind === 'image' || (probe.kind === 'video' && round % STILLS_EVERY === 0))
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
  }
}

/** Command lines of what still runs in there. */
async function programsIn(place: string): Promise<string[]> {
  const ids = (await readdir('/proc')).filter((name) => /^\d+$/.test(name))
  const found = await Promise.all(
    ids.map(async (id) => {
      // It ended between the listing and the look.
      const cwd = await readlink(`/proc/${id}/cwd`).catch(() => '')
      return cwd.startsWith(place) ? [await readFile(`/proc/${id}/cmdline`, 'utf8').catch(() => '')] : []
    }),
  )
  return found.flat().filter((line) => line !== '')
}
