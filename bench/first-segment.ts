// From the last byte of an upload to the first picture and to the first piece of film in hand, at the start, in the middle
// and near the end, against encoding it to 720p first. The ladder starts meanwhile, as it does for everybody.
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
  /** Browsers play it as it is. */
  isOriginal?: true
  /** What a person may have to wait for, in seconds: for the picture, and for the server that knows the film already. */
  mostUntilPicture?: number
  mostUntilPiece?: number
}

const HD = 'testsrc2=size=1920x1080:rate=25:duration=20,noise=alls=8:allf=t'
const LONG_GOP = '-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 150 -sc_threshold 0 -c:a aac'
const FILMS: readonly Film[] = [
  {
    name: 'browser-safe.mp4',
    source: HD,
    encoder: '-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 50 -c:a aac',
    places: ['start'],
    isOriginal: true,
    mostUntilPiece: 1,
  },
  {
    name: 'long-gop-1080p.mp4',
    source: HD,
    encoder: LONG_GOP,
    places: PLACES,
    isOriginal: true,
    mostUntilPiece: 1,
  },
  {
    name: 'prores-1080p.mov',
    source: HD,
    encoder: '-c:v prores_ks -profile:v 2 -c:a pcm_s16le',
    places: PLACES,
    mostUntilPiece: 1.5,
  },
  {
    name: 'dnxhr-1080p.mov',
    source: HD,
    encoder: '-c:v dnxhd -profile:v dnxhr_sq -pix_fmt yuv422p -c:a pcm_s16le',
    places: PLACES,
    mostUntilPiece: 1.5,
  },
  // The same film in a container that browsers do not play. Its middle and its end lie four seconds into a GOP.
  { name: 'long-gop-1080p.mkv', source: HD, encoder: LONG_GOP, places: PLACES },
  {
    name: 'hevc-4k-hdr.mp4',
    source: 'testsrc2=size=3840x2160:rate=25:duration=4,noise=alls=8:allf=t',
    encoder:
      '-c:v libx265 -preset ultrafast -pix_fmt yuv420p10le -x265-params log-level=none ' +
      '-color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc -c:a aac',
    places: ['start', 'end'],
    mostUntilPicture: 1.5,
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
      figures.push({
        name: `${film.name}: last byte to the first picture`,
        value: await pictureWait(client, path, film),
        unit: 's',
        ...(film.mostUntilPicture === undefined ? {} : { atMost: film.mostUntilPicture }),
      })
      for (const place of film.places) {
        const waits = await waitsFor(client, path, film, place)
        const what = `${film.name}, ${place}`
        figures.push(
          { name: `${what}: last byte to the first piece of film`, value: waits.piece, unit: 's' },
          {
            name: `${what}: of which a server that knows the film takes`,
            value: waits.server,
            unit: 's',
            ...(film.mostUntilPiece === undefined ? {} : { atMost: film.mostUntilPiece }),
          },
          {
            name: `${what}: 720p encode against the first piece`,
            value: encodeSeconds / waits.piece,
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

/** Answers as soon as the last part is received. */
async function upload(client: Client, path: string, { name }: Film): Promise<{ id: string; size: number }> {
  const file = await openAsBlob(path)
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  if (project === undefined) throw new Error('The first start made no project.')
  const asset = await client.createAsset(project.root_asset_id, {
    type: 'file',
    name,
    filesize: file.size,
    filetype: 'video/mp4',
    parts: 1,
  })
  const sent = await fetch(asset.upload_urls?.[0] ?? '', { method: 'PUT', body: file })
  if (sent.status !== 200) throw new Error(`The upload was answered with ${String(sent.status)}.`)
  return { id: asset.id, size: file.size }
}

/** The next one is not to wait for what this one still has to do; it may have come to its end by itself. */
async function stop(client: Client, id: string): Promise<void> {
  await client.stopPipeline(id)
}

/** Seconds until a picture of the film is in hand. Nobody watches: pictures stand still while somebody waits for film. */
async function pictureWait(client: Client, path: string, film: Film): Promise<number> {
  const { id } = await upload(client, path, film)
  const wait = await timed(async () => bytesOf(await linkTo(client, id, 'thumb')))
  await stop(client, id)
  return wait
}

/** Seconds of waiting. */
interface Waits {
  /** From the answer to the last part until the piece of film is in hand. */
  piece: number
  /** From the question for a playlist, or for the bytes, until the piece is in hand. */
  server: number
}

async function waitsFor(client: Client, path: string, film: Film, place: Place): Promise<Waits> {
  const { id, size } = await upload(client, path, film)
  let server = 0
  const piece = await timed(async () => {
    // Says that the file was looked at; a player knows by then whether the browser takes it as it is.
    const manifest = await linkTo(client, id, 'hls_manifest')
    const link = film.isOriginal === true ? await linkTo(client, id, 'original') : manifest
    server = await timed(() =>
      film.isOriginal === true ? fetchOriginal(link, size, place) : fetchSegment(link, place),
    )
  })
  await stop(client, id)
  return { piece, server }
}

/** Asks until there is one. */
async function linkTo(
  client: Client,
  id: string,
  what: 'thumb' | 'original' | 'hls_manifest',
): Promise<string> {
  for (;;) {
    const link = (await client.asset(id))[what]
    if (typeof link === 'string') return link
    await sleep(ASK_MS)
  }
}

async function fetchOriginal(link: string, size: number, place: Place): Promise<void> {
  const first = Math.floor({ start: 0, middle: 0.5, end: 0.9 }[place] * size)
  await bytesOf(link, { range: `bytes=${String(first)}-${String(Math.min(size, first + 1_000_000) - 1)}` })
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
