// Requests as bytes on a socket, because no HTTP client will send what a broken or hostile one does.
import { connect } from 'node:net'

/** One request; what is wrong with it is up to the caller. */
export interface RawRequest {
  method: string
  /** Path and query, put on the request line as they are. */
  target: string
  headers: [name: string, value: string][]
  body: Buffer
}

export interface RawAnswer {
  /** Null: the connection was closed without an answer. */
  status: number | null
  /** Names in lower case. */
  headers: Map<string, string>
  /** As it came, chunk sizes included. */
  body: string
}

/** The server neither answered nor closed the connection. */
export class NoAnswerError extends Error {
  override name = 'NoAnswerError'
}

const patienceMs = 10_000

/** The bytes of a request, with the length of its body unless the headers say something about it. */
export function bytesOf({ method, target, headers, body }: RawRequest): Buffer {
  const saysLength = headers.some(([name]) => /^(?:content-length|transfer-encoding)$/i.test(name))
  const all =
    saysLength || body.length === 0 ? headers : [...headers, ['content-length', String(body.length)]]
  const lines = [`${method} ${target} HTTP/1.1`, ...all.map(([name, value]) => `${name}: ${value}`)]
  return Buffer.concat([Buffer.from(`${lines.join('\r\n')}\r\n\r\n`, 'latin1'), body])
}

export interface SendOptions {
  /** How the request asks: an answer to HEAD has no body, whatever its length says. */
  isHead?: boolean
  /** For requests that are not whole: hang up the sending side afterwards, so that the server need not wait for more. */
  endsAfterwards?: boolean
}

/** Sends bytes and reads one answer. Rejects with {@link NoAnswerError} after 10 s of nothing. */
export function sendRaw(
  url: string,
  bytes: Buffer,
  { isHead = false, endsAfterwards = false }: SendOptions = {},
): Promise<RawAnswer> {
  const { hostname, port } = new URL(url)
  return new Promise((resolve, reject) => {
    const socket = connect({ host: hostname, port: Number(port) })
    let received = Buffer.alloc(0)
    const finish = () => {
      clearTimeout(timer)
      socket.destroy()
      resolve(readAnswer(received))
    }
    const timer = setTimeout(() => {
      socket.destroy()
      reject(
        new NoAnswerError(`No answer within 10 s. Received: ${received.toString('latin1').slice(0, 500)}`),
      )
    }, patienceMs)
    socket.on('data', (chunk: Buffer) => {
      received = Buffer.concat([received, chunk])
      if (isWhole(received, isHead)) finish()
    })
    // A server that refuses a body closes while it is still being sent: what it said before counts.
    socket.once('error', finish)
    socket.once('close', finish)
    socket.write(bytes)
    if (endsAfterwards) socket.end()
  })
}

function readAnswer(received: Buffer): RawAnswer {
  const text = received.toString('utf8').replace(/^HTTP\/1\.1 100 [^]*?\r\n\r\n/, '')
  const headEnd = text.indexOf('\r\n\r\n')
  const head = /^HTTP\/1\.1 (\d{3})/.exec(text)
  if (headEnd === -1 || head === null) return { status: null, headers: new Map(), body: text }
  const headers = new Map(
    text
      .slice(0, headEnd)
      .split('\r\n')
      .slice(1)
      .map((line): [string, string] => {
        const colon = line.indexOf(':')
        return [line.slice(0, colon).toLowerCase(), line.slice(colon + 1).trim()]
      }),
  )
  return { status: Number(head[1]), headers, body: text.slice(headEnd + 4) }
}

function isWhole(received: Buffer, isHead: boolean): boolean {
  const { status, headers, body } = readAnswer(received)
  if (status === null) return false
  if (isHead || status === 204 || status === 304) return true
  // A stream of events never ends; its head is the answer.
  if (headers.get('content-type')?.startsWith('text/event-stream') === true) return true
  if (headers.get('transfer-encoding') === 'chunked') return body.endsWith('0\r\n\r\n')
  const length = headers.get('content-length')
  return length !== undefined && Buffer.byteLength(body) >= Number(length)
}
