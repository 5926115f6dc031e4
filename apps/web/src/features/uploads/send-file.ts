// Sends one file, or what is still missing of it. Knows nothing of queues: it either arrives or throws.
import type { Client } from '@rushes/client/client'
import { splitIntoParts, uploadParts } from '@rushes/client/upload'
import type { PendingPart, PutPart } from '@rushes/client/upload'
import { endsFirst, wantedPartCount } from './part-plan.ts'

export interface SendJob {
  file: File
  /** Makes the folder it goes into, if need be. */
  parentId: () => Promise<string>
  /** The asset it becomes the newest version of, or null. */
  versionOf: string | null
  /** Null for a new upload; else only what is missing is sent. */
  assetId: string | null
  signal: AbortSignal
  /** The server knows of it from now on. */
  onCreated: (assetId: string) => void
  /** Bytes acknowledged and in flight. */
  onProgress: (sentBytes: number) => void
}

const PARTS_PER_FILE = 3

export async function sendFile(client: Client, putPart: PutPart, job: SendJob): Promise<void> {
  const { file, signal } = job
  const { parts, contentType, alreadySentBytes } =
    job.assetId === null ? await begin(client, job) : await goOn(client, job.assetId, signal)
  job.onProgress(alreadySentBytes)
  if (parts.length === 0) return
  await uploadParts({
    file,
    parts: endsFirst(parts),
    contentType,
    signal,
    concurrency: PARTS_PER_FILE,
    putPart,
    onProgress: (bytes) => job.onProgress(alreadySentBytes + bytes),
  })
}

interface Begun {
  parts: PendingPart[]
  contentType: string
  alreadySentBytes: number
}

async function begin(
  client: Client,
  { file, parentId, versionOf, signal, onCreated }: SendJob,
): Promise<Begun> {
  const parent = await parentId()
  signal.throwIfAborted()
  const parts = wantedPartCount(file.size)
  const asset = await client.createAsset(parent, {
    type: 'file',
    name: file.name,
    filesize: file.size,
    ...(file.type === '' ? {} : { filetype: file.type }),
    ...(parts === null ? {} : { parts }),
    ...(versionOf === null ? {} : { auto_version_id: versionOf }),
  })
  onCreated(asset.id)
  // An empty file is complete as soon as it exists (v2-assets.md 6).
  const pending = file.size === 0 ? [] : splitIntoParts(file.size, asset.upload_urls ?? [])
  return { parts: pending, contentType: asset.filetype ?? '', alreadySentBytes: 0 }
}

async function goOn(client: Client, assetId: string, signal: AbortSignal): Promise<Begun> {
  const [status, asset] = await Promise.all([
    client.uploadStatus(assetId, signal),
    client.asset(assetId, signal),
  ])
  if (status.state === 'failed' || status.state === 'abandoned')
    throw new UploadIsOver('The server has given this upload up. Upload the file again.')
  const missing =
    status.state === 'complete' ? [] : status.parts.filter((part) => part.received_bytes === null)
  return {
    parts: missing.map(({ number, start, end_exclusive: endExclusive, url }) => ({
      number,
      start,
      endExclusive,
      url,
    })),
    contentType: asset.filetype ?? '',
    alreadySentBytes: status.state === 'complete' ? status.filesize : status.received_bytes,
  }
}

/** Trying again cannot help. */
export class UploadIsOver extends Error {}
