// From the last byte of an upload to the first segment in hand, at the start, in the middle and near the end of a film,
// against encoding it to 720p first. The ladder starts meanwhile, as it does for everybody.
import { execFile } from 'node:child_process'
import { openAsBlob } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { promisify } from 'node:util'
import { createClient } from '@rushes/client/client'
import type { Client } from '@rushes/client/client'
import { startServer } from '../tests/acceptance/server.ts'
import type { Figure } from './main-bench.ts'

const run = promisify(execFile)
const FFMPEG = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
const ASK_MS = 10
const PLACES = ['start', 'middle', 'end'] as const
type Place = (typeof PLACES)[number]

interface Film {
  name: string
  /** How it is made. Synthetic, and shorter than real films: the baseline grows with the length, the rest does not. */
  source: string
  encoder: string
  places: readonly Place[]
}

const HD = 'testsrc2=size=1920x1080:rate=25:duration=20,noise=alls=8:allf=t'
const FILMS: readonly Film[] = [
  {
    name: 'browser-safe.mp4',
    source: HD,
    encoder: '-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 50 -c:a aac',
    places: ['start'],
  },
  {
    name: 'prores-1080p.mov',
    source: HD,
    encoder: '-c:v prores_ks -profile:v 2 -c:a pcm_s16le',
    places: PLACES,
  },
  {
    name: 'long-gop-1080p.mkv',
    source: HD,
    encoder: '-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 150 -sc_threshold 0 -c:a aac',
    places: PLACES,
  },
  {
    name: 'hevc-4k-10bit.mp4',
    source: 'testsrc2=size=3840x2160:rate=25:duration=4,noise=alls=8:allf=t',
    encoder: '-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none -c:a aac',
    places: ['start', 'end'],
  },
]

export async function benchFirstSegment(): Promise<Figure[]> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-bench-'))
  const server = await startServer({ env: { RUSHES_LOG: 'error' } })
  const client = createClient({ baseUrl: server.url, token: server.token })
  try {
    const figures: Figure[] = []
    for (const film of FILMS) {
      const path = join(folder, film.name)
      await makeFilm(film, path)
      const encodeSeconds = await timed(() => encodeTo720(path, join(folder, 'baseline.mp4')))
      for (const place of film.places) {
        const seconds = await firstPiece(client, path, film, place)
        const isOriginal = film.name === 'browser-safe.mp4'
        const what = isOriginal ? 'bytes of the original' : `segment at the ${place}`
        figures.push(
          { name: `${film.name}: last byte to the first ${what}`, value: seconds, unit: 's' },
          {
            name: `${film.name}, ${place}: 720p encode against that`,
            value: encodeSeconds / seconds,
            unit: 'times',
            // Two cores decode four seconds of this in about the time that a person waits for them.
            ...(film.name.startsWith('hevc') ? {} : { atLeast: 2 }),
          },
        )
      }
    }
    return figures
  } finally {
    await server.stop()
    await server.remove()
    await rm(folder, { recursive: true, force: true })
  }
}

async function makeFilm({ source, encoder }: Film, path: string): Promise<void> {
  const sound = 'sine=frequency=440:sample_rate=48000'
  await run(FFMPEG, [
    ...['-v', 'error', '-y', '-f', 'lavfi', '-i', source, '-f', 'lavfi', '-i', sound, '-shortest'],
    ...encoder.split(' '),
    path,
  ])
}

async function encodeTo720(path: string, target: string): Promise<void> {
  const options = '-vf scale=-2:720,format=yuv420p -c:v libx264 -preset veryfast -crf 23 -c:a aac'
  await run(FFMPEG, ['-v', 'error', '-y', '-i', path, ...options.split(' '), target])
}

/** Seconds from the answer to the last part until the piece is in hand. */
async function firstPiece(client: Client, path: string, film: Film, place: Place): Promise<number> {
  const file = await openAsBlob(path)
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  if (project === undefined) throw new Error('The first start made no project.')
  const asset = await client.createAsset(project.root_asset_id, {
    type: 'file',
    name: film.name,
    filesize: file.size,
    filetype: 'video/mp4',
    parts: 1,
  })
  const sent = await fetch(asset.upload_urls?.[0] ?? '', { method: 'PUT', body: file })
  if (sent.status !== 200) throw new Error(`The upload was answered with ${String(sent.status)}.`)
  const seconds = await timed(async () => {
    const manifest = await untilPlayable(client, asset.id)
    if (film.name === 'browser-safe.mp4') await fetchOriginal(client, asset.id)
    else await fetchSegment(manifest, place)
  })
  // The next one is not to wait for what this one still has to do; it may have come to its end by itself.
  await client.stopPipeline(asset.id).catch(() => undefined)
  return seconds
}

async function untilPlayable(client: Client, id: string): Promise<string> {
  for (;;) {
    const { hls_manifest: manifest } = await client.asset(id)
    if (manifest !== null) return manifest
    await sleep(ASK_MS)
  }
}

async function fetchOriginal(client: Client, id: string): Promise<void> {
  const { original = '' } = await client.asset(id)
  await bytesOf(original, { range: 'bytes=0-999999' })
}

async function fetchSegment(manifest: string, place: Place): Promise<void> {
  const address = new URL('quick.m3u8', manifest)
  const playlist = (await bytesOf(address)).toString('utf8')
  const segments = [...playlist.matchAll(/^\S+\.m4s$/gm)].map(([uri]) => uri)
  const index = { start: 0, middle: Math.floor(segments.length / 2), end: segments.length - 1 }[place]
  await Promise.all([
    bytesOf(new URL('../quick/init.mp4', address)),
    bytesOf(new URL(segments[index] ?? '', address)),
  ])
}

async function bytesOf(url: string | URL, headers: Record<string, string> = {}): Promise<Buffer> {
  const response = await fetch(url, { headers })
  if (!response.ok) throw new Error(`${String(url)} was answered with ${String(response.status)}.`)
  return Buffer.from(await response.arrayBuffer())
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return (performance.now() - begin) / 1000
}
