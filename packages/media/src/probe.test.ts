import { copyFile, mkdtemp, open, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { MediaProbe, type VideoProbe } from './media-probe.ts'
import { probeFile, UnreadableMediaError } from './probe.ts'
import { makeClip, makeFile, testTools, withSphericalBox } from './test-clips.ts'
import { makePdf } from './test-documents.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'probe-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const probe = (file: string) => probeFile(tools, file, { tempFolder: folder })
async function probeVideo(file: string): Promise<VideoProbe> {
  const found = await probe(file)
  if (found.kind !== 'video') throw new Error(`a video was expected, not ${found.kind}`)
  return found
}
async function written(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  return file
}

describe('the grid of frames', () => {
  test.each([
    ['25', '01:00:00:00', { num: 25, den: 1 }],
    ['24000/1001', '23:59:59:00', { num: 24_000, den: 1001 }],
    ['30000/1001', '01:00:00;00', { num: 30_000, den: 1001 }],
    ['50', '10:00:00:00', { num: 50, den: 1 }],
  ])('of a %s clip is exact, with its timecode %s', async (rate, timecode, frameRate) => {
    const name = `grid-${rate.replace('/', '-')}`
    const mp4 = await makeClip(tools, folder, `${name}.mp4`, {
      rate,
      frames: 37,
      options: ['-timecode', timecode],
    })
    expect(await probeVideo(mp4)).toMatchObject({
      frameRate,
      isVariableFrameRate: false,
      frameCount: 37,
      durationSeconds: (37 * frameRate.den) / frameRate.num,
      startTimecode: timecode,
      firstPictureSeconds: 0,
      startsAtFirstPicture: true,
    })
    for (const container of ['mkv', 'ts']) {
      const copy = await makeFile(
        tools,
        folder,
        `${name}.${container}`,
        `-i ${mp4} -map 0:v -map 0:a -c copy`,
      )
      expect(await probeVideo(copy)).toMatchObject({ frameRate, frameCount: 37 })
    }
  })

  test('of a camera MXF is exact, with timecode', async () => {
    const options = '-c:v mpeg2video -c:a pcm_s16le -timecode 10:00:00:00'.split(' ')
    const mxf = await makeClip(tools, folder, 'camera.mxf', { frames: 30, options })
    expect(await probeVideo(mxf)).toMatchObject({
      frameCount: 30,
      startTimecode: '10:00:00:00',
      container: 'mxf',
    })
  })

  test('of a ProRes MOV is exact, with timecode and reel', async () => {
    const options = '-c:v prores_ks -c:a pcm_s24le -timecode 02:00:00:00 -metadata:s:v:0 reel_name=A001C001'
    const mov = await makeClip(tools, folder, 'camera.mov', { frames: 20, options: options.split(' ') })
    expect(await probeVideo(mov)).toMatchObject({
      frameCount: 20,
      startTimecode: '02:00:00:00',
      reel: 'A001C001',
      codec: 'prores',
      bitDepth: 10,
    })
  })

  test('of a variable-rate phone clip is the rate it was meant to have, and as long as the clip', async () => {
    const filters = "select='not(eq(mod(n,7),3))',setpts=PTS+0.004*random(1)/TB"
    const options = '-vsync vfr -video_track_timescale 90000'.split(' ')
    const clip = await makeClip(tools, folder, 'phone.mp4', { frames: 50, filters, options })
    expect(await probeVideo(clip)).toMatchObject({
      isVariableFrameRate: true,
      frameRate: { num: 25, den: 1 },
      frameCount: 50,
    })
  })

  test('of an interlaced clip counts pictures, not fields', async () => {
    const filters = 'interlace'
    const options = '-x264opts tff=1 -flags +ilme+ildct'.split(' ')
    const clip = await makeClip(tools, folder, 'fields.ts', { rate: '50', frames: 50, filters, options })
    expect(await probeVideo(clip)).toMatchObject({
      interlaced: true,
      frameRate: { num: 25, den: 1 },
      frameCount: 25,
    })
  })
})

describe('the picture as displayed', () => {
  test('is turned as the phone was held', async () => {
    const flat = await makeClip(tools, folder, 'flat.mp4', { frames: 5 })
    const upright = await makeFile(
      tools,
      folder,
      'upright.mp4',
      `-i ${flat} -c copy -metadata:s:v:0 rotate=90`,
    )
    expect(await probeVideo(upright)).toMatchObject({
      width: 180,
      height: 320,
      codedWidth: 320,
      codedHeight: 180,
    })
  })

  test('has square pixels', async () => {
    const clip = await makeClip(tools, folder, 'anamorphic.mp4', { frames: 5, filters: 'setsar=2' })
    expect(await probeVideo(clip)).toMatchObject({
      width: 640,
      height: 180,
      codedWidth: 320,
      codedHeight: 180,
    })
  })

  test('is known to be HDR by its transfer', async () => {
    const options =
      '-c:v libx265 -x265-params log-level=error -pix_fmt yuv420p10le -color_primaries bt2020 -color_trc smpte2084 -colorspace bt2020nc'
    const clip = await makeClip(tools, folder, 'hdr.mp4', { frames: 5, options: options.split(' ') })
    expect(await probeVideo(clip)).toMatchObject({
      isHdr: true,
      bitDepth: 10,
      codec: 'hevc',
      colour: { primaries: 'bt2020', transfer: 'smpte2084', matrix: 'bt2020nc', range: 'tv' },
    })
  })

  test('is known to be a sphere by the box cameras write', async () => {
    const flat = await makeClip(tools, folder, 'sphere-flat.mp4', { frames: 5, sound: false })
    const file = await written('sphere.mp4', withSphericalBox(await readFile(flat)))
    expect(await probeVideo(flat)).toMatchObject({ is360: false })
    expect(await probeVideo(file)).toMatchObject({ is360: true, frameCount: 5 })
  })
})

describe('sound and subtitles', () => {
  test('are listed with language and title', async () => {
    const clip = await makeClip(tools, folder, 'spoken.mp4', { frames: 25 })
    const subtitles = await written('lines.srt', '1\n00:00:00,100 --> 00:00:00,900\nHello\n\n')
    const tags = '-metadata:s:a:0 language=deu -metadata:s:a:0 title=Dialogue -metadata:s:s:0 language=eng'
    const file = await makeFile(
      tools,
      folder,
      'spoken.mkv',
      `-i ${clip} -i ${subtitles} -map 0 -map 1 -c:v copy -c:a copy -c:s srt ${tags}`,
    )
    const { audio, subtitles: found } = await probe(file)
    expect(audio).toMatchObject([
      { codec: 'aac', channels: 1, layout: 'mono', sampleRate: 48_000, language: 'deu', title: 'Dialogue' },
    ])
    expect(found).toMatchObject([{ codec: 'subrip', language: 'eng' }])
  })

  test.each(['wav', 'mp3', 'flac', 'm4a', 'ogg', 'aiff'])('alone make a %s file audio', async (extension) => {
    const file = await makeFile(
      tools,
      folder,
      `tone.${extension}`,
      '-f lavfi -i sine=sample_rate=48000:duration=1',
    )
    const found = await probe(file)
    expect(found).toMatchObject({ kind: 'audio', coverStreamIndex: null })
    expect(found.kind === 'audio' && found.durationSeconds).toBeCloseTo(1, 1)
  })

  test('with an album cover are audio still', async () => {
    const cover = await makeFile(tools, folder, 'cover.jpg', '-f lavfi -i testsrc2=size=64x64 -frames:v 1')
    const tone = '-f lavfi -i sine=duration=1'
    const song = await makeFile(
      tools,
      folder,
      'song.mp3',
      `${tone} -i ${cover} -map 0 -map 1 -c:v copy -disposition:v attached_pic`,
    )
    expect(await probe(song)).toMatchObject({ kind: 'audio', coverStreamIndex: 1 })
  })
})

describe('stills', () => {
  test.each(['jpg', 'png', 'webp', 'gif', 'tiff', 'bmp', 'dpx', 'jp2'])(
    'in %s are images',
    async (extension) => {
      const file = await makeFile(
        tools,
        folder,
        `still.${extension}`,
        '-f lavfi -i testsrc2=size=64x48 -frames:v 1',
      )
      expect(await probe(file)).toMatchObject({ kind: 'image', width: 64, height: 48 })
    },
  )

  test('in EXR and AVIF are images', async () => {
    const source = '-f lavfi -i testsrc2=size=64x48 -frames:v 1'
    const exr = await makeFile(tools, folder, 'still.exr', `${source} -pix_fmt gbrpf32le`)
    const avif = await makeFile(tools, folder, 'still.avif', `${source} -c:v libaom-av1 -still-picture 1`)
    expect(await probe(exr)).toMatchObject({ kind: 'image', decoder: 'ffmpeg', bitDepth: 32 })
    expect(await probe(avif)).toMatchObject({ kind: 'image', decoder: 'sharp', contentType: 'image/avif' })
  })

  test('turned by EXIF have their displayed size', async () => {
    const flat = await makeFile(tools, folder, 'exif-flat.jpg', '-f lavfi -i testsrc2=size=64x48 -frames:v 1')
    const file = await written('exif.jpg', withExifOrientation(await readFile(flat), 6))
    expect(await probe(file)).toMatchObject({ width: 48, height: 64, rotation: 90, codedWidth: 64 })
  })

  test('drawn in SVG are images', async () => {
    const drawing =
      '<?xml version="1.0"?>\n<!-- a --><svg xmlns="http://www.w3.org/2000/svg" width="40" height="20"/>'
    const found = await probe(await written('drawing.svg', drawing))
    expect(found).toMatchObject({ kind: 'image', contentType: 'image/svg+xml' })
    expect(found.kind === 'image' && found.width / found.height).toBe(2)
  })
})

describe('what is not media', () => {
  test('a PDF is a document, known by its first bytes', async () => {
    const file = await written('paper.mp4', makePdf([{ width: 20, height: 30, rgb: [0, 0, 0] }]))
    expect(await probe(file)).toMatchObject({ kind: 'document', contentType: 'application/pdf' })
  })

  test('unknown bytes and texts are other, not an error', async () => {
    // A fixed pattern without signature.
    const noise = Buffer.from(Array.from({ length: 50_000 }, (_, index) => (index * index * 31 + 7) % 251))
    expect(await probe(await written('noise.mov', noise))).toMatchObject({ kind: 'other' })
    expect(await probe(await written('note.txt', 'Take 3 was the good one.\n'))).toMatchObject({
      kind: 'other',
    })
  })

  test('an empty file is unreadable', async () => {
    await expect(probe(await written('empty.mp4', ''))).rejects.toThrow('The file is empty.')
  })

  test('a missing file is the error of the file system', async () => {
    await expect(probe(path.join(folder, 'nowhere.mp4'))).rejects.toThrow('ENOENT')
  })
})

describe('broken and hostile files', () => {
  test('a clip cut off before its index is unreadable, in words', async () => {
    const whole = await makeClip(tools, folder, 'whole.mp4', { frames: 25 })
    const cut = path.join(folder, 'cut.mp4')
    await copyFile(whole, cut)
    await truncate(cut, 20_000)
    const attempt = probe(cut)
    await expect(attempt).rejects.toThrow(UnreadableMediaError)
    await expect(attempt).rejects.toThrow(/no index \(moov\)/)
  })

  test.each([
    ['mp4', '-movflags +faststart'],
    ['mkv', ''],
  ])(
    'a film in %s that breaks off has the frames that are there, and says how long it should be',
    async (kind, options) => {
      const whole = await makeClip(tools, folder, `breaks.${kind}`, {
        frames: 100,
        options: options.split(' ').filter((option) => option !== ''),
      })
      expect((await probeVideo(whole)).statedSeconds).toBeNull()
      await truncate(whole, Math.round((await readFile(whole)).length * 0.6))
      const { statedSeconds, frameCount, durationSeconds } = await probeVideo(whole)
      expect(statedSeconds).toBeCloseTo(4, 0)
      expect(frameCount).toBeGreaterThan(30)
      expect(frameCount).toBeLessThan(85)
      expect(durationSeconds).toBe(frameCount / 25)
    },
  )

  test('a sound that breaks off is as long as what is there', async () => {
    const file = await makeFile(
      tools,
      folder,
      'breaks.m4a',
      '-f lavfi -i sine=duration=4 -movflags +faststart',
    )
    expect(await probe(file)).toMatchObject({ kind: 'audio', statedSeconds: null })
    await truncate(file, Math.round((await readFile(file)).length / 2))
    const found = await probe(file)
    if (found.kind !== 'audio') throw new Error('sound was expected')
    expect(found.statedSeconds).toBeCloseTo(4, 1)
    expect(found.durationSeconds).toBeCloseTo(2, 0)
  })

  test('a clip of zeros behind a true header is unreadable', async () => {
    const file = path.join(folder, 'zeros.mp4')
    const handle = await open(file, 'w')
    await handle.write(Buffer.from('\x00\x00\x00\x18ftypisom\x00\x00\x02\x00isommp41', 'latin1'))
    await handle.truncate(5_000_000)
    await handle.close()
    await expect(probe(file)).rejects.toThrow(UnreadableMediaError)
  })

  test.each([
    ['concat list', 'ffconcat version 1.0\nfile secret.mp4\n'],
    ['playlist', '#EXTM3U\n#EXT-X-TARGETDURATION:9\n#EXTINF:9,\nsecret.mp4\n#EXT-X-ENDLIST\n'],
    ['manifest', '<?xml version="1.0"?><MPD xmlns="urn:mpeg:dash:schema:mpd:2011"><Period/></MPD>'],
    ['session description', 'v=0\no=- 0 0 IN IP4 127.0.0.1\nm=video 5004 RTP/AVP 96\n'],
  ])('a %s under the name of a video opens no other file', async (_, text) => {
    const secret = await makeClip(tools, folder, 'secret.mp4', { frames: 5 })
    const file = await written('attack.mp4', text.replace('secret.mp4', secret))
    const found = await probe(file)
    expect(found).toMatchObject({ kind: 'other', audio: [], ffprobe: null })
  })

  test('a name full of patterns and protocols is only a name', async () => {
    const clip = await makeClip(tools, folder, 'plain.mp4', { frames: 5 })
    const odd = path.join(folder, 'concat:a|b %03d *?{x}.png')
    await copyFile(clip, odd)
    expect(await probe(odd)).toMatchObject({ kind: 'video', frameCount: 5 })
  })

  test('endless tags are cut to what a database column holds', async () => {
    const long = 'x'.repeat(5000)
    const clip = await makeClip(tools, folder, 'tags.mkv', {
      frames: 5,
      options: ['-metadata', `comment=${long}`],
    })
    const stored = JSON.stringify(await probe(clip))
    expect(stored.length).toBeLessThan(20_000)
    expect(stored).not.toContain(folder)
  })
})

test('a probe survives being stored as JSON', async () => {
  const clip = await makeClip(tools, folder, 'stored.mp4', { frames: 5 })
  const found = await probe(clip)
  expect(MediaProbe.parse(JSON.parse(JSON.stringify(found)))).toEqual(found)
})

test('an abort ends the probe with its reason', async () => {
  const clip = await makeClip(tools, folder, 'aborted.mp4', { frames: 5 })
  const signal = AbortSignal.abort(new Error('the request went away'))
  await expect(probeFile(tools, clip, { signal, tempFolder: folder })).rejects.toThrow(
    'the request went away',
  )
})

/** Puts an EXIF block with nothing but an orientation behind the start of a JPEG. */
function withExifOrientation(jpeg: Buffer, orientation: number): Buffer {
  const exif = Buffer.from(`4578696600004d4d002a00000008000101120003000000010000000000000000`, 'hex')
  exif.writeUInt16BE(orientation, 24)
  const marker = Buffer.from([0xff, 0xe1, 0, exif.length + 2])
  return Buffer.concat([jpeg.subarray(0, 2), marker, exif, jpeg.subarray(2)])
}
