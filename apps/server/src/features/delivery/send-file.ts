// Sending stored bytes: ranges, ETag, HEAD, streamed with flat memory; ends when the receiver goes away.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { readRange } from './byte-range.ts'
import { attachment } from './content-disposition.ts'
import type { DeliveredFile } from './find-file.ts'

/** Links expire within a day and name bytes that never change: a browser may keep them. */
const CACHE_CONTROL = 'private, max-age=21600'

export async function sendFile(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  file: DeliveredFile,
): Promise<FastifyReply> {
  const stored = await deps.store.stat(file.key)
  if (stored === null) {
    request.log.error({ key: file.key }, 'a stored file is missing')
    throw errors.notFound('file')
  }
  const { sizeBytes } = stored
  const etag = `"${file.tag}-${String(sizeBytes)}"`
  void reply.headers({
    'accept-ranges': 'bytes',
    'cache-control': CACHE_CONTROL,
    'content-type': file.contentType,
    etag,
    ...(file.downloadName === null ? {} : { 'content-disposition': attachment(file.downloadName) }),
  })
  if (request.headers['if-none-match'] === etag) return reply.status(304).send()

  const ifRange = request.headers['if-range']
  const range = readRange(
    ifRange === undefined || ifRange === etag ? request.headers.range : undefined,
    sizeBytes,
  )
  if (range.kind === 'unsatisfiable') {
    return reply
      .status(416)
      .header('content-range', `bytes */${String(sizeBytes)}`)
      .type('text/plain')
      .send('The range starts behind the end of the file.')
  }
  const start = range.kind === 'part' ? range.start : 0
  const endInclusive = range.kind === 'part' ? range.endInclusive : sizeBytes - 1
  void reply.header('content-length', String(endInclusive - start + 1))
  if (range.kind === 'part') {
    void reply
      .status(206)
      .header('content-range', `bytes ${String(start)}-${String(endInclusive)}/${String(sizeBytes)}`)
  }
  if (request.method === 'HEAD' || sizeBytes === 0) return reply.send('')
  return reply.send(deps.store.read(file.key, { start, endInclusive }))
}
