// An HTTP server of somebody else's, from which the server under test fetches files, and all the ways in which it may
// misbehave.
import { createServer } from 'node:http'
import type { IncomingMessage, ServerResponse } from 'node:http'
import type { AddressInfo } from 'node:net'
import { seededBytes } from './seeded.ts'

/** What /file.bin holds. */
export const remoteFile = seededBytes(80, 50_000)

export interface RemoteFiles {
  port: number
  /** Requests in order: method, path and headers. */
  requests: { path: string; headers: IncomingMessage['headers'] }[]
  stop: () => Promise<void>
}

type Answer = (response: ServerResponse, url: URL) => void

const everyMs = 20

const redirect =
  (status: number, to: (url: URL) => string): Answer =>
  (response, url) => {
    response.writeHead(status, { location: to(url) }).end()
  }

/** Sends `chunk` again and again until the other side hangs up. */
function sendForEver(response: ServerResponse, chunk: Uint8Array): void {
  const timer = setInterval(() => response.write(chunk), everyMs)
  response.once('close', () => clearInterval(timer))
}

/** Starts it on a free port of 127.0.0.1. */
export async function startRemoteFiles(): Promise<RemoteFiles> {
  const requests: RemoteFiles['requests'] = []
  let failures = 1
  const answers: Record<string, Answer> = {
    '/file.bin': (response) => {
      response.writeHead(200, { 'content-length': remoteFile.length }).end(remoteFile)
    },
    '/without-length': (response) => {
      response.write(remoteFile.subarray(0, 20_000))
      response.end(remoteFile.subarray(20_000))
    },
    '/moved': redirect(302, () => '/file.bin'),
    '/moved-for-good': redirect(308, () => '/moved'),
    '/in-circles': redirect(301, () => '/in-circles'),
    '/moved-nowhere': redirect(302, () => 'http://['),
    '/to': redirect(302, (url) => url.searchParams.get('address') ?? ''),
    '/announced-too-large': (response) => {
      response.writeHead(200, { 'content-length': 1_000_000_000 }).flushHeaders()
    },
    '/endless': (response) => sendForEver(response, new Uint8Array(10_000)),
    '/slow': (response) => sendForEver(response, new Uint8Array(1)),
    '/silent': () => undefined,
    '/secret': (response) => {
      response.writeHead(403).end('<h1>no</h1>')
    },
    '/busy-once': (response) => {
      if (failures > 0) {
        failures -= 1
        response.writeHead(503).end()
      } else response.writeHead(200).end(remoteFile)
    },
  }
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost')
    requests.push({ path: url.pathname, headers: request.headers })
    const answer = answers[url.pathname]
    if (answer === undefined) response.writeHead(404).end()
    else answer(response, url)
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    // Listening on a port, it has an address with one.
    port: (server.address() as AddressInfo).port,
    requests,
    stop: async () => {
      server.closeAllConnections()
      await new Promise((resolve) => server.close(resolve))
    },
  }
}
