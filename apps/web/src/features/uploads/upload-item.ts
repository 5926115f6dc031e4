// One file on its way up, as the tray shows it.

export type UploadState =
  /** In the queue. */
  | { kind: 'waiting' }
  | { kind: 'sending' }
  | { kind: 'paused' }
  /** The connection was lost; goes on by itself, at this time at the latest. */
  | { kind: 'interrupted'; retryAtMs: number; reason: string }
  /** Begun before the page was loaded again: the browser no longer has the file. */
  | { kind: 'needs-file' }
  | { kind: 'done' }
  | { kind: 'failed'; reason: string }

export interface UploadItem {
  id: string
  name: string
  sizeBytes: number
  projectId: string
  /** Null until the server knows of it. */
  assetId: string | null
  /** Acknowledged and in flight. */
  sentBytes: number
  /** 0 while nothing moves. */
  bytesPerSecond: number
  state: UploadState
}

/** 0 to 1. */
export function fractionOf({ sizeBytes, sentBytes }: UploadItem): number {
  return sizeBytes === 0 ? 0 : sentBytes / sizeBytes
}

/** It waits for a person. */
export function isAtRest({ state }: UploadItem): boolean {
  return state.kind === 'paused' || state.kind === 'needs-file'
}

/** What the tray says about all of them together. */
export interface UploadSummary {
  total: number
  done: number
  failed: number
  /** Not yet over, and not waiting for a person. */
  active: number
  paused: number
  /** 0 to 1 over the bytes of everything not failed. */
  fraction: number
  /** Null when nothing moves. */
  secondsLeft: number | null
}

export function summarise(items: readonly UploadItem[]): UploadSummary {
  const alive = items.filter(({ state }) => state.kind !== 'failed')
  const totalBytes = alive.reduce((sum, { sizeBytes }) => sum + sizeBytes, 0)
  const sentBytes = alive.reduce(
    (sum, item) => sum + (item.state.kind === 'done' ? item.sizeBytes : item.sentBytes),
    0,
  )
  const bytesPerSecond = items.reduce((sum, item) => sum + item.bytesPerSecond, 0)
  const countOf = (...kinds: UploadState['kind'][]) =>
    items.filter(({ state }) => kinds.includes(state.kind)).length
  const done = countOf('done')
  return {
    total: items.length,
    done,
    failed: countOf('failed'),
    active: countOf('waiting', 'sending', 'interrupted'),
    paused: countOf('paused'),
    fraction: totalBytes === 0 ? (done === alive.length ? 1 : 0) : sentBytes / totalBytes,
    secondsLeft: bytesPerSecond > 0 ? (totalBytes - sentBytes) / bytesPerSecond : null,
  }
}
