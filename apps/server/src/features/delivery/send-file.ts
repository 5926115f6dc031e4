// Sending stored bytes: ranges, ETag, HEAD, streamed with flat memory; ends when the receiver goes away. Of a file that is
// still being made what is there so far: nobody knows how long it will be, which `bytes 0-9/*` says (RFC 9110, 14.4).
import type { OutgoingHttpHeaders, ServerResponse } from 'node:http'
import { Readable } from 'node:stream'
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { BlobKey } from '@rushes/storage/blob-key'
import type { ByteRange } from '@rushes/storage/blob-store'
import type { Deps } from '../../deps.ts'
import { attachment } from '../../http/content-disposition.ts'
import { errors } from '../../http/errors.ts'
import { followArriving } from './arriving-file.ts'
import { readRange } from './byte-range.ts'
import type { DeliveredFile } from './find-file.ts'

/** Links expire within a day and name bytes that never change: a browser may keep them. */
const CACHE_CONTROL = 'private, max-age=21600'

export async function sendFile(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  file: DeliveredFile,
): Promise<FastifyReply> {
  const { bytes } = file
  const sizeBytes = bytes.kind === 'stored' ? await storedSize(deps, request, bytes.key) : bytes.sizeBytes
  const isGrowing = bytes.kind === 'growing'
  const etag = `"${file.tag}-${String(sizeBytes)}"`
  void reply.headers({
    'accept-ranges': 'bytes',
    'cache-control': bytes.kind === 'stored' ? CACHE_CONTROL : 'no-store',
    'content-type': file.contentType,
    ...(isGrowing ? {} : { etag }),
    ...(file.downloadName === null ? {} : { 'content-disposition': attachment(file.downloadName) }),
  })
  if (!isGrowing && request.headers['if-none-match'] === etag) return reply.status(304).send()

  const ifRange = request.headers['if-range']
  const range = readRange(
    ifRange === undefined || (!isGrowing && ifRange === etag) ? request.headers.range : undefined,
    sizeBytes,
  )
  if (range.kind === 'unsatisfiable') {
    return reply
      .status(416)
      .header('content-range', `bytes */${String(sizeBytes)}`)
      .type('text/plain')
      .send(
        isGrowing
          ? `This file is still being uploaded. The first ${String(sizeBytes)} bytes are here; these are not yet.`
          : 'The range starts behind the end of the file.',
      )
  }
  const start = range.kind === 'part' ? range.start : 0
  const endInclusive = range.kind === 'part' ? range.endInclusive : sizeBytes - 1
  void reply.header('content-length', String(endInclusive - start + 1))
  if (range.kind === 'part') {
    const whole = isGrowing ? '*' : String(sizeBytes)
    void reply.status(206).header('content-range', `bytes ${String(start)}-${String(endInclusive)}/${whole}`)
  }
  if (request.method === 'HEAD' || sizeBytes === 0) return reply.send('')
  const part = { start, endInclusive }
  if (bytes.kind === 'stored') return sendStored(deps, request, reply, bytes.key, part)
  if (bytes.kind === 'growing') return reply.send(deps.store.readParts(bytes.plan, bytes.receipts, part))
  const gone = new AbortController()
  reply.raw.once('close', () => gone.abort(errors.brokenRequest()))
  // What will come is said at once: a player begins with what is there.
  return reply.send(Readable.from(followArriving(deps, bytes, part, gone.signal), { objectMode: false }))
}

/** Past the framework's streams, which want a new buffer for every chunk (read-range.ts). */
async function sendStored(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  key: BlobKey,
  part: ByteRange,
): Promise<FastifyReply> {
  const { raw } = reply.hijack()
  const gone = new AbortController()
  raw.once('close', () => gone.abort())
  raw.writeHead(reply.statusCode, reply.getHeaders() as OutgoingHttpHeaders)
  try {
    await deps.store.send(key, part, (chunk) => written(raw, chunk, gone.signal))
    raw.end()
  } catch (error) {
    // The head is out: that the connection breaks is all that can still be said.
    raw.destroy()
    if (!gone.signal.aborted)
      request.log.error({ err: error, key }, 'a stored file could not be sent to its end')
  }
  return reply
}

/** Settled once the chunk has left, or will not leave any more. */
function written(raw: ServerResponse, chunk: Buffer, gone: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => reject(errors.brokenRequest())
    if (gone.aborted) {
      stop()
      return
    }
    gone.addEventListener('abort', stop, { once: true })
    raw.write(chunk, (error) => {
      gone.removeEventListener('abort', stop)
      if (error === null || error === undefined) resolve()
      else reject(error)
    })
  })
}

async function storedSize(deps: Deps, request: FastifyRequest, key: BlobKey): Promise<number> {
  const stored = await deps.store.stat(key)
  if (stored !== null) return stored.sizeBytes
  request.log.error({ key }, 'a stored file is missing')
  throw errors.notFound('file')
}
