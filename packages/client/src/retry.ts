// Trying again what may pass by itself (v2-platform.md 5): as long as the server says, else 1 s, doubling up to 64 s.

const FIRST_WAIT_MS = 1_000
const LONGEST_WAIT_MS = 64_000

/** Resolves after that time; rejects when the signal fires first. */
export type Wait = (ms: number, signal?: AbortSignal) => Promise<void>

export interface Retries {
  /** How often at most, after the first time. */
  retries: number
  /** Whether trying again may help, and how long the server asks to wait: null when it does not say. */
  isPassing: (error: unknown) => { afterMs: number | null } | false
  wait?: Wait | undefined
  signal?: AbortSignal | undefined
}

/** The first success, or the last failure. */
export async function tryAgain<T>(
  attempt: () => Promise<T>,
  { retries, isPassing, wait = waitFor, signal }: Retries,
): Promise<T> {
  for (let failures = 0; ; failures += 1) {
    try {
      return await attempt()
    } catch (error) {
      const passing = failures < retries && signal?.aborted !== true && isPassing(error)
      if (passing === false) throw error
      await wait(passing.afterMs ?? Math.min(LONGEST_WAIT_MS, FIRST_WAIT_MS * 2 ** failures), signal)
    }
  }
}

/** `Retry-After` is a number of seconds or a date. */
export function retryAfterMs(header: string | null): number | null {
  if (header === null || header.trim() === '') return null
  const ms = /^\s*\d+\s*$/.test(header) ? Number(header) * 1000 : Date.parse(header) - Date.now()
  return Number.isNaN(ms) ? null : Math.min(LONGEST_WAIT_MS, Math.max(0, ms))
}

/** The usual {@link Wait}. */
export function waitFor(ms: number, signal?: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer)
      reject(signal?.reason as Error)
    }
    const timer = setTimeout(() => {
      signal?.removeEventListener('abort', stop)
      resolve()
    }, ms)
    signal?.addEventListener('abort', stop, { once: true })
    if (signal?.aborted === true) stop()
  })
}
