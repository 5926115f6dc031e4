// A watermark: text that is laid over every frame of a proxy. Drawn once as a picture of the proxy's size, so that
// nothing a person wrote is ever part of a filter.
import { createHash } from 'node:crypto'

export type MarkBlock = {
  /** Plain text without control characters; at least one line shows something. */
  lines: string[]
  /** 0 cannot be seen, 1 hides what is under it. */
  alpha: number
  position: 'top' | 'center' | 'bottom'
}

export type Mark = readonly MarkBlock[]

/** Told apart by what they show. A name for a file. */
export function markId(mark: Mark): string {
  return createHash('sha256').update(JSON.stringify(mark)).digest('hex').slice(0, 32)
}
