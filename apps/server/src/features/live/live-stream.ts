// One open answer of server-sent events, from its headers to its end.
import type { FastifyReply } from 'fastify'
import type { LiveWord } from '@rushes/contract/live'

/** Proxies close what is silent; a comment line keeps the stream open. */
const KEEP_ALIVE_MS = 20_000
/** The session may have ended or the right may be gone: a stream asks again this often. */
const RECHECK_MS = 30_000

export interface LiveStream {
  send: (message: LiveWord) => void
  /** Asks whether the caller may still listen; ends the stream when not. */
  askAgain: () => void
  end: () => void
  onClose: (run: () => void) => void
}

/** `recheck` rejects when the caller may listen no more. */
export function openLiveStream(reply: FastifyReply, recheck: () => Promise<unknown>): LiveStream {
  reply.hijack()
  const { raw } = reply
  // What the hooks said of every answer does not reach a hijacked one by itself.
  for (const [name, value] of Object.entries(reply.getHeaders()))
    if (value !== undefined) raw.setHeader(name, value)
  raw.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-accel-buffering': 'no',
  })
  raw.write('retry: 2000\n\n')
  const askAgain = () => {
    recheck().catch(() => raw.end())
  }
  const keepAlive = setInterval(() => raw.write(': \n\n'), KEEP_ALIVE_MS)
  const rechecking = setInterval(askAgain, RECHECK_MS)
  raw.once('close', () => {
    clearInterval(keepAlive)
    clearInterval(rechecking)
  })
  return {
    send: (message) => {
      if (!raw.writableEnded) raw.write(`data: ${JSON.stringify(message)}\n\n`)
    },
    askAgain,
    end: () => raw.end(),
    onClose: (run) => raw.once('close', run),
  }
}
