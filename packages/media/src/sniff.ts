// What the first bytes of a file say it is, before any decoder looks at it.
import { open } from 'node:fs/promises'
import { sniffOffice } from './sniff-office.ts'

export type Sniffed = {
  /** Our name of the format, such as `mov`, `jpeg`, `pdf`. */
  format: string
  contentType: string
  family: 'media' | 'image' | 'document'
  /** Why it must not be opened, for the person who uploaded it. */
  problem?: string
}

/** Enough for every signature below, the farthest being the third packet of a camera's transport stream. */
const HEAD_BYTES = 4096

/** Reads the head of the file. `null` when no signature matches, which says nothing against the file. */
export async function sniffFile(inputPath: string): Promise<Sniffed | null> {
  const file = await open(inputPath, 'r')
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(HEAD_BYTES), 0, HEAD_BYTES, 0)
    const head = buffer.subarray(0, bytesRead)
    return sniffHead(head) ?? (await sniffOffice(file, head))
  } finally {
    await file.close()
  }
}

const media = (format: string, contentType: string): Sniffed => ({ format, contentType, family: 'media' })
const image = (format: string, contentType: string): Sniffed => ({ format, contentType, family: 'image' })

/** Signatures at a fixed place: offset, bytes as latin1, meaning. */
const SIGNATURES: readonly (readonly [number, string, Sniffed])[] = [
  [0, '\xff\xd8\xff', image('jpeg', 'image/jpeg')],
  [0, '\x89PNG\r\n\x1a\n', image('png', 'image/png')],
  [0, 'GIF8', image('gif', 'image/gif')],
  [8, 'WEBPVP8', image('webp', 'image/webp')],
  [0, 'II*\0', image('tiff', 'image/tiff')],
  [0, 'MM\0*', image('tiff', 'image/tiff')],
  [0, 'II+\0', image('tiff', 'image/tiff')],
  [0, 'MM\0+', image('tiff', 'image/tiff')],
  // Raw files of cameras that do not begin as TIFF does.
  ...['IIRO', 'IIRS', 'MMOR', 'IIU\0', 'FUJIFILMCCD-RAW'].map(
    (head) => [0, head, image('raw', 'image/x-dcraw')] as const,
  ),
  [0, '8BPS', image('psd', 'image/vnd.adobe.photoshop')],
  [0, 'v/1\x01', image('exr', 'image/x-exr')],
  [0, 'SDPX', image('dpx', 'image/x-dpx')],
  [0, 'XPDS', image('dpx', 'image/x-dpx')],
  [0, '\0\0\0\x0cjP  ', image('jp2', 'image/jp2')],
  [0, '\xff\x0a', image('jxl', 'image/jxl')],
  [0, '\0\0\0\x0cJXL ', image('jxl', 'image/jxl')],
  [8, 'WAVE', media('wav', 'audio/wav')],
  [8, 'AVI ', media('avi', 'video/x-msvideo')],
  [8, 'AIFF', media('aiff', 'audio/aiff')],
  [8, 'AIFC', media('aiff', 'audio/aiff')],
  [0, '\x06\x0e\x2b\x34\x02\x05\x01\x01', media('mxf', 'application/mxf')],
  [0, 'OggS', media('ogg', 'audio/ogg')],
  [0, 'fLaC', media('flac', 'audio/flac')],
  [0, 'ID3', media('mp3', 'audio/mpeg')],
  [0, 'caff', media('caf', 'audio/x-caf')],
  [0, '#!AMR', media('amr', 'audio/amr')],
  [0, 'riff\x2e\x91\xcf\x11', media('w64', 'audio/x-w64')],
  [0, '\0\0\x01\xba', media('mpeg', 'video/mpeg')],
  [0, 'FLV\x01', media('flv', 'video/x-flv')],
  [0, '\x30\x26\xb2\x75\x8e\x66\xcf\x11', media('asf', 'video/x-ms-asf')],
]

const STILL_BRANDS = new Map([
  ['avif', image('avif', 'image/avif')],
  ['avis', image('avif', 'image/avif')],
  ...['heic', 'heix', 'heim', 'heis', 'mif1', 'msf1'].map(
    (brand) => [brand, image('heic', 'image/heic')] as const,
  ),
])

/** As `sniffFile`, for bytes already in hand. */
export function sniffHead(head: Buffer): Sniffed | null {
  const text = head.toString('latin1')
  for (const [offset, bytes, sniffed] of SIGNATURES) {
    if (text.startsWith(bytes, offset)) return sniffed
  }
  // Readers accept a PDF whose header stands anywhere in the first kilobyte.
  if (text.slice(0, 1024).includes('%PDF-')) {
    return { format: 'pdf', contentType: 'application/pdf', family: 'document' }
  }
  return (
    sniffMatroska(text) ??
    sniffBoxes(text) ??
    sniffBitmap(head) ??
    sniffTransportStream(head) ??
    sniffMpegAudio(head) ??
    sniffSvg(text)
  )
}

function sniffMatroska(text: string): Sniffed | null {
  if (!text.startsWith('\x1aE\xdf\xa3')) return null
  // The document type stands in the EBML header, which is never longer than this.
  return text.slice(0, 64).includes('webm')
    ? media('webm', 'video/webm')
    : media('matroska', 'video/x-matroska')
}

function sniffBoxes(text: string): Sniffed | null {
  const box = text.slice(4, 8)
  if (box === 'ftyp') {
    const major = text.slice(8, 12)
    // An AVIF may call itself mif1 first and avif only among the compatible brands.
    if (STILL_BRANDS.has(major) && text.slice(16, 64).includes('avif')) return image('avif', 'image/avif')
    const still = STILL_BRANDS.get(major)
    if (still) return still
    if (major.startsWith('M4A') || major.startsWith('M4B')) return media('mov', 'audio/mp4')
    return media('mov', major === 'qt  ' ? 'video/quicktime' : 'video/mp4')
  }
  return ['moov', 'mdat', 'wide', 'pnot'].includes(box) ? media('mov', 'video/quicktime') : null
}

function sniffBitmap(head: Buffer): Sniffed | null {
  if (head.length < 18 || head.toString('latin1', 0, 2) !== 'BM') return null
  // "BM" alone is too little; the size of the second header is one of these.
  return [12, 40, 52, 56, 64, 108, 124].includes(head.readUInt32LE(14)) ? image('bmp', 'image/bmp') : null
}

function sniffTransportStream(head: Buffer): Sniffed | null {
  const synced = (start: number, packetBytes: number) =>
    [0, 1, 2].every((packet) => head[start + packet * packetBytes] === 0x47)
  // 188 bytes on the wire, 192 in camera files, where a time stamp stands before each packet.
  return synced(0, 188) || synced(4, 192) ? media('mpegts', 'video/mp2t') : null
}

function sniffMpegAudio(head: Buffer): Sniffed | null {
  const [first = 0, second = 0] = head
  if (first !== 0xff || (second & 0xe0) !== 0xe0) return null
  // Layer bits 00 are ADTS, the framing of bare AAC.
  return (second & 0x06) === 0 ? media('aac', 'audio/aac') : null
}

function sniffSvg(text: string): Sniffed | null {
  let rest = text.replace(/^\xef\xbb\xbf/, '').trimStart()
  // What XML allows before the root element, cut off one by one.
  for (const [start, end] of [
    ['<?', '?>'],
    ['<!--', '-->'],
    ['<!DOCTYPE svg', /^[^[>]*(\[[^]*?\]\s*)?>/],
    ['<!--', '-->'],
  ] as const) {
    while (rest.startsWith(start)) {
      const found =
        typeof end === 'string' ? rest.indexOf(end) + end.length : (end.exec(rest)?.[0].length ?? 0)
      if (found < start.length) return null
      rest = rest.slice(found).trimStart()
    }
  }
  return /^<svg[\s>]/.test(rest) ? image('svg', 'image/svg+xml') : null
}
