import { mkdtemp, readdir, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest'
import type { VideoProbe } from './media-probe.ts'
import { probeFile } from './probe.ts'
import { openSegmentCache } from './segment-cache.ts'
import { createSegmentMaker } from './segment-maker.ts'
import { SegmentComingError, type SegmentMaker, type SegmentSource } from './segment-source.ts'
import { makeClip, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

const FRAMES = 300
let tools: MediaTools
let folder: string
let film: SegmentSource & { probe: VideoProbe }
const makers: SegmentMaker[] = []
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'maker-'))
  // One group of pictures, twelve seconds long.
  const inputPath = await makeClip(tools, folder, 'film.mp4', {
    frames: FRAMES,
    options: ['-g', String(FRAMES), '-sc_threshold', '0'],
  })
  const probe = await probeFile(tools, inputPath, { tempFolder: folder })
  if (probe.kind !== 'video') throw new Error('a video was expected')
  film = { key: 'film', inputPath, probe, mark: null, proxy: null, isBetterComing: true }
})
afterEach(async () => {
  await Promise.all(makers.splice(0).map((maker) => maker.stop()))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function makerWith({ slots = 2, cacheBytes = 2 ** 30 } = {}): Promise<SegmentMaker> {
  const cacheFolder = await mkdtemp(path.join(folder, 'cache-'))
  const maker = createSegmentMaker({
    tools,
    cache: await openSegmentCache(cacheFolder, cacheBytes),
    tempFolder: folder,
    slots,
    onProblem: (error) => {
      throw error
    },
  })
  makers.push(maker)
  return maker
}
const forever = () => new AbortController().signal

/** No work is left, and no folder of it. */
async function untilIdle(maker: SegmentMaker): Promise<void> {
  await expect.poll(() => maker.figures().runs).toBe(0)
  await expect
    .poll(async () => (await readdir(folder)).filter((name) => name.startsWith('.media-work-')))
    .toEqual([])
}

test('those who ask for the same are served by one run, and later ones from what was kept', async () => {
  const maker = await makerWith()
  const [one, other, next] = await Promise.all([
    maker.segment(film, 0, forever()),
    maker.segment(film, 0, forever()),
    maker.segment(film, 1, forever()),
  ])
  expect(one.equals(other)).toBe(true)
  expect(one.equals(next)).toBe(false)
  expect(maker.figures()).toMatchObject({ runsStarted: 1, waiting: 0 })
  expect((await maker.segment(film, 0, forever())).equals(one)).toBe(true)
  expect(maker.figures()).toMatchObject({ runsStarted: 1, segmentsFromCache: 1 })
})

test('a segment made on its own has the frames and times of one made in passing', async () => {
  const maker = await makerWith()
  const alone = await (await makerWith()).segment(film, 3, forever())
  const passing: Buffer[] = []
  for (const index of [0, 1, 2, 3]) passing.push(await maker.segment(film, index, forever()))
  expect(maker.figures().runsStarted).toBe(1)
  // Times and frames agree; the pictures may differ by what the encoder had spent before.
  expect(timesOf(alone)).toEqual(timesOf(passing[3] ?? Buffer.alloc(0)))
})

/** Decode times of both tracks and how many samples each has. */
function timesOf(segment: Buffer): { time: bigint; samples: number }[] {
  const found: { time: bigint; samples: number }[] = []
  for (let at = segment.indexOf('tfdt'); at >= 0; at = segment.indexOf('tfdt', at + 4)) {
    const run = segment.indexOf('trun', at)
    found.push({ time: segment.readBigUInt64BE(at + 8), samples: segment.readUInt32BE(run + 8) })
  }
  return found
}

test('a request that is given up ends what was made for it alone, and nobody else’s', async () => {
  const maker = await makerWith()
  const leaving = new AbortController()
  const given = maker.segment(film, 2, leaving.signal)
  await expect.poll(() => maker.figures().runs).toBe(1)
  leaving.abort(new Error('gone'))
  await expect(given).rejects.toThrow('gone')
  await untilIdle(maker)
  expect(maker.figures()).toMatchObject({ runsGivenUp: 1, runsFailed: 0, segmentsMade: 0 })

  const another = new AbortController()
  const shared = [maker.segment(film, 4, another.signal), maker.segment(film, 4, forever())]
  await expect.poll(() => maker.figures().waiting).toBe(2)
  another.abort(new Error('gone as well'))
  const [left, stayed] = await Promise.allSettled(shared)
  expect(left?.status).toBe('rejected')
  expect(stayed?.status).toBe('fulfilled')
})

test('viewers at several places are all served, though only one run may work', async () => {
  const maker = await makerWith({ slots: 1 })
  const served: number[] = []
  const watch = async (first: number) => {
    for (const index of [first, first + 1, first + 2]) {
      await maker.segment(film, index, forever())
      served.push(index)
    }
  }
  await Promise.all([watch(0), watch(5), watch(9)])
  expect(served.toSorted((a, b) => a - b)).toEqual([0, 1, 2, 5, 6, 7, 9, 10, 11])
  // In turns: each has its first before anybody has his last.
  const place = (index: number) => served.indexOf(index)
  expect(Math.max(place(0), place(5), place(9))).toBeLessThan(Math.min(place(2), place(7), place(11)))
})

test('background work is held while somebody waits and let go afterwards', async () => {
  const maker = await makerWith()
  const changes: boolean[] = []
  maker.background.onChange((held) => changes.push(held))
  await maker.segment(film, 0, forever())
  expect(changes).toEqual([true, false])
})

test('what lies too deep in a group of pictures is refused while better is coming, and made when it is not', async () => {
  const maker = await makerWith()
  // As large as it would have to be for this to take long.
  const probe: VideoProbe = { ...film.probe, codedWidth: 3840, codedHeight: 2160 }
  const deep = { ...film, key: 'deep', probe }
  await expect(maker.segment(deep, 9, forever())).rejects.toBeInstanceOf(SegmentComingError)
  expect((await maker.segment(deep, 2, forever())).length).toBeGreaterThan(0)
  const last = { ...deep, key: 'last chance', isBetterComing: false }
  expect((await maker.segment(last, 9, forever())).length).toBeGreaterThan(0)
  expect(maker.figures().runsFailed).toBe(0)
})

test('a film that is forgotten leaves nothing behind', async () => {
  const maker = await makerWith()
  await maker.segment(film, 0, forever())
  const pending = maker.segment(film, 8, forever())
  await expect.poll(() => maker.figures().waiting).toBe(1)
  await Promise.all([expect(pending).rejects.toThrow('Nobody waits'), maker.forget(film.key)])
  await untilIdle(maker)
  expect(maker.figures().cacheBytes).toBe(0)
})

test('the cache keeps to its size, drops what nobody asked for the longest, and starts empty', async () => {
  const cacheFolder = await mkdtemp(path.join(folder, 'cache-'))
  await writeFile(path.join(cacheFolder, '7-1.m4s.new'), 'half')
  const cache = await openSegmentCache(cacheFolder, 250)
  expect(await readdir(cacheFolder)).toEqual([])
  const bytes = (fill: number) => Buffer.alloc(100, fill)
  await cache.put('film', 0, bytes(0))
  await cache.put('film', 1, bytes(1))
  expect(await cache.get('film', 0)).toEqual(bytes(0))
  await cache.put('film', 2, bytes(2))
  expect(await cache.get('film', 1)).toBeNull()
  expect(await cache.get('film', 0)).toEqual(bytes(0))
  expect(await cache.get('film', 2)).toEqual(bytes(2))
  expect(cache.sizeBytes()).toBe(200)
  await cache.put('film', 3, Buffer.alloc(300))
  expect(await cache.get('film', 3)).toBeNull()
  expect((await readdir(path.join(cacheFolder, 'film'))).length).toBe(2)
  await cache.forget('film')
  expect(await readdir(cacheFolder)).toEqual([])
})
