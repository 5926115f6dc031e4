// A watermark lies over every frame, changes nothing else, and is never read as anything but text.
import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, expect, test } from 'vitest'
import sharp from 'sharp'
import { drawMark } from './draw-mark.ts'
import { makePreviewInit } from './make-segments.ts'
import type { Mark, MarkBlock } from './mark.ts'
import type { VideoProbe } from './media-probe.ts'
import { previewRung } from './preview-rung.ts'
import { probeFile } from './probe.ts'
import { renderLadder } from './render-ladder.ts'
import type { RenderReport } from './renditions.ts'
import { renderMark } from './render-mark.ts'
import { openSegmentCache } from './segment-cache.ts'
import { segmentGrid } from './segment-grid.ts'
import { createSegmentMaker } from './segment-maker.ts'
import { lumaSpan, makeClip, readFrameNumbers, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

const run = promisify(execFile)
const FRAMES = 50
/** Grey under the bar code, so that a mark is all there is to be seen. */
const GREY = 'drawbox=x=0:y=ih*0.1:w=iw:h=ih*0.9:color=gray:t=fill'
const mark: Mark = [{ lines: ['For Ada only'], alpha: 0.6, position: 'center' }]
let tools: MediaTools
let folder: string
let clip: string
let probe: VideoProbe
let ladder: RenderReport
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'mark-'))
  clip = await makeClip(tools, folder, 'grey.mp4', {
    rate: '24000/1001',
    frames: FRAMES,
    width: 640,
    height: 360,
    filters: GREY,
  })
  const found = await probeFile(tools, clip, { tempFolder: folder })
  if (found.kind !== 'video') throw new Error('a video was expected')
  probe = found
  const outDir = await mkdtemp(path.join(folder, 'out-'))
  ladder = await renderLadder(tools, { inputPath: clip, probe, outDir, mark })
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const makerIn = async (cache: string) =>
  createSegmentMaker({
    tools,
    cache: await openSegmentCache(path.join(folder, cache), 2 ** 30),
    tempFolder: folder,
    slots: 2,
    onProblem: (error) => {
      throw error
    },
  })

test('a mark lies over every rung and every frame, and leaves their numbers alone', async () => {
  const { made, failed } = ladder
  expect(failed).toEqual([])
  expect(made.map(({ kind, isMarked }) => [kind, isMarked])).toEqual([
    ['h264_360', true],
    ['video_h264_180', true],
    ['thumb_scrub', true],
    ['waveform', false],
  ])
  for (const { kind, path: file } of made.filter(({ contentType }) => contentType === 'video/mp4')) {
    expect(await readFrameNumbers(tools, file), kind).toEqual([...Array(FRAMES).keys()])
    const spans = await lumaSpan(tools, file, 'crop=iw*0.8:ih*0.2:iw*0.1:ih*0.4')
    expect(spans, kind).toHaveLength(FRAMES)
    expect(Math.min(...spans), kind).toBeGreaterThan(60)
    expect(Math.max(...(await lumaSpan(tools, file, 'crop=iw:ih*0.2:0:ih*0.75'))), kind).toBeLessThan(10)
  }
})

test('pieces are made of the finished proxy where it has the same frames, and of the film where it has not', async () => {
  const maker = await makerIn('proxy-cache')
  const pathOf = (kind: string) => ladder.made.find((one) => one.kind === kind)?.path ?? ''
  const more: Mark = [{ lines: ['For Grace only'], alpha: 0.6, position: 'bottom' }]
  const source = { key: 'film', probe, mark: [...mark, ...more], isBetterComing: false }
  const { signal } = new AbortController()
  const init = await makePreviewInit(tools, previewRung(probe), segmentGrid(probe), folder)
  for (const one of [
    { ...source, inputPath: 'not there', proxy: { inputPath: pathOf('h264_360'), mark: more } },
    { ...source, key: 'other', inputPath: clip, proxy: { inputPath: pathOf('video_h264_180'), mark: null } },
  ]) {
    const pieces: Buffer[] = []
    for (const index of [2, 1, 0]) pieces.unshift(await maker.segment(one, index, signal))
    const file = path.join(folder, `${one.key}-of-proxy.mp4`)
    await writeFile(file, Buffer.concat([init, ...pieces]))
    expect(await readFrameNumbers(tools, file), one.key).toEqual([...Array(FRAMES).keys()])
    for (const place of ['crop=iw*0.8:ih*0.2:iw*0.1:ih*0.4', 'crop=iw*0.8:ih*0.15:iw*0.1:ih*0.8']) {
      const spans = await lumaSpan(tools, file, place)
      expect(Math.min(...spans), `${one.key} ${place}`).toBeGreaterThan(60)
    }
  }
  await maker.stop()
})

test('pieces of the preview carry the mark they were asked for with, and share none with another', async () => {
  const maker = await makerIn('cache')
  const film = { key: 'film', inputPath: clip, probe, proxy: null, isBetterComing: false }
  const other: Mark = [{ lines: ['For Grace only'], alpha: 0.6, position: 'center' }]
  const init = await makePreviewInit(tools, previewRung(probe), segmentGrid(probe), folder)
  const { signal } = new AbortController()
  const [bare, adas, graces] = await Promise.all(
    [null, mark, other].map(async (one) => {
      const pieces = [0, 1].map((index) => maker.segment({ ...film, mark: one }, index, signal))
      const file = path.join(folder, `piece-${one?.[0]?.lines[0] ?? 'bare'}.mp4`)
      await writeFile(file, Buffer.concat([init, ...(await Promise.all(pieces))]))
      return file
    }),
  )
  const middle = 'crop=iw*0.8:ih*0.2:iw*0.1:ih*0.4'
  for (const file of [adas, graces]) {
    const spans = await lumaSpan(tools, file ?? '', middle)
    expect(spans).toHaveLength(48)
    expect(Math.min(...spans)).toBeGreaterThan(60)
    expect(await readFrameNumbers(tools, file ?? '')).toEqual([...Array(48).keys()])
  }
  expect(Math.max(...(await lumaSpan(tools, bare ?? '', middle)))).toBeLessThan(10)
  expect(await middleOf(adas ?? '')).not.toEqual(await middleOf(graces ?? ''))
  await maker.forget('film')
  expect(maker.figures().cacheBytes).toBe(0)
  await maker.stop()
})

test('whatever stands in it is drawn as text, in pictures of every size', async () => {
  const hostile = [
    "';[1:v]drawbox=t=fill[x];%{pts}\\:text= $(id)",
    '</span><span size="9999pt">&nonsense; <b>',
    'W'.repeat(100),
    '日本語 · العربية · עברית · हिन्दी · 🎬',
    `a${'\u0301'.repeat(99)}\u202Eright to left`,
  ].map((line): MarkBlock => ({ lines: Array<string>(10).fill(line), alpha: 1, position: 'bottom' }))
  const size = { width: 960, height: 540 }
  // In the process that draws for the encodes.
  const whole = await renderMark(tools, hostile, size, folder)
  for (const picture of [whole, ...(await Promise.all(hostile.map((block) => drawMark([block], size))))]) {
    expect(await isSeenIn(picture, { left: 0, top: 300, width: 960, height: 240 })).toBe(true)
    expect(await isSeenIn(picture, { left: 0, top: 0, width: 960, height: 200 })).toBe(false)
  }
  for (const [width, height] of [
    [2, 2],
    [16, 200],
    [4000, 8],
  ] as const)
    expect(await sharp(await drawMark(hostile, { width, height })).metadata()).toMatchObject({
      width,
      height,
    })
})

async function isSeenIn(
  picture: Buffer,
  area: { left: number; top: number; width: number; height: number },
): Promise<boolean> {
  const { channels } = await sharp(await sharp(picture).extract(area).png().toBuffer()).stats()
  return (channels[3]?.max ?? 0) > 128
}

async function middleOf(file: string): Promise<string> {
  const args = ['-v', 'error', '-i', file, '-frames:v', '1', '-vf', 'crop=iw:ih*0.2:0:ih*0.4,format=gray']
  const { stdout } = await run(tools.ffmpegPath, [...args, '-f', 'rawvideo', '-'], { encoding: 'buffer' })
  return stdout.toString('base64')
}
