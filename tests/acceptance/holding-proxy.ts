// Stands between a program and the server and, when told to, holds a transfer in the middle: so that a test can end the
// program at a moment that it knows.
import { createServer, request } from 'node:http'
import type { IncomingMessage } from 'node:http'
import type { AddressInfo } from 'node:net'

export interface HoldingProxy {
  url: string
  /** Every request so far: "PUT /uploads/…", with its range if it has one. */
  seen: string[]
  /** The requests for which `isHeld` says so go no further. Resolves once one of them is there. */
  hold: (isHeld: (line: string, count: number) => boolean) => Promise<void>
  /** Lets the rest of everything through again. */
  release: () => void
  close: () => Promise<void>
}

/** What of a held download still gets through. */
const HELD_AFTER_BYTES = 1_000_000

export async function startHoldingProxy(target: string): Promise<HoldingProxy> {
  const { hostname, port } = new URL(target)
  const seen: string[] = []
  let isHeld: (line: string, count: number) => boolean = () => false
  let tellHeld = () => {}

  const server = createServer((incoming, outgoing) => {
    const range = incoming.headers.range === undefined ? '' : ` ${incoming.headers.range}`
    const line = `${incoming.method ?? ''} ${incoming.url ?? ''}${range}`
    seen.push(line)
    const holds = isHeld(line, seen.length)
    if (holds && incoming.method !== 'GET') return tellHeld()
    const { method, url: path, headers } = incoming
    const onward = request({ hostname, port, method, path, headers }, (answer) => {
      outgoing.writeHead(answer.statusCode ?? 502, answer.headers)
      if (holds) holdBody(answer, outgoing.write.bind(outgoing))
      else answer.pipe(outgoing)
    })
    onward.on('error', () => outgoing.destroy())
    outgoing.on('close', () => onward.destroy())
    incoming.pipe(onward)
  })

  function holdBody(answer: IncomingMessage, write: (chunk: Buffer) => boolean): void {
    let passed = 0
    answer.on('data', (chunk: Buffer) => {
      write(chunk)
      passed += chunk.length
      if (passed < HELD_AFTER_BYTES) return
      answer.pause()
      tellHeld()
    })
  }

  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  return {
    url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`,
    seen,
    hold: (which) => {
      isHeld = which
      return new Promise((resolve) => (tellHeld = resolve))
    },
    release: () => (isHeld = () => false),
    close: () => {
      server.closeAllConnections()
      return new Promise((resolve) => server.close(() => resolve()))
    },
  }
}
