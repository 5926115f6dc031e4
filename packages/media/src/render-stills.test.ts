import { mkdtemp, readdir, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, test } from 'vitest'
import { probeFile } from './probe.ts'
import { renderStills, type StillsRequest } from './render-stills.ts'
import type { StillKind } from './renditions.ts'
import { makeClip, makeFile, readFrameNumbers, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'stills-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

async function render(inputPath: string, options: Partial<StillsRequest> = {}) {
  const probe = await probeFile(tools, inputPath, { tempFolder: folder })
  if (probe.kind === 'document' || probe.kind === 'other') throw new Error(`no picture in it: ${probe.kind}`)
  const outDir = await mkdtemp(`${inputPath}-out-`)
  const report = await renderStills(tools, { inputPath, probe, outDir, ...options })
  const file = (kind: StillKind) => report.made.find((made) => made.kind === kind)?.path ?? `no ${kind}`
  const sizes = report.made.map(({ kind, width, height }) => `${kind} ${width}x${height}`)
  return { ...report, outDir, file, sizes }
}

/** Mean red, green and blue of a place in a picture, given as shares of its sides. */
async function colourAt(file: string, x: number, y: number): Promise<number[]> {
  const { width, height } = await sharp(file).metadata()
  const region = { left: Math.floor(x * width) - 2, top: Math.floor(y * height) - 2, width: 4, height: 4 }
  const { channels } = await sharp(await sharp(file).extract(region).toBuffer()).stats()
  return channels.map(({ mean }) => mean)
}

async function written(name: string, content: string | Buffer): Promise<string> {
  const file = path.join(folder, name)
  await writeFile(file, content)
  return file
}

describe('of a video', () => {
  test('come in every size, the smallest first, and none is enlarged but the cropped ones', async () => {
    const clip = await makeClip(tools, folder, 'clip.mp4', { frames: 10, width: 1280, height: 536 })
    const heard: string[] = []
    const { sizes, failed, outDir } = await render(clip, { onRendition: ({ kind }) => void heard.push(kind) })
    expect(failed).toEqual([])
    expect(sizes).toEqual([
      'thumb 320x180',
      'cover 1280x536',
      'thumb_540 960x540',
      'thumb_orig_ar_540 1280x536',
      'image_small 640x268',
      'image_full 1280x536',
    ])
    expect(heard[0]).toBe('thumb')
    expect((await readdir(outDir)).toSorted()).toEqual(heard.map((kind) => `${kind}.jpg`).toSorted())
  })

  test.each([
    ['with many key frames', '-g 5'],
    ['with one key frame, which is black', '-g 250'],
  ])('that starts in the dark show a picture: %s', async (name, options) => {
    const source =
      '-f lavfi -i color=c=black:size=320x180:rate=25:duration=2 -f lavfi -i color=c=0x30A0E0:size=320x180:rate=25:duration=2'
    const args = `${source} -filter_complex [0][1]concat -c:v libx264 -pix_fmt yuv420p -sc_threshold 0 ${options}`
    const { file } = await render(await makeFile(tools, folder, `dark ${name}.mp4`, args))
    const [red = 0, green = 0, blue = 0] = await colourAt(file('cover'), 0.5, 0.5)
    for (const difference of [red - 0x30, green - 0xa0, blue - 0xe0])
      expect(Math.abs(difference)).toBeLessThan(8)
  })

  test('show the same frame, small and large', async () => {
    const filters = "drawbox=t=fill:color=black:enable='lt(n,35)'"
    const options = '-c:v mpeg2video -q:v 2 -g 15 -bf 2'.split(' ')
    const spec = { rate: '30000/1001', frames: 50, width: 640, height: 360, filters, options }
    const { file } = await render(await makeClip(tools, folder, 'numbers.ts', spec))
    const [small = 0] = await readFrameNumbers(tools, file('thumb'))
    expect(small).toBeGreaterThanOrEqual(35)
    expect(await readFrameNumbers(tools, file('image_full'))).toEqual([small])
  })

  test('that is black throughout are black, not missing', async () => {
    const args = '-f lavfi -i color=c=black:size=320x180:rate=25:duration=1 -c:v libx264 -pix_fmt yuv420p'
    const { failed, file } = await render(await makeFile(tools, folder, 'night.mp4', args))
    expect(failed).toEqual([])
    expect(Math.max(...(await colourAt(file('cover'), 0.5, 0.5)))).toBeLessThan(5)
  })

  test('filmed upright stand upright', async () => {
    const flat = await makeClip(tools, folder, 'phone-flat.mp4', { frames: 5, width: 640, height: 360 })
    const phone = await makeFile(tools, folder, 'phone.mp4', `-i ${flat} -c copy -metadata:s:v:0 rotate=90`)
    expect((await render(phone)).sizes).toContain('image_full 360x640')
  })

  test('broken off right after its header fail each with a reason', async () => {
    const options = ['-movflags', '+faststart']
    const clip = await makeClip(tools, folder, 'header-only.mp4', { frames: 10, sound: false, options })
    await truncate(clip, (await readFile(clip)).indexOf('mdat', 0, 'latin1') + 200)
    const { made, failed, outDir } = await render(clip)
    expect(made).toEqual([])
    expect(failed.length).toBe(6)
    expect(failed.every(({ reason }) => reason.endsWith('.'))).toBe(true)
    expect(await readdir(outDir)).toEqual([])
  })
})

describe('of a picture', () => {
  test('come in one size more, and small ones stay small', async () => {
    const picture = await makeFile(
      tools,
      folder,
      'large.png',
      '-f lavfi -i testsrc2=size=3000x1500 -frames:v 1',
    )
    expect((await render(picture)).sizes).toEqual([
      'thumb 320x180',
      'cover 1280x640',
      'thumb_540 960x540',
      'thumb_orig_ar_540 1080x540',
      'image_small 640x320',
      'image_high 2560x1280',
      'image_full 3000x1500',
    ])
  })

  test('turned by EXIF stand upright', async () => {
    const turned = path.join(folder, 'turned.jpg')
    const left = { create: { width: 50, height: 100, channels: 3 as const, background: 'red' } }
    const whole = sharp({ create: { width: 200, height: 100, channels: 3, background: 'blue' } })
    await whole
      .composite([{ input: left, left: 0, top: 0 }])
      .withMetadata({ orientation: 6 })
      .jpeg()
      .toFile(turned)
    const { file, sizes } = await render(turned)
    expect(sizes).toContain('image_full 100x200')
    // Orientation 6: turned clockwise for display, so that the left side comes to the top.
    const [top, bottom] = [
      await colourAt(file('image_full'), 0.5, 0.1),
      await colourAt(file('image_full'), 0.5, 0.9),
    ]
    expect(top[0]).toBeGreaterThan(200)
    expect(bottom[2]).toBeGreaterThan(200)
  })

  test('with transparency lie on white', async () => {
    const clear = path.join(folder, 'clear.png')
    await sharp({ create: { width: 64, height: 64, channels: 4, background: '#00000000' } })
      .png()
      .toFile(clear)
    expect(Math.min(...(await colourAt((await render(clear)).file('cover'), 0.5, 0.5)))).toBeGreaterThan(250)
  })

  test.each(['bmp', 'dpx', 'jp2', 'tiff', 'webp', 'gif'])('in %s have their colours', async (extension) => {
    const args = '-f lavfi -i color=c=0xC02060:size=64x48 -frames:v 1'
    const { file, failed } = await render(await makeFile(tools, folder, `colour.${extension}`, args))
    expect(failed).toEqual([])
    const rgb = await colourAt(file('image_full'), 0.5, 0.5)
    for (const [channel, wanted] of [0xc0, 0x20, 0x60].entries()) {
      expect(Math.abs((rgb[channel] ?? 0) - wanted)).toBeLessThan(10)
    }
  })

  test('in Photoshop format come from the flattened picture', async () => {
    const { file, failed } = await render(await written('layers.psd', photoshopFile(40, 30, [200, 100, 50])))
    expect(failed).toEqual([])
    const rgb = await colourAt(file('image_full'), 0.5, 0.5)
    for (const [channel, wanted] of [200, 100, 50].entries()) {
      expect(Math.abs((rgb[channel] ?? 0) - wanted)).toBeLessThan(10)
    }
  })

  test('in linear light get the transfer a screen expects', async () => {
    const args = '-f lavfi -i color=c=0x808080:size=64x48 -frames:v 1 -pix_fmt gbrpf32le'
    const { file } = await render(await makeFile(tools, folder, 'linear.exr', args))
    // Half of linear light is 188 of 255 in sRGB.
    expect((await colourAt(file('image_full'), 0.5, 0.5))[1]).toBeCloseTo(188, -1)
  })

  test('drawn in SVG are sharp at any size and load nothing from outside', async () => {
    const red = path.join(folder, 'red.png')
    await sharp({ create: { width: 10, height: 10, channels: 3, background: 'red' } })
      .png()
      .toFile(red)
    const links = ['red.png', red, `file://${red}`].map(
      (href) => `<image href="${href}" width="20" height="10"/>`,
    )
    const drawing = `<svg xmlns="http://www.w3.org/2000/svg" width="20" height="10">${links.join('')}</svg>`
    const { file, sizes } = await render(await written('drawing.svg', drawing))
    expect(sizes).toContain('image_high 2560x1280')
    expect(Math.min(...(await colourAt(file('image_full'), 0.5, 0.5)))).toBeGreaterThan(250)
  })

  test('drawn in SVG may name what they use often, and no bomb of names goes off', async () => {
    const drawn = (names: string, colour: string) =>
      written(
        'names.svg',
        `<?xml version="1.0"?><!-- drawn --><!DOCTYPE svg PUBLIC "-//W3C//DTD SVG 1.1//EN" "svg11.dtd" [${names}]>
         <svg xmlns="http://www.w3.org/2000/svg" width="20" height="10"><rect width="20" height="10" fill="${colour}"/></svg>`,
      )
    const { file } = await render(await drawn('<!ENTITY ours "#c02060">', '&ours;'))
    expect((await colourAt(file('image_full'), 0.5, 0.5))[0]).toBeCloseTo(0xc0, -1)
    const tenOf = (name: string) => `&${name};`.repeat(10)
    const bomb = Array.from(
      { length: 12 },
      (_, n) => `<!ENTITY n${String(n + 1)} "${tenOf(`n${String(n)}`)}">`,
    )
    await expect(render(await drawn(`<!ENTITY n0 "boom">${bomb.join('')}`, '&n12;'))).rejects.toThrow(
      /damaged/,
    )
  })

  test('that breaks off show what there is', async () => {
    const picture = await makeFile(tools, folder, 'cut.jpg', '-f lavfi -i testsrc2=size=640x480 -frames:v 1')
    await truncate(picture, Math.round((await readFile(picture)).length / 2))
    const { sizes, failed } = await render(picture)
    expect(failed).toEqual([])
    expect(sizes).toContain('image_full 640x480')
  })

  test('far higher than wide are cut to their middle', async () => {
    const file = path.join(folder, 'thread.png')
    const most = { width: 1, height: 60_000, channels: 3 as const }
    const thread = { create: { ...most, height: 100_000, background: '#3060a0' } }
    const below = await sharp({ create: { ...most, background: '#a06030' } })
      .png()
      .toBuffer()
    await sharp(thread)
      .composite([{ input: below, gravity: 'south' }])
      .png()
      .toFile(file)
    const { failed, sizes, file: still } = await render(file)
    expect(failed).toEqual([])
    expect(sizes).toContain('thumb_540 960x540')
    expect((await colourAt(still('thumb_540'), 0.5, 0.9))[0]).toBeGreaterThan(0x90)
  })

  test('that claims more pixels than anyone has fail with a reason', async () => {
    const picture = await makeFile(tools, folder, 'bomb.png', '-f lavfi -i testsrc2=size=64x48 -frames:v 1')
    const bytes = await readFile(picture)
    bytes.writeUInt32BE(60_000, 16)
    bytes.writeUInt32BE(60_000, 20)
    await writeFile(picture, bytes)
    await expect(render(picture)).rejects.toThrow(/pixels|damaged/)
  })
})

test('the cover of a song becomes its stills', async () => {
  const cover = await makeFile(
    tools,
    folder,
    'cover.jpg',
    '-f lavfi -i color=c=0xC02060:size=300x300 -frames:v 1',
  )
  const args = `-f lavfi -i sine=duration=1 -i ${cover} -map 0 -map 1 -c:v copy -disposition:v attached_pic`
  const { sizes, failed } = await render(await makeFile(tools, folder, 'song.mp3', args))
  expect(failed).toEqual([])
  expect(sizes[0]).toBe('thumb 320x180')
})

test('an abort rejects and leaves nothing behind', async () => {
  const picture = await makeFile(
    tools,
    folder,
    'aborted.png',
    '-f lavfi -i testsrc2=size=640x480 -frames:v 1',
  )
  const probe = await probeFile(tools, picture, { tempFolder: folder })
  if (probe.kind !== 'image') throw new Error('a picture was expected')
  const outDir = await mkdtemp(path.join(folder, 'aborted-'))
  const signal = AbortSignal.abort(new Error('the asset was deleted'))
  await expect(renderStills(tools, { inputPath: picture, probe, outDir, signal })).rejects.toThrow(
    'the asset was deleted',
  )
  expect(await readdir(outDir)).toEqual([])
})

/** The smallest file of its kind: no layers, one flat colour, uncompressed. */
function photoshopFile(width: number, height: number, rgb: readonly number[]): Buffer {
  const header = Buffer.alloc(26)
  header.write('8BPS', 0, 'latin1')
  header.writeUInt16BE(1, 4)
  header.writeUInt16BE(3, 12)
  header.writeUInt32BE(height, 14)
  header.writeUInt32BE(width, 18)
  header.writeUInt16BE(8, 22)
  header.writeUInt16BE(3, 24)
  // Colour table, resources and layers are empty; compression is "none".
  const sections = Buffer.alloc(14)
  return Buffer.concat([header, sections, ...rgb.map((value) => Buffer.alloc(width * height, value))])
}
