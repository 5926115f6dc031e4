// Sending a file in parts, in every way in which shipped programs split one (v2-assets.md 6, "Be tolerant").
import createXxhash from 'xxhash-wasm'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { UnexpectedAnswer } from './reference-client.ts'
import { waitUntil } from './wait-until.ts'

/** Cuts a file of `sizeBytes` for `count` URLs; returns the sizes in order of the URLs. */
export type Splitter = (sizeBytes: number, count: number) => number[]

const withRest = (partBytes: number, sizeBytes: number, count: number): number[] =>
  Array.from({ length: count }, (_, index) => Math.max(0, Math.min(partBytes, sizeBytes - index * partBytes)))

export const splitters = {
  /** frameioclient, fioctl, frameio-python-sync. */
  ceil: (sizeBytes, count) => withRest(Math.ceil(sizeBytes / count), sizeBytes, count),
  /** The Java uploader: whole division, the remainder on the last part. */
  'floor with the remainder on the last': (sizeBytes, count) => {
    const partBytes = Math.floor(sizeBytes / count)
    const last = sizeBytes - partBytes * (count - 1)
    return Array.from({ length: count }, (_, index) => (index === count - 1 ? last : partBytes))
  },
  /** The PHP client. */
  'ceil plus one byte': (sizeBytes, count) => withRest(Math.ceil(sizeBytes / count) + 1, sizeBytes, count),
  /** group6tech: works only where the count divides the size. */
  'floor with an overflow part': (sizeBytes, count) => {
    if (sizeBytes % count !== 0) throw new Error('Invalid part count')
    return Array.from({ length: count }, () => sizeBytes / count)
  },
  /** Nobody's, but no part size may be checked. */
  'one byte each, all the rest on the last': (sizeBytes, count) =>
    Array.from({ length: count }, (_, index) => (index === count - 1 ? sizeBytes - count + 1 : 1)),
} satisfies Record<string, Splitter>

/** PUTs one part as the documentation says; returns the answer. */
export function putPart(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers: Record<string, string> = { 'content-type': 'application/octet-stream', 'x-amz-acl': 'private' },
): Promise<Response> {
  return fetch(url, { method: 'PUT', body: bytes, headers })
}

/** PUTs one part that must be taken. */
export async function sendPart(
  url: string,
  bytes: Uint8Array<ArrayBuffer>,
  headers?: Record<string, string>,
): Promise<void> {
  const response = await putPart(url, bytes, headers)
  const text = await response.text()
  // Only 200 with an empty body counts for two shipped uploaders.
  if (response.status !== 200 || text !== '')
    throw new UnexpectedAnswer(`PUT of a part → ${String(response.status)} ${text}`)
}

/** The pieces of `bytes` in order of the URLs. */
export function cut(bytes: Uint8Array<ArrayBuffer>, sizes: number[]): Uint8Array<ArrayBuffer>[] {
  let start = 0
  return sizes.map((size) => {
    const piece = bytes.subarray(start, start + size)
    start += size
    return piece
  })
}

export interface UploadOptions {
  splitter?: Splitter
  /** What else the create carries. */
  create?: Record<string, unknown>
  headers?: Record<string, string>
}

/** Creates a file and sends all its parts, one after the other. */
export async function upload(
  client: ReferenceClient,
  parentId: string,
  name: string,
  bytes: Uint8Array<ArrayBuffer>,
  { splitter = splitters.ceil, create = {}, headers }: UploadOptions = {},
): Promise<Asset> {
  const asset = await client.createFile(parentId, name, bytes.length, create)
  const urls = asset.upload_urls ?? []
  const pieces = cut(bytes, splitter(bytes.length, urls.length))
  for (const [index, url] of urls.entries()) await sendPart(url, pieces[index] ?? new Uint8Array(), headers)
  return asset
}

/** Polls as the SDK does, until all parts are known to be there. */
export function waitForUpload(client: ReferenceClient, id: string): Promise<Asset> {
  return waitUntil(
    'the upload is complete',
    () => client.asset(id),
    (asset) => asset.upload_completed_at !== null,
  )
}

/** Polls as the SDK does, until the checksum is there. */
export function waitForChecksum(client: ReferenceClient, id: string): Promise<Asset> {
  return waitUntil(
    'the checksum is known',
    () => client.asset(id),
    (asset) => asset.checksums !== null,
  )
}

const xxhash = await createXxhash()

/** XXH64, seed 0, lower-case hex, as `checksums.xx_hash` has it. */
export function xxHashOf(bytes: Uint8Array): string {
  return xxhash.h64Raw(bytes).toString(16).padStart(16, '0')
}

/** GET of a media URL that must answer 200: its bytes. */
export async function download(url: string): Promise<Uint8Array<ArrayBuffer>> {
  const response = await fetch(url)
  if (response.status !== 200)
    throw new UnexpectedAnswer(`GET ${url} → ${String(response.status)} ${await response.text()}`)
  return new Uint8Array(await response.arrayBuffer())
}

/** What of a file the outside can tell: the same for what was sent and for what can be fetched. */
export interface FileFacts {
  filesize: number
  xxHash: string | null
  /** Checksum of the bytes a download gives. */
  downloadedXxHash: string
}

/** The facts of an upload, once its checksum is known. */
export async function whatArrived(client: ReferenceClient, id: string): Promise<FileFacts> {
  const asset = await waitForChecksum(client, id)
  return {
    filesize: asset.filesize,
    xxHash: asset.checksums?.xx_hash ?? null,
    downloadedXxHash: xxHashOf(await download(asset.original ?? '')),
  }
}

/** The facts of a file that arrived as it was sent. */
export function factsOf(bytes: Uint8Array): FileFacts {
  const hash = xxHashOf(bytes)
  return { filesize: bytes.length, xxHash: hash, downloadedXxHash: hash }
}
