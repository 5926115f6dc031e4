// One file of a download: into a ".part" beside its place, gone on with after an interruption, compared, then renamed.
import { createWriteStream, openAsBlob } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { ReadableStream as NodeReadableStream } from 'node:stream/web'
import type { Client } from '@rushes/client/client'
import { hashStream } from '@rushes/client/hash-file'
import { ApiError } from '@rushes/client/request'
import { tryAgain } from '@rushes/client/retry'
import type { Asset } from '@rushes/contract/assets'
import { CommandError, NotAllowedError } from './verb.ts'

const RETRIES = 5
/** Enough of an id to tell two files of one name apart. */
const ID_CHARACTERS = 8

export interface FetchOptions {
  client: Client
  signal: AbortSignal
  /** Another file in its place is replaced. */
  isForced: boolean
  onProgress: (bytes: number) => void
}

export type Fetched = 'downloaded' | 'resumed' | 'there'

/** Rejects when the bytes are not those the server has a checksum of; then nothing is left behind. */
export async function fetchFile(asset: Asset, path: string, options: FetchOptions): Promise<Fetched> {
  const { signal, isForced, onProgress } = options
  if (asset.upload_completed_at === null)
    throw new CommandError('not all of it has arrived on the server yet')
  if (asset.original === undefined) throw new NotAllowedError('you may not download it')
  const present = await sizeOf(path)
  if (present !== null) {
    if (present === asset.filesize && (await isRight(path, asset, signal))) {
      onProgress(asset.filesize)
      return 'there'
    }
    if (!isForced) throw new CommandError(`another file is in its place; --force replaces ${path}`)
  }
  // The id in its name: what was begun of another file is not gone on with.
  const part = `${path}.${asset.id.slice(-ID_CHARACTERS)}.part`
  const began = await sizeOf(part)
  await receive(asset.id, part, asset.filesize, options)
  if (!(await isRight(part, asset, signal))) {
    await rm(part)
    if (began === null) throw new CommandError('what was downloaded is not what the server has')
    // What was there from before was not the beginning of it.
    return fetchFile(asset, path, options)
  }
  await rename(part, path)
  return began === null ? 'downloaded' : 'resumed'
}

async function receive(
  id: string,
  part: string,
  sizeBytes: number,
  { client, signal, onProgress }: FetchOptions,
): Promise<void> {
  await tryAgain(
    async () => {
      const have = (await sizeOf(part)) ?? 0
      if (have === sizeBytes && have > 0) return
      // Links end after a while: each try has its own.
      const { original = '' } = await client.asset(id, signal)
      const isGoingOn = have > 0 && have < sizeBytes
      const answer = await fetch(original, {
        headers: isGoingOn ? { range: `bytes=${String(have)}-` } : {},
        signal,
      })
      if (!answer.ok || answer.body === null)
        throw new ApiError(answer.status, `the download answered ${String(answer.status)}`, [], null)
      let received = answer.status === 206 ? have : 0
      const body = Readable.fromWeb(answer.body as NodeReadableStream<Uint8Array>)
      const counted = async function* () {
        for await (const chunk of body as AsyncIterable<Uint8Array>) {
          received += chunk.length
          onProgress(received)
          yield chunk
        }
      }
      await pipeline(counted, createWriteStream(part, { flags: answer.status === 206 ? 'a' : 'w' }), {
        signal,
      })
    },
    { retries: RETRIES, signal, isPassing: (error) => isPassing(error) && { afterMs: null } },
  )
}

/** A body that breaks off ends in a TypeError too. */
function isPassing(error: unknown): boolean {
  if (error instanceof ApiError) return error.status === 429 || error.status >= 500
  return error instanceof TypeError
}

/** Without a checksum, which the server makes a moment after a file has arrived, only the size can be compared. */
async function isRight(path: string, { filesize, checksums }: Asset, signal: AbortSignal): Promise<boolean> {
  const file = await openAsBlob(path)
  if (file.size !== filesize) return false
  return checksums === null || (await hashStream(file.stream(), signal)) === checksums.xx_hash
}

async function sizeOf(path: string): Promise<number | null> {
  const about = await stat(path).catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  return about?.size ?? null
}
