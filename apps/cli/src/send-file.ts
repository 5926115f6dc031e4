// One file of an upload: begun, gone on with, put on top of an older one, or found to be there already.
import { openAsBlob } from 'node:fs'
import type { Client } from '@rushes/client/client'
import { hashStream } from '@rushes/client/hash-file'
import { HashMismatchError, uploadFile } from '@rushes/client/upload-file'
import type { UploadFileOptions } from '@rushes/client/upload-file'
import type { Asset } from '@rushes/contract/assets'
import { lookup } from 'mime-types'
import type { LocalFile } from './local-files.ts'
import type { RemoteFolders } from './remote-folders.ts'
import { CommandError } from './verb.ts'

/** What becomes of a file when another one of its name is there. */
export type Rival = 'refuse' | 'version' | 'beside'

export interface SendOptions {
  client: Client
  folders: RemoteFolders
  /** Of who is signed in: what others are uploading is not gone on with. */
  userId: string
  rival: Rival
  signal: AbortSignal
  onProgress: (sentBytes: number) => void
}

export interface Sent {
  asset: Asset
  how: 'uploaded' | 'resumed' | 'there'
}

export async function sendFile(file: LocalFile, options: SendOptions): Promise<Sent> {
  const { client, folders, userId, rival, signal, onProgress } = options
  const parentId = await folders.folder(file.folders)
  const there = await folders.named(parentId, file.name)
  const filetype = lookup(file.name) || 'application/octet-stream'
  const upload: UploadFileOptions = {
    file: await openAsBlob(file.path),
    name: file.name,
    parentId,
    asset: { filetype },
    signal,
    onProgress,
  }
  const unfinished = there.find((asset) => isUnfinished(asset, file, userId))
  if (unfinished !== undefined) {
    const resumed = await goOn(client, { ...upload, resume: unfinished.id })
    if (resumed !== null) return { asset: resumed, how: 'resumed' }
  }
  const rivals = there.filter(({ id, type }) => id !== unfinished?.id && type !== 'folder')
  const same = await findSame(rivals, upload.file, signal)
  if (same !== null) {
    onProgress(file.sizeBytes)
    return { asset: same, how: 'there' }
  }
  const [older] = rivals
  if (older === undefined || rival === 'beside')
    return { asset: await uploadFile(client, upload), how: 'uploaded' }
  if (rival === 'refuse')
    throw new CommandError(
      'another file of this name is there; --version puts it on top, --beside keeps both',
    )
  const asset = { filetype, auto_version_id: older.id }
  return { asset: await uploadFile(client, { ...upload, asset }), how: 'uploaded' }
}

function isUnfinished(asset: Asset, { sizeBytes }: LocalFile, userId: string): boolean {
  return (
    asset.type === 'file' &&
    asset.upload_completed_at === null &&
    asset.upload_failed_at === null &&
    asset.filesize === sizeBytes &&
    asset.creator_id === userId &&
    asset.realtime_upload === null
  )
}

/** Null when the file has changed since its upload was begun: then what arrived is thrown away. */
async function goOn(client: Client, upload: UploadFileOptions): Promise<Asset | null> {
  try {
    return await uploadFile(client, upload)
  } catch (error) {
    if (!(error instanceof HashMismatchError)) throw error
    await client.deleteAsset(upload.resume ?? '')
    return null
  }
}

/** Of those of its name, the one that has its bytes. */
async function findSame(rivals: Asset[], file: Blob, signal: AbortSignal): Promise<Asset | null> {
  const candidates = rivals.filter((asset) => contentOf(asset).filesize === file.size)
  if (candidates.length === 0) return null
  const hash = await hashStream(file.stream(), signal)
  return candidates.find((asset) => contentOf(asset).checksums?.xx_hash === hash) ?? null
}

/** Of a stack, its newest version. */
function contentOf(asset: Asset): Pick<Asset, 'filesize' | 'checksums'> {
  return asset.cover_asset ?? asset
}
