// Which program's document a package is: a ZIP of parts, or the older file system in a file. What is neither stays what
// it is, an archive or an unknown file.
import type { FileHandle } from 'node:fs/promises'
import { fromFd, type ZipFile } from 'yauzl'
import { OFFICE_FORMATS, type OfficeFormat } from './office-formats.ts'
import type { Sniffed } from './sniff.ts'

/** What all parts of a package may be together. Larger ones are made to fill memories. Bytes. */
const MOST_UNPACKED_BYTES = 2 ** 30
const MOST_PARTS = 20_000

const ZIP = Buffer.from('PK\x03\x04', 'latin1')
const OLE = Buffer.from('d0cf11e0a1b11ae1', 'hex')

/** Looks into the file where its head is that of a package; else null. */
export async function sniffOffice(file: FileHandle, head: Buffer): Promise<Sniffed | null> {
  if (head.toString('latin1', 0, 5) === '{\\rtf') return office('rtf')
  if (head.subarray(0, 4).equals(ZIP)) return sniffZip(file, head)
  if (head.subarray(0, 8).equals(OLE)) return sniffOle(file, head)
  return null
}

/** `problem`: it is such a document, but it must not be opened. */
function office(format: OfficeFormat, problem?: string): Sniffed {
  const { contentType } = OFFICE_FORMATS[format]
  return { format, contentType, family: 'document', ...(problem === undefined ? {} : { problem }) }
}

/** OpenDocument names its type in the first part, which is stored plainly. */
const ODF_TYPE = /^mimetype(application\/vnd\.oasis\.opendocument\.[a-z]+)/
const OOXML_PARTS: readonly (readonly [string, OfficeFormat])[] = [
  ['word/document', 'docx'],
  ['xl/workbook', 'xlsx'],
  ['ppt/presentation', 'pptx'],
]

async function sniffZip(file: FileHandle, head: Buffer): Promise<Sniffed | null> {
  const odfType = ODF_TYPE.exec(head.toString('latin1', 30, 120))?.[1]
  const odf = (['odt', 'ods', 'odp'] as const).find(
    (format) => OFFICE_FORMATS[format].contentType === odfType,
  )
  const { names, unpackedBytes } = await partsOf(file)
  const ooxml = names.includes('[Content_Types].xml')
    ? OOXML_PARTS.find(([part]) => names.some((name) => name.startsWith(part)))?.[1]
    : undefined
  const format = odf ?? ooxml
  if (format === undefined) return null
  const isBomb = unpackedBytes > MOST_UNPACKED_BYTES || names.length >= MOST_PARTS
  return office(
    format,
    isBomb ? 'The document is far larger than it looks, and is not opened here.' : undefined,
  )
}

/** Of a ZIP that cannot be listed, such as one that is still arriving: none. */
function partsOf(file: FileHandle): Promise<{ names: string[]; unpackedBytes: number }> {
  return new Promise((resolve) => {
    const names: string[] = []
    let unpackedBytes = 0
    const listed = () => resolve({ names, unpackedBytes })
    // The file stays its owner's to close.
    fromFd(
      file.fd,
      { lazyEntries: true, autoClose: false },
      (error: Error | null, zip: ZipFile | undefined) => {
        if (error !== null || zip === undefined) {
          listed()
          return
        }
        zip.on('error', listed)
        zip.on('end', listed)
        zip.on('entry', (entry: { fileName: string; uncompressedSize: number }) => {
          names.push(entry.fileName)
          unpackedBytes += entry.uncompressedSize
          if (names.length < MOST_PARTS) zip.readEntry()
          else listed()
        })
        zip.readEntry()
      },
    )
  })
}

const OLE_STREAMS: readonly (readonly [string, OfficeFormat])[] = [
  ['WordDocument', 'doc'],
  ['Workbook', 'xls'],
  ['Book', 'xls'],
  ['PowerPoint Document', 'ppt'],
]
const OLE_ENTRY_BYTES = 128
/** Of the list of streams; those that count come early. */
const OLE_LIST_BYTES = 64 * OLE_ENTRY_BYTES

async function sniffOle(file: FileHandle, head: Buffer): Promise<Sniffed | null> {
  if (head.length < 512) return null
  // [MS-CFB] 2.2: the sector size as a power of two, and the first sector of the directory, counted behind the header.
  const sectorBytes = 2 ** head.readUInt16LE(30)
  const place = (head.readUInt32LE(48) + 1) * sectorBytes
  if (sectorBytes > 4096 || !Number.isSafeInteger(place)) return null
  const { buffer, bytesRead } = await file.read(Buffer.alloc(OLE_LIST_BYTES), 0, OLE_LIST_BYTES, place)
  const names = new Set<string>()
  for (let at = 0; at + OLE_ENTRY_BYTES <= bytesRead; at += OLE_ENTRY_BYTES) {
    // 2.6.1: the name in UTF-16, and its length in bytes with the closing zero.
    const nameBytes = Math.min(64, buffer.readUInt16LE(at + 64))
    names.add(buffer.toString('utf16le', at, at + Math.max(0, nameBytes - 2)))
  }
  // The newer documents, locked with a password, are wrapped in the older package.
  if (names.has('EncryptedPackage')) return office('docx', 'The document can only be opened with a password.')
  const format = OLE_STREAMS.find(([name]) => names.has(name))?.[1]
  return format === undefined ? null : office(format)
}
