import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { Fmp4IndexError, readFmp4Index } from './fmp4-index.ts'
import { probeFile } from './probe.ts'
import { renderLadder } from './render-ladder.ts'
import { makeClip, testTools } from './test-clips.ts'

let folder: string
let rung: string
let original: string
beforeAll(async () => {
  const tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'index-'))
  original = await makeClip(tools, folder, 'original.mp4', { frames: 110 })
  const probe = await probeFile(tools, original, { tempFolder: folder })
  if (probe.kind !== 'video') throw new Error('a video was expected')
  const { made } = await renderLadder(tools, { inputPath: original, probe, outDir: folder })
  rung = made[0]?.path ?? ''
})
afterAll(() => rm(folder, { recursive: true, force: true }))

test('segments follow each other from the index to the last byte, each a fragment', async () => {
  const bytes = await readFile(rung)
  const { segments, initRange } = await readFmp4Index(rung)
  expect(bytes.toString('latin1', 4, 8)).toBe('ftyp')
  expect(initRange.offset).toBe(0)
  expect(bytes.toString('latin1', initRange.sizeBytes + 4, initRange.sizeBytes + 8)).toBe('sidx')
  let end = segments[0]?.offset ?? 0
  for (const { offset, sizeBytes } of segments) {
    expect(offset).toBe(end)
    expect(bytes.toString('latin1', offset + 4, offset + 8)).toBe('moof')
    end = offset + sizeBytes
  }
  expect(end).toBe((await stat(rung)).size)
})

test('says how long each segment is, and what decodes the tracks', async () => {
  const { segments, codecs, width, height, pictureSeconds } = await readFmp4Index(rung)
  expect(segments.map(({ durationSeconds }) => durationSeconds)).toEqual([2, 2, 0.4])
  expect(pictureSeconds).toBe(4.4)
  expect(codecs).toEqual([expect.stringMatching(/^avc1\.6400[0-9a-f]{2}$/), 'mp4a.40.2'])
  expect({ width, height }).toEqual({ width: 320, height: 180 })
})

test('the head of the file is enough', async () => {
  const whole = await readFmp4Index(rung)
  const head = path.join(folder, 'head.mp4')
  await writeFile(head, (await readFile(rung)).subarray(0, whole.segments[0]?.offset))
  expect(await readFmp4Index(head)).toEqual(whole)
})

test('a file without an index, an unfinished one and garbage are refused in words', async () => {
  await expect(readFmp4Index(original)).rejects.toThrow(Fmp4IndexError)
  const cut = path.join(folder, 'cut.mp4')
  await writeFile(cut, (await readFile(rung)).subarray(0, 600))
  await expect(readFmp4Index(cut)).rejects.toThrow('The file ends inside its moov box.')
  await writeFile(cut, Buffer.alloc(100))
  await expect(readFmp4Index(cut)).rejects.toThrow(Fmp4IndexError)
})
