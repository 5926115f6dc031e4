// The picture a camera puts into its raw files: a JPEG as large as the sensor, or nearly. Developing the raw data itself
// is a matter of taste, and this is the photographer's own view of it. Raw files are TIFF inside (TIFF 6.0, DNG 1.7), or
// name the place of the JPEG in their head (RAF).
import { open, type FileHandle } from 'node:fs/promises'

export type RawPreview = {
  /** Place of the JPEG in the file. Bytes. */
  offset: number
  length: number
  /** EXIF orientation the camera states for the whole file, 1 to 8. */
  orientation: number
}

const TAG = {
  compression: 259,
  photometric: 262,
  stripOffsets: 273,
  orientation: 274,
  stripByteCounts: 279,
  subDirectories: 330,
  jpegOffset: 513,
  jpegLength: 514,
  dngVersion: 50_706,
}
/** What lies on the sensor, before it is a picture. */
const RAW_PHOTOMETRICS = [32_803, 34_892]
const JPEG_COMPRESSIONS = [6, 7]
/** Signatures of cameras at the start of the file, or at 8 in Canon's. */
const CAMERA_HEADS = ['IIRO', 'IIRS', 'MMOR', 'IIU\0']
const MOST_DIRECTORIES = 32
const MOST_ENTRIES = 512
/** The frame header of a JPEG stands before this. Bytes. */
const HEAD_BYTES = 256 * 1024

/** The largest JPEG inside a raw file; null when the file is no raw file or holds none. Reads a few kilobytes. */
export async function findRawPreview(inputPath: string): Promise<RawPreview | null> {
  const file = await open(inputPath, 'r')
  try {
    const head = await bytesAt(file, 0, 128)
    if (head.toString('latin1', 0, 15) === 'FUJIFILMCCD-RAW' && head.length >= 92)
      return { offset: head.readUInt32BE(84), length: head.readUInt32BE(88), orientation: 1 }
    const directories = await readDirectories(file, head)
    const isRaw =
      CAMERA_HEADS.includes(head.toString('latin1', 0, 4)) ||
      head.toString('latin1', 8, 10) === 'CR' ||
      directories.some(
        (entries) =>
          entries.has(TAG.dngVersion) || RAW_PHOTOMETRICS.includes(entries.get(TAG.photometric)?.[0] ?? 0),
      )
    return isRaw ? await largestJpeg(file, directories) : null
  } finally {
    await file.close()
  }
}

type Directory = ReadonlyMap<number, readonly number[]>

async function largestJpeg(file: FileHandle, directories: readonly Directory[]): Promise<RawPreview | null> {
  const orientation = directories[0]?.get(TAG.orientation)?.[0] ?? 1
  let largest: RawPreview | null = null
  let mostPixels = 0
  for (const { offset, length } of directories.flatMap(jpegsOf)) {
    const pixels = pixelsOf(await bytesAt(file, offset, Math.min(length, HEAD_BYTES)))
    if (pixels <= mostPixels) continue
    mostPixels = pixels
    largest = { offset, length, orientation }
  }
  return largest
}

function jpegsOf(entries: Directory): { offset: number; length: number }[] {
  const places: [number, number][] = [[TAG.jpegOffset, TAG.jpegLength]]
  const isJpeg = JPEG_COMPRESSIONS.includes(entries.get(TAG.compression)?.[0] ?? 0)
  const isSensor = RAW_PHOTOMETRICS.includes(entries.get(TAG.photometric)?.[0] ?? 0)
  if (isJpeg && !isSensor && entries.get(TAG.stripOffsets)?.length === 1)
    places.push([TAG.stripOffsets, TAG.stripByteCounts])
  return places.flatMap(([at, size]) => {
    const [offset, length] = [entries.get(at)?.[0] ?? 0, entries.get(size)?.[0] ?? 0]
    return offset > 0 && length > 0 ? [{ offset, length }] : []
  })
}

/** Pixels of a JPEG that decoders show; 0 for lossless ones (sensor data again) and for anything else. */
function pixelsOf(jpeg: Buffer): number {
  if (jpeg.length < 4 || jpeg.readUInt16BE(0) !== 0xffd8) return 0
  for (let at = 2; at + 9 <= jpeg.length;) {
    if (jpeg[at] !== 0xff) return 0
    const marker = jpeg[at + 1] ?? 0
    if (marker >= 0xc0 && marker <= 0xc2) return jpeg.readUInt16BE(at + 5) * jpeg.readUInt16BE(at + 7)
    if (marker === 0xc3) return 0
    at += 2 + jpeg.readUInt16BE(at + 2)
  }
  return 0
}

/** The directories of a TIFF, one after the other, and those below them. */
async function readDirectories(file: FileHandle, head: Buffer): Promise<Directory[]> {
  const order = head.toString('latin1', 0, 2)
  if (head.length < 8 || (order !== 'II' && order !== 'MM')) return []
  const isLittle = order === 'II'
  const waiting = [uint(head, 4, 4, isLittle)]
  const seen = new Set<number>()
  const directories: Directory[] = []
  for (let at = waiting.shift(); at !== undefined && seen.size < MOST_DIRECTORIES; at = waiting.shift()) {
    if (at < 8 || seen.has(at)) continue
    seen.add(at)
    const { entries, next } = await readDirectory(file, at, isLittle)
    directories.push(entries)
    waiting.push(...(entries.get(TAG.subDirectories) ?? []), next)
  }
  return directories
}

const WANTED = new Set(Object.values(TAG))
/** Bytes of one value, of the types places and sizes come in. */
const TYPE_BYTES: Readonly<Record<number, 1 | 2 | 4>> = { 1: 1, 3: 2, 4: 4, 13: 4 }
const MOST_VALUES = 16

async function readDirectory(file: FileHandle, at: number, isLittle: boolean) {
  const entries = new Map<number, number[]>()
  const count = uint(await bytesAt(file, at, 2), 0, 2, isLittle)
  if (count === 0 || count > MOST_ENTRIES) return { entries, next: 0 }
  const table = await bytesAt(file, at + 2, count * 12 + 4)
  for (let entry = 0; entry + 12 <= table.length; entry += 12) {
    const [tag, type] = [uint(table, entry, 2, isLittle), uint(table, entry + 2, 2, isLittle)]
    const bytes = TYPE_BYTES[type]
    if (bytes === undefined || !WANTED.has(tag)) continue
    const values = uint(table, entry + 4, 4, isLittle)
    const kept = Math.min(values, MOST_VALUES)
    const place =
      values * bytes <= 4
        ? table.subarray(entry + 8, entry + 12)
        : await bytesAt(file, uint(table, entry + 8, 4, isLittle), kept * bytes)
    // A list of many strips is known by its length, whatever is in it.
    entries.set(
      tag,
      Array.from({ length: kept }, (_, index) => uint(place, index * bytes, bytes, isLittle)),
    )
  }
  return { entries, next: uint(table, count * 12, 4, isLittle) }
}

/** 0 where the file has ended. */
function uint(bytes: Buffer, at: number, size: 1 | 2 | 4, isLittle: boolean): number {
  if (at + size > bytes.length) return 0
  return isLittle ? bytes.readUIntLE(at, size) : bytes.readUIntBE(at, size)
}

async function bytesAt(file: FileHandle, offset: number, length: number): Promise<Buffer> {
  const { buffer, bytesRead } = await file.read(Buffer.alloc(length), 0, length, offset)
  return buffer.subarray(0, bytesRead)
}

/** The JPEG itself, with the camera's orientation where it states none of its own (`isOriented`). */
export async function readRawPreview(
  inputPath: string,
  { offset, length, orientation }: RawPreview,
  isOriented: (jpeg: Buffer) => Promise<boolean>,
): Promise<Buffer> {
  const file = await open(inputPath, 'r')
  try {
    const { size } = await file.stat()
    const jpeg = await bytesAt(file, offset, Math.max(0, Math.min(length, size - offset)))
    if (orientation < 2 || orientation > 8 || (await isOriented(jpeg))) return jpeg
    return Buffer.concat([jpeg.subarray(0, 2), orientationSegment(orientation), jpeg.subarray(2)])
  } finally {
    await file.close()
  }
}

/** An Exif segment with nothing but the orientation (Exif 2.3, 4.5.4). */
function orientationSegment(orientation: number): Buffer {
  const directory = [0, 1, 0x01, 0x12, 0, 3, 0, 0, 0, 1, 0, orientation, 0, 0, 0, 0, 0, 0]
  const tiff = Buffer.from([0x4d, 0x4d, 0, 42, 0, 0, 0, 8, ...directory])
  const body = Buffer.concat([Buffer.from('Exif\0\0', 'latin1'), tiff])
  return Buffer.concat([Buffer.from([0xff, 0xe1, 0, body.length + 2]), body])
}
