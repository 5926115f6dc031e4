// What becomes of files that arrive: pictures, proxies, playlists, and how the asset tells of it (v2-assets.md 4.2 to 4.5).
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { eventsOf } from './database.ts'
import { inspectMedia } from './inspect-media.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { makeSample, makeSampleClip } from './sample-files.ts'
import { download, upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

interface Pipeline {
  received_at: string
  probed_at: string
  first_picture_at: string
  playable_at: string
  finished_at: string
  progress: number
  failure: string | null
  renditions: { kind: string; state: string; progress: number; reason: string | null }[]
}

const rungs = ['h264_360', 'h264_540', 'h264_720', 'h264_1080_best', 'h264_2160']

// What the media engine makes does not depend on which PostgreSQL tells of it: one of the two is enough, and half the time.
describe.each(inject('servers').slice(0, 1))('media on the $name database', (server) => {
  let client: ReferenceClient
  let root: string
  let clip: Asset

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'media')).root_asset_id
    clip = await processed('clip.mp4', await makeSampleClip())
  })

  /** Uploads and waits until everything that is made of the file is there. */
  async function processed(name: string, bytes: Uint8Array<ArrayBuffer>): Promise<Asset> {
    const { id } = await upload(client, root, name, bytes)
    return waitUntil(
      `${name} is transcoded`,
      () => client.asset(id),
      ({ status, checksums }) => status === 'transcoded' && checksums !== null,
    )
  }
  const link = (asset: Asset, key: string) => {
    const value = asset[key]
    if (typeof value !== 'string') throw new Error(`${key} is no link but ${JSON.stringify(value)}`)
    return value
  }

  it.each([
    ['thumb', 320],
    ['thumb_orig_ar_540', 320],
    ['cover', 320],
    ['image_small', 320],
    ['image_full', 320],
  ])('makes a picture that is no larger than the video: %s', async (key, maxWidth) => {
    const response = await fetch(link(clip, key))
    expect(response.headers.get('content-type')).toBe('image/jpeg')
    expect(response.headers.get('content-disposition')).toBeNull()
    await response.body?.cancel()
    const { video } = await inspectMedia(link(clip, key))
    expect(video).toMatchObject({ codec_name: 'mjpeg', nb_read_frames: '1' })
    expect(video?.width).toBeLessThanOrEqual(maxWidth)
    expect((video?.width ?? 0) / (video?.height ?? 1)).toBeCloseTo(16 / 9, 1)
  })

  it('makes the one picture of a fixed size', async () => {
    expect((await inspectMedia(link(clip, 'thumb_540'))).video).toMatchObject({ width: 960, height: 540 })
  })

  it('makes a strip of pictures to scrub through', async () => {
    const { video } = await inspectMedia(link(clip, 'thumb_scrub'))
    expect(video).toMatchObject({ codec_name: 'mjpeg', nb_read_frames: '1' })
    expect((video?.width ?? 0) * (video?.height ?? 0)).toBeGreaterThan(320 * 180)
  })

  it('makes only proxies that are no larger than the video, with every frame and the sound', async () => {
    expect(rungs.filter((rung) => clip[rung] !== null)).toEqual(['h264_360'])
    const { formatName, video, audio, durationSeconds } = await inspectMedia(link(clip, 'h264_360'))
    expect(formatName).toContain('mp4')
    expect(video).toMatchObject({
      codec_name: 'h264',
      width: 320,
      height: 180,
      r_frame_rate: '24000/1001',
      nb_read_frames: '48',
    })
    expect(audio).toMatchObject({ codec_name: 'aac' })
    expect(durationSeconds).toBeCloseTo(2.002, 1)
    expect((await inspectMedia(link(clip, 'video_h264_180'))).video).toMatchObject({ nb_read_frames: '48' })
  })

  it('offers the proxies and pictures as downloads, and null for what there is not', async () => {
    expect(Object.keys(clip.downloads ?? {}).toSorted()).toEqual(
      [...rungs, 'image_full', 'image_high', 'image_small'].toSorted(),
    )
    expect(clip.downloads).toMatchObject({ h264_1080_best: null, h264_720: null, image_high: null })
    const response = await fetch(clip.downloads?.['h264_360'] ?? '')
    expect(response.status).toBe(200)
    expect(response.headers.get('content-disposition')).toMatch(/^attachment; filename="clip_h264_360.mp4"/)
    expect(new Uint8Array(await response.arrayBuffer())).toEqual(await download(link(clip, 'h264_360')))
  })

  it('plays as HLS: master, rung, init and segments', async () => {
    const master = await fetch(link(clip, 'hls_manifest'))
    expect(master.headers.get('content-type')).toBe('application/vnd.apple.mpegurl')
    expect(master.headers.get('access-control-allow-origin')).toBe('*')
    const lines = (await master.text()).split('\n')
    const variants = lines.filter((line) => line !== '' && !line.startsWith('#'))
    expect(lines[0]).toBe('#EXTM3U')
    expect(lines.find((line) => line.startsWith('#EXT-X-STREAM-INF'))).toMatch(
      /BANDWIDTH=\d+.*RESOLUTION=320x180,FRAME-RATE=23.976,CODECS="avc1\.[\da-f]{6},mp4a\.40\.2"/i,
    )
    expect(variants).toHaveLength(1)

    const rungUrl = new URL(variants[0] ?? '', master.url)
    const rung = await (await fetch(rungUrl)).text()
    const [, initUri = '', initBytes, initStart] =
      /#EXT-X-MAP:URI="([^"]+)",BYTERANGE="(\d+)@(\d+)"/.exec(rung) ?? []
    const segments = [...rung.matchAll(/#EXTINF:([\d.]+),\n#EXT-X-BYTERANGE:(\d+)@(\d+)\n(.+)\n/g)]
    const seconds = segments.reduce((sum, [, duration]) => sum + Number(duration), 0)
    expect(seconds).toBeCloseTo(2.002, 1)
    const pieces = [
      await fetchRange(new URL(initUri, rungUrl), Number(initStart), Number(initBytes)),
      ...(await Promise.all(
        segments.map(([, , bytes, start, uri = '']) =>
          fetchRange(new URL(uri, rungUrl), Number(start), Number(bytes)),
        ),
      )),
    ]
    expect(new TextDecoder('latin1').decode(pieces[0]?.subarray(4, 8))).toBe('ftyp')
    for (const piece of pieces.slice(1))
      expect(new TextDecoder('latin1').decode(piece.subarray(4, 8))).toMatch(/^(?:moof|styp|sidx|prft|emsg)$/)

    // A player of somebody else's that knows nothing but the address.
    const { video, audio } = await inspectMedia(link(clip, 'hls_manifest'))
    expect(video).toMatchObject({ codec_name: 'h264', nb_read_frames: '48' })
    expect(audio).toMatchObject({ codec_name: 'aac' })
  })

  it('tells what it did, in order, and that it has finished', async () => {
    const types = (await eventsOf(server, clip.id)).map(({ type }) => type)
    expect(types[0]).toBe('asset.created')
    expect(types[1]).toBe('asset.uploaded')
    expect(types.indexOf('asset.probed')).toBe(2)
    expect(types.indexOf('asset.rendition.made')).toBeGreaterThan(2)
    expect(types.filter((type) => type === 'asset.ready')).toHaveLength(1)
    // A checksum that was made of the arriving bytes is no news.
    expect(types.filter((type) => type === 'asset.hashed').length).toBeLessThanOrEqual(1)
    expect(types.lastIndexOf('asset.rendition.made')).toBeLessThan(types.indexOf('asset.ready'))

    const pipeline = await client.ok<Pipeline>('GET', `/api/assets/${clip.id}/pipeline`)
    expect(pipeline).toMatchObject({ progress: 1, failure: null })
    expect(pipeline.renditions.filter(({ state }) => state !== 'done')).toEqual([])
    const { received_at: received, probed_at: probed, finished_at: finished } = pipeline
    const times = [received, probed, pipeline.first_picture_at, finished]
    expect(times.toSorted()).toEqual(times)
    expect(pipeline.playable_at >= probed && pipeline.playable_at <= finished).toBe(true)
    expect(clip.transcoded_at).toBe(finished)
  })

  it('goes from created through uploaded to transcoded and never back', async () => {
    const bytes = await makeSample(
      'short.mp4',
      '-f lavfi -i testsrc2=size=64x36:rate=25 -frames:v 5 -pix_fmt yuv420p',
    )
    const asset = await client.createFile(root, 'short.mp4', bytes.length)
    const seen = [asset.status]
    await upload(client, root, 'other.mp4', bytes)
    await fetch(asset.upload_urls?.[0] ?? '', { method: 'PUT', body: bytes })
    await waitUntil(
      'short.mp4 is transcoded',
      async () => {
        const { status } = await client.asset(asset.id)
        if (seen.at(-1) !== status) seen.push(status)
        return status
      },
      (status) => status === 'transcoded',
    )
    expect(['created,uploaded,transcoded', 'created,transcoded']).toContain(seen.join(','))
  })

  it('makes pictures of an image, and nothing to play', async () => {
    const image = await processed(
      'still.png',
      await makeSample('still.png', '-f lavfi -i testsrc2=size=640x400 -frames:v 1'),
    )
    expect(image).toMatchObject({
      asset_type: 'image',
      frames: 0,
      fps: null,
      duration: null,
      hls_manifest: null,
    })
    expect(rungs.filter((rung) => image[rung] !== null)).toEqual([])
    for (const key of [
      'thumb',
      'thumb_540',
      'thumb_orig_ar_540',
      'cover',
      'image_small',
      'image_high',
      'image_full',
    ])
      expect((await inspectMedia(link(image, key))).video, key).toMatchObject({ codec_name: 'mjpeg' })
    expect((await inspectMedia(link(image, 'image_full'))).video).toMatchObject({ width: 640, height: 400 })
  })

  it('makes sound alone playable, with its loudness', async () => {
    const sound = await processed(
      'tone.wav',
      await makeSample('tone.wav', '-f lavfi -i sine=frequency=330:sample_rate=48000:duration=1'),
    )
    expect(sound).toMatchObject({ asset_type: 'stream', frames: 0, fps: null })
    expect(sound.duration).toBeCloseTo(1, 1)
    expect(rungs.filter((rung) => sound[rung] !== null)).toEqual([])
    expect((await inspectMedia(link(sound, 'hls_manifest'))).audio).toMatchObject({ codec_name: 'aac' })

    const response = await fetch(link(sound, 'waveform'))
    expect(response.headers.get('content-type')).toBe('application/json')
    const { peaks, samplesPerPixel, sampleRate } = (await response.json()) as {
      peaks: number[]
      samplesPerPixel: number
      sampleRate: number
    }
    expect(((peaks.length / 2) * samplesPerPixel) / sampleRate).toBeCloseTo(1, 1)
    expect(Math.max(...peaks)).toBeGreaterThan(0)
    expect(Math.min(...peaks)).toBeLessThan(0)
  })
})

async function fetchRange(url: URL, start: number, length: number): Promise<Uint8Array> {
  const response = await fetch(url, {
    headers: { range: `bytes=${String(start)}-${String(start + length - 1)}` },
  })
  expect(response.status).toBe(206)
  const bytes = new Uint8Array(await response.arrayBuffer())
  expect(bytes).toHaveLength(length)
  return bytes
}
