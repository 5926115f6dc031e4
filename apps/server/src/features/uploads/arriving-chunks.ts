// The bytes of a request as the parser hands them out. Iterating the stream itself would join all that is waiting into a
// new buffer at each turn: a second copy of every byte, and most of an upload's cost.
import { on } from 'node:events'
import type { IncomingMessage } from 'node:http'

/** Chunks that may wait here, 64 KiB each, while a write is under way; then the socket is not read from. */
const MOST_WAITING = 16
const FEWEST_WAITING = 4

/**
 * The body in order, chunk by chunk. Whoever stops in the middle leaves the rest in the stream, paused.
 * Throws the stream's error, or when the sender went away in the middle.
 */
export async function* arrivingChunks(body: IncomingMessage): AsyncGenerator<Buffer, void, undefined> {
  const events = on(body, 'data', {
    close: ['end', 'close'],
    highWaterMark: MOST_WAITING,
    lowWaterMark: FEWEST_WAITING,
  }) as AsyncIterable<[Buffer]>
  try {
    for await (const [chunk] of events) yield chunk
  } finally {
    body.pause()
  }
  if (!body.complete) throw new Error('The sender went away in the middle of a part.')
}
