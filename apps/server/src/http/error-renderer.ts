// Turns every failure into an answer, in one place: the V2 envelope for API paths, S3-like XML for upload URLs
// (v2-assets.md 1.1). The cause goes to the log with the request id, never to the caller.
import type { FastifyError, FastifyReply, FastifyRequest } from 'fastify'
import type { ErrorEnvelope } from '@rushes/contract/errors'
import { StorageFullError } from '@rushes/storage/storage-errors'
import { errors, HttpError } from './errors.ts'

/** Where a failure is answered as S3 does. */
export const UPLOAD_PREFIX = '/uploads/'

export function renderError(error: FastifyError | Error, request: FastifyRequest, reply: FastifyReply): void {
  const httpError = toHttpError(error)
  // 503 says that something is on its way; nothing went wrong.
  if (httpError.status >= 500 && httpError.status !== 503)
    request.log.error({ err: httpError.cause ?? httpError }, httpError.message)
  else request.log.info({ status: httpError.status, detail: httpError.items[0]?.detail }, 'refused')
  if (httpError.status === 413) dropRest(request, reply)

  if (request.url.startsWith(UPLOAD_PREFIX)) {
    void reply.status(httpError.status).type('application/xml').send(xmlOf(httpError))
    return
  }
  void reply
    .status(httpError.status)
    .type('application/json; charset=utf-8')
    .serializer(JSON.stringify)
    .send(envelopeOf(httpError))
}

/** Enough for every mistake; whoever sends more meant it. */
const DROP_AT_MOST_BYTES = 64 * 1024 * 1024

/** A sender that still writes when the connection closes sees a broken pipe instead of the answer: the rest is read. */
function dropRest(request: FastifyRequest, reply: FastifyReply): void {
  void reply.removeHeader('connection')
  let droppedBytes = 0
  request.raw.on('data', (chunk: Buffer) => {
    droppedBytes += chunk.length
    if (droppedBytes > DROP_AT_MOST_BYTES) request.raw.destroy()
  })
}

export function envelopeOf(error: HttpError): ErrorEnvelope {
  return { code: error.status, errors: error.items, message: error.message }
}

function toHttpError(error: FastifyError | Error): HttpError {
  if (error instanceof HttpError) return error
  if (error instanceof StorageFullError) return errors.storageFull(error)
  const code = 'code' in error && typeof error.code === 'string' ? error.code : ''
  const known = FASTIFY_ERRORS[code]
  if (known !== undefined) return known(error)
  // Whatever else the framework blames on the sender, such as a body that ends too early.
  const isTheirFault = 'statusCode' in error && error.statusCode !== undefined && error.statusCode < 500
  return isTheirFault ? errors.brokenRequest(error) : errors.internal(error)
}

/** What the framework refuses by itself, in the catalogue's words. */
const FASTIFY_ERRORS: Record<string, ((cause: unknown) => HttpError) | undefined> = {
  FST_ERR_CTP_BODY_TOO_LARGE: errors.tooLarge,
  FST_ERR_CTP_INVALID_MEDIA_TYPE: errors.unsupportedMediaType,
  FST_ERR_CTP_INVALID_CONTENT_LENGTH: errors.badJson,
  FST_ERR_BAD_URL: errors.unknownPath,
}

function xmlOf(error: HttpError): string {
  const code = XML_CODES[error.status] ?? 'InternalError'
  const message = escapeXml(error.items[0]?.detail ?? error.message)
  return `<?xml version="1.0" encoding="UTF-8"?>\n<Error><Code>${code}</Code><Message>${message}</Message></Error>`
}

const XML_CODES: Record<number, string> = {
  403: 'AccessDenied',
  404: 'NoSuchKey',
  405: 'MethodNotAllowed',
  409: 'OperationAborted',
  411: 'MissingContentLength',
  413: 'EntityTooLarge',
  422: 'InvalidArgument',
  507: 'ServiceUnavailable',
}

function escapeXml(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
