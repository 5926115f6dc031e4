// What is no HTTP, or not whole, never becomes a request: it is answered on the bare connection, which is then closed.
import type { Socket } from 'node:net'
import { envelopeOf } from './error-renderer.ts'
import { errors } from './errors.ts'
import type { HttpError } from './errors.ts'

/** Handler of the server's `clientError`. */
export function answerBrokenRequest(error: Error & { code?: string }, socket: Socket): void {
  // The sender has gone, or was told before: nobody listens.
  if (error.code === 'ECONNRESET' || socket.destroyed) return
  const httpError = KNOWN[error.code ?? '']?.() ?? errors.brokenRequest()
  if (!socket.writable) {
    socket.destroy()
    return
  }
  const body = JSON.stringify(envelopeOf(httpError))
  const head = [
    `HTTP/1.1 ${String(httpError.status)} ${httpError.message}`,
    'content-type: application/json; charset=utf-8',
    'x-content-type-options: nosniff',
    "content-security-policy: default-src 'none'; frame-ancestors 'none'",
    `content-length: ${String(Buffer.byteLength(body))}`,
    'connection: close',
  ]
  socket.end(`${head.join('\r\n')}\r\n\r\n${body}`)
}

const KNOWN: Record<string, (() => HttpError) | undefined> = {
  HPE_HEADER_OVERFLOW: errors.headersTooLarge,
  ERR_HTTP_REQUEST_TIMEOUT: errors.requestTimeout,
}
