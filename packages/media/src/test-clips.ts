// Tiny clips for tests. Every frame carries its number as a bar code of 20 cells along its top edge (white = 1, lowest
// bit on the left), so that a frame is known by its pixels.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { findMediaTools, type MediaTools, type ToolSearch } from './tools.ts'

const run = promisify(execFile)
/** Cells of the bar code, side by side over the whole width. */
export const CELLS = 20
const CELL_HEIGHT_SHARE = 0.1
/** Where to look for them: this far below the top edge, as a share of the height. */
export const CELL_MIDDLE_SHARE = CELL_HEIGHT_SHARE / 2
/** Luma between these is neither white nor black: two frames in one picture, or no bar code at all. */
const [DARKEST_WHITE, LIGHTEST_BLACK] = [170, 85]

/** The real programs of this machine. */
export function testTools(others: Partial<ToolSearch> = {}): Promise<MediaTools> {
  const { FFMPEG_PATH, FFPROBE_PATH, PATH } = process.env
  return findMediaTools({
    ffmpegPath: FFMPEG_PATH,
    ffprobePath: FFPROBE_PATH,
    searchPath: PATH,
    ...others,
  })
}

export type ClipSpec = {
  /** As ffmpeg writes it, such as `24000/1001`. */
  rate?: string
  frames?: number
  width?: number
  height?: number
  /** Adds a sine tone as long as the picture. */
  sound?: boolean
  /** Further filters after the bar code, such as `select=...`. */
  filters?: string
  /** Encoder and muxer options; H.264 and AAC by default. */
  options?: readonly string[]
}

/** Makes `name` in `folder` and returns its path. */
export async function makeClip(
  tools: MediaTools,
  folder: string,
  name: string,
  spec: ClipSpec,
): Promise<string> {
  const { rate = '25', frames = 25, width = 320, height = 180, sound = true, filters, options } = spec
  const file = path.join(folder, name)
  const [num = 25, den = 1] = rate.split('/').map(Number)
  const seconds = (frames * den) / num
  const picture = [barCode(width, height), filters].filter((part) => part !== undefined).join(',')
  const toneSource = ['-f', 'lavfi', '-i', `sine=frequency=440:sample_rate=48000:duration=${seconds}`]
  await run(tools.ffmpegPath, [
    ...'-v error -nostdin -y -f lavfi -i'.split(' '),
    `testsrc2=size=${width}x${height}:rate=${rate}`,
    ...(sound ? toneSource : []),
    '-vf',
    `trim=end_frame=${frames},${picture},format=yuv420p`,
    ...'-c:v libx264 -preset ultrafast -crf 20 -g 50 -c:a aac'.split(' '),
    ...(options ?? []),
    file,
  ])
  return file
}

/** Runs ffmpeg with `args` to make `name` in `folder`. */
export async function makeFile(
  tools: MediaTools,
  folder: string,
  name: string,
  args: string,
): Promise<string> {
  const file = path.join(folder, name)
  await run(tools.ffmpegPath, [...'-v error -nostdin -y'.split(' '), ...args.split(' '), file])
  return file
}

function barCode(width: number, height: number): string {
  const cellWidth = width / CELLS
  return Array.from({ length: CELLS }, (_, bit) => {
    const box = `drawbox=x=${bit * cellWidth}:y=0:w=${cellWidth}:h=${height * CELL_HEIGHT_SHARE}:t=fill`
    return `${box}:color=black,${box}:color=white:enable='gte(mod(n,${2 ** (bit + 1)}),${2 ** bit})'`
  }).join(',')
}

/** The numbers of all frames of `file` in order, read from their pixels. `before` may cut the pictures out first. */
export async function readFrameNumbers(tools: MediaTools, file: string, before = 'null'): Promise<number[]> {
  const { stdout } = await run(
    tools.ffmpegPath,
    [
      ...'-v error -nostdin -i'.split(' '),
      file,
      ...'-map 0:v:0 -vsync passthrough -f rawvideo -vf'.split(' '),
      // The middle of the strip, one pixel per cell.
      `${before},crop=iw:ih*${CELL_HEIGHT_SHARE / 2}:0:ih*${CELL_HEIGHT_SHARE / 4},scale=${CELLS}:1:flags=area,format=gray`,
      '-',
    ],
    { encoding: 'buffer', maxBuffer: 2 ** 24 },
  )
  return Array.from({ length: Math.floor(stdout.length / CELLS) }, (_, frame) =>
    readCells(stdout.subarray(frame * CELLS, (frame + 1) * CELLS)),
  )
}

/** The number of a frame from one luma (0 to 255) of each of its cells. NaN when they are not clearly black and white. */
export function frameNumberOf(cells: ArrayLike<number>): number {
  const lumas = Array.from(cells)
  const isClear =
    lumas.length === CELLS && lumas.every((luma) => luma < LIGHTEST_BLACK || luma > DARKEST_WHITE)
  return isClear ? readCells(lumas) : Number.NaN
}

function readCells(cells: ArrayLike<number>): number {
  return Array.from(cells).reduce((sum, luma, bit) => (luma > 127 ? sum + 2 ** bit : sum), 0)
}

/** How far the brightest pixel of an area lies above its darkest, 0 to 255, frame by frame. `crop` is a filter. */
export async function lumaSpan(tools: MediaTools, source: string, crop: string): Promise<number[]> {
  const { stdout } = await run(
    tools.ffmpegPath,
    [
      ...'-v error -nostdin -i'.split(' '),
      source,
      ...'-map 0:v:0 -vsync passthrough -an -vf'.split(' '),
      `${crop},format=yuvj420p,signalstats,metadata=mode=print:file=-`,
      ...'-f null -'.split(' '),
    ],
    { maxBuffer: 2 ** 26 },
  )
  const valuesOf = (key: string) =>
    [...stdout.matchAll(new RegExp(`signalstats\\.${key}=(\\d+)`, 'g'))].map(([, value]) => Number(value))
  const lowest = valuesOf('YMIN')
  return valuesOf('YMAX').map((highest, frame) => highest - (lowest[frame] ?? 0))
}

/** Adds the spherical video box (version 1 of its RFC) to the first track of an MP4 whose moov comes last. */
export function withSphericalBox(file: Buffer): Buffer {
  const xml =
    '<?xml version="1.0"?><rdf:SphericalVideo xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" ' +
    'xmlns:GSpherical="http://ns.google.com/videos/1.0/spherical/"><GSpherical:Spherical>true</GSpherical:Spherical>' +
    '<GSpherical:StitchingSoftware>test</GSpherical:StitchingSoftware><GSpherical:Stitched>true</GSpherical:Stitched><GSpherical:ProjectionType>equirectangular</GSpherical:ProjectionType>' +
    '</rdf:SphericalVideo>'
  const id = Buffer.from('ffcc8263f8554a938814587a02521fdd', 'hex')
  const box = Buffer.concat([Buffer.alloc(8), id, Buffer.from(xml)])
  box.writeUInt32BE(box.length, 0)
  box.write('uuid', 4, 'latin1')
  const moovAt = file.indexOf('moov', 0, 'latin1') - 4
  const trakAt = file.indexOf('trak', moovAt, 'latin1') - 4
  const trakEnd = trakAt + file.readUInt32BE(trakAt)
  const result = Buffer.concat([file.subarray(0, trakEnd), box, file.subarray(trakEnd)])
  for (const at of [moovAt, trakAt]) result.writeUInt32BE(file.readUInt32BE(at) + box.length, at)
  return result
}
