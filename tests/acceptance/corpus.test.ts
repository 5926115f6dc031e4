// The corpus: files of the formats that people in film and video upload, made here, put through a real server and held
// against what is known of each: what it is, how long, every frame of every film in the preview and in a proxy, every
// rendition. Twenty of them in every run, all with RUSHES_LONG=1 (docs/proofs/corpus.log).
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { makeClip, makeFile, readFrameNumbers, testTools } from '@rushes/media/test-clips'
import type { MediaTools } from '@rushes/media/tools'
import type { CorpusFilm } from './corpus-film.ts'
import { DELIVERED_FILMS } from './corpus-films-delivered.ts'
import { EDITED_FILMS } from './corpus-films-edited.ts'
import { CORPUS_DOCUMENTS, CORPUS_SOUNDS, CORPUS_STILLS } from './corpus-stills.ts'
import { inspectMedia } from './inspect-media.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { download, upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

const CORPUS_FILMS = [...DELIVERED_FILMS, ...EDITED_FILMS]

const isLong = process.env['RUSHES_LONG'] === '1'
const chosen = <File extends { isInShortRun?: true }>(files: readonly File[]) =>
  files.filter(({ isInShortRun }) => isLong || isInShortRun === true)

const LARGEST_BYTES = 20_000_000
const MADE_AT_ONCE = 2
const RUNGS: readonly (readonly [string, number])[] = [
  ['h264_360', 360],
  ['h264_540', 540],
  ['h264_720', 720],
  ['h264_1080_best', 1080],
  ['h264_2160', 2160],
]
const STILLS = ['thumb', 'cover', 'thumb_540', 'thumb_orig_ar_540', 'image_small', 'image_full']

interface Pipeline {
  failure: string | null
  renditions: { kind: string; state: string; reason: string | null }[]
}

const server = inject('servers')[0]!
let tools: MediaTools
let client: ReferenceClient
let folder: string
/** Asset ids by the name of the file. */
const uploaded = new Map<string, string>()

// All files at once, so that the server is at work on the next ones while the first are looked at.
beforeAll(async () => {
  tools = await testTools()
  client = createReferenceClient(server.url, server.token)
  const root = (await makeProject(client, 'corpus')).root_asset_id
  folder = await mkdtemp(join(tmpdir(), 'rushes-corpus-'))
  const files = [
    ...chosen(CORPUS_FILMS).map((film) => ({ name: film.name, make: () => filmBytes(film) })),
    ...[...chosen(CORPUS_SOUNDS), ...chosen(CORPUS_STILLS), ...chosen(CORPUS_DOCUMENTS)],
  ]
  const lane = async () => {
    for (let file = files.shift(); file !== undefined; file = files.shift()) {
      const bytes = await file.make()
      expect(bytes.length, file.name).toBeLessThan(LARGEST_BYTES)
      uploaded.set(file.name, (await upload(client, root, file.name, bytes)).id)
    }
  }
  await Promise.all(Array.from({ length: MADE_AT_ONCE }, lane))
}, 600_000)

afterAll(() => rm(folder, { recursive: true, force: true }))

it('has sixty files and more, twenty of them in every run', () => {
  const all = [...CORPUS_FILMS, ...CORPUS_SOUNDS, ...CORPUS_STILLS, ...CORPUS_DOCUMENTS]
  expect(new Set(all.map(({ name }) => name)).size).toBe(all.length)
  expect(all.length).toBeGreaterThanOrEqual(60)
  expect(all.filter(({ isInShortRun }) => isInShortRun)).toHaveLength(20)
})

it.each(chosen(CORPUS_FILMS))('film: $name', async (film) => {
  const asset = await processed(film.name)
  const { fps, frames, size: [width, height] = [320, 180], sounds = 1 } = film
  expect(asset).toMatchObject({
    asset_type: 'stream',
    frames,
    timecode: film.timecode ?? null,
    original: expect.any(String) as string,
    metadata_flags: film.flags ?? {},
  })
  expect(asset.fps).toBeCloseTo(fps, 2)
  expect(asset.duration).toBeCloseTo(frames / (asset.fps ?? 1), 2)

  const lines = Math.max(Math.min(width, height), (Math.max(width, height) * 9) / 16)
  const wanted = RUNGS.filter(([, least]) => least <= Math.max(lines, 360))
  expect(RUNGS.flatMap(([rung]) => (asset[rung] === null ? [] : [rung]))).toEqual(
    wanted.map(([rung]) => rung),
  )
  const expectRung = async (rung: string) => {
    const made = await inspectMedia(linkOf(asset, rung))
    expect([rung, made.video?.codec_name, made.video?.nb_read_frames]).toEqual([rung, 'h264', String(frames)])
    expect((made.video?.width ?? 0) / (made.video?.height ?? 1)).toBeCloseTo(width / height, 1)
    expect(made.audio?.codec_name).toBe(sounds === 0 || rung === 'video_h264_180' ? undefined : 'aac')
  }
  // What is made while somebody watches, to the last frame, and the same frames in the proxy.
  const expectFrames = async (url: string) => {
    if (film.reading === null) expect((await inspectMedia(url)).video?.nb_read_frames).toBe(String(frames))
    else
      expect(await readFrameNumbers(tools, url, film.reading)).toEqual(
        Array.from({ length: frames }, (_, frame) => frame),
      )
  }
  await Promise.all([
    ...[...wanted.map(([rung]) => rung), 'video_h264_180'].map(expectRung),
    expectFrames(linkOf(asset, 'hls_manifest').replace('master.m3u8', 'quick.m3u8')),
    ...(film.reading === null ? [] : [expectFrames(linkOf(asset, 'h264_360'))]),
    expectPictures(asset, [...STILLS, 'thumb_scrub']),
  ])

  expect(await tracksOf(asset.id, 'audio')).toHaveLength(sounds)
  expect(await tracksOf(asset.id, 'subtitles')).toHaveLength(film.subtitles ?? 0)
  if (sounds > 0) await expectWaveform(asset)
  told(film.name, asset)
})

it.each(chosen(CORPUS_SOUNDS))('sound: $name', async ({ name, seconds, tracks, hasCover }) => {
  const asset = await processed(name)
  expect(asset).toMatchObject({ asset_type: 'stream', frames: 0, fps: null })
  expect(asset.duration).toBeCloseTo(seconds, 0)
  expect((await inspectMedia(linkOf(asset, 'hls_manifest'))).audio).toMatchObject({ codec_name: 'aac' })
  await expectWaveform(asset)
  expect(await tracksOf(asset.id, 'audio')).toHaveLength(tracks)
  if (hasCover) await expectPictures(asset, ['thumb', 'cover', 'thumb_540'])
  told(name, asset)
})

it.each(chosen(CORPUS_STILLS))('still: $name', async ({ name, size: [width, height] }) => {
  const asset = await processed(name)
  expect(asset).toMatchObject({
    asset_type: 'image',
    frames: 0,
    fps: null,
    duration: null,
    hls_manifest: null,
  })
  await expectPictures(asset, [...STILLS, 'image_high'])
  const full = await pictureAt(linkOf(asset, 'image_full'))
  // Drawings have no size of their own.
  if (!name.endsWith('.svg')) expect([full.width, full.height]).toEqual([width, height])
  expect(full.width / full.height).toBeCloseTo(width / height, 2)
  told(name, asset)
})

it.each(chosen(CORPUS_DOCUMENTS))('document: $name', async ({ name, pages }) => {
  const asset = await processed(name)
  expect(asset).toMatchObject({ asset_type: 'document', metadata: { blob: { pages } } })
  await expectPictures(asset, ['page_thumb', 'page_small', 'page_high', 'page_full', 'thumb', 'cover'])
  const last = linkOf(asset, 'page_full').replace(/[^/]+$/, `pages/${String(pages)}.jpg`)
  expect((await pictureAt(last)).format).toBe('jpeg')
  told(name, asset)
})

async function filmBytes({ name, clip, encode = '', remux }: CorpusFilm): Promise<Uint8Array<ArrayBuffer>> {
  const options = encode.split(' ').filter((option) => option !== '')
  const first = await makeClip(tools, folder, remux === undefined ? name : `first-${name}`, {
    ...clip,
    options,
  })
  const file = remux === undefined ? first : await makeFile(tools, folder, name, `-i ${first} ${remux}`)
  return new Uint8Array(await readFile(file))
}

/** Waits until nothing of a file is left to be made. */
async function processed(name: string): Promise<Asset> {
  const id = uploaded.get(name) ?? ''
  const pipeline = await waitUntil(
    `${name} is done with`,
    () => client.ok<Pipeline>('GET', `/api/assets/${id}/pipeline`),
    ({ failure, renditions }) =>
      failure !== null ||
      (renditions.length > 0 && renditions.every(({ state }) => state !== 'queued' && state !== 'running')),
  )
  const { failure, renditions } = pipeline
  expect({ failure, failed: renditions.filter(({ state }) => state !== 'done') }).toEqual({
    failure: null,
    failed: [],
  })
  return waitUntil(
    `${name} is transcoded`,
    () => client.asset(id),
    ({ status, checksums }) => status === 'transcoded' && checksums !== null,
  )
}

function linkOf(asset: Asset, key: string): string {
  const value = asset[key]
  if (typeof value !== 'string') throw new Error(`${key} is no link but ${JSON.stringify(value)}`)
  return value
}

async function expectPictures(asset: Asset, kinds: readonly string[]): Promise<void> {
  const formats = await Promise.all(
    kinds.map(async (kind) => {
      const { format, width, height } = await pictureAt(linkOf(asset, kind))
      expect(Math.min(width, height), kind).toBeGreaterThan(0)
      return [kind, format]
    }),
  )
  expect(formats).toEqual(kinds.map((kind) => [kind, kind.startsWith('page_') ? 'png' : 'jpeg']))
}

/** What a picture is, once all of it has been decoded. */
async function pictureAt(url: string): Promise<{ format: string; width: number; height: number }> {
  const picture = sharp(await download(url))
  await picture.stats()
  return picture.metadata()
}

/** As long as the sound, and not silent. */
async function expectWaveform(asset: Asset): Promise<void> {
  const text = new TextDecoder().decode(await download(linkOf(asset, 'waveform')))
  const { peaks, samplesPerPixel, sampleRate } = JSON.parse(text) as Record<
    'samplesPerPixel' | 'sampleRate',
    number
  > & { peaks: number[] }
  const seconds = ((peaks.length / 2) * samplesPerPixel) / sampleRate
  expect(Math.abs(seconds - (asset.duration ?? 0))).toBeLessThan(0.3)
  expect(Math.max(...peaks)).toBeGreaterThan(0)
}

async function tracksOf(id: string, kind: 'audio' | 'subtitles'): Promise<string[]> {
  const tracks = await client.ok<{ audio_tracks?: string[]; subtitle_tracks?: string[] }>(
    'GET',
    `/v2/assets/${id}/${kind}`,
  )
  return tracks.audio_tracks ?? tracks.subtitle_tracks ?? []
}

function told(name: string, { frames, fps, duration, timecode, filesize }: Asset): void {
  const facts = [
    frames > 0 ? `${String(frames)} frames at ${String(fps)}` : null,
    duration === null ? null : `${duration.toFixed(3)} s`,
    timecode,
    `${(filesize / 1000).toFixed(0)} kB`,
  ]
  console.log(`${name}: whole, ${facts.filter((fact) => fact !== null).join(', ')}`)
}
