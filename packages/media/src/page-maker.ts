// Makes pages of documents when they are asked for: a few at a time, each once however many wait for it, and none that
// nobody waits for any more.
import { renderPage } from './render-page.ts'
import type { SegmentCache } from './segment-cache.ts'
import type { MediaTools } from './tools.ts'

export type PageMakerOptions = {
  tools: MediaTools
  /** Where pages are kept, under the document's key and the number of the page. */
  cache: SegmentCache
  tempFolder: string
  /** Pages made at once. */
  slots: number
  /** Hears of what went wrong without harm to anybody who waits. */
  onProblem: (error: unknown, what: string) => void
}

export type PageSource = {
  /** Names the document in the cache. */
  key: string
  inputPath: string
}

export type PageMaker = {
  /**
   * A page as JPEG, counted from 1. Rejects with `PageFailedError`, or with the reason of `signal` when it is aborted
   * before the page is there.
   */
  page: (source: PageSource, page: number, signal: AbortSignal) => Promise<Buffer>
}

type Work = { waiters: number; abort: AbortController; bytes: Promise<Buffer> }

export function createPageMaker({ tools, cache, tempFolder, slots, onProblem }: PageMakerOptions): PageMaker {
  const works = new Map<string, Work>()
  const queue: (() => void)[] = []
  let busy = 0

  async function inTurn(signal: AbortSignal, make: () => Promise<Buffer>): Promise<Buffer> {
    if (busy >= slots) await new Promise<void>((resolve) => queue.push(resolve))
    busy += 1
    try {
      signal.throwIfAborted()
      return await make()
    } finally {
      busy -= 1
      queue.shift()?.()
    }
  }

  function start(name: string, { key, inputPath }: PageSource, page: number): Work {
    const abort = new AbortController()
    const { signal } = abort
    const make = async () => {
      const bytes = await renderPage(tools, { inputPath, page, tempFolder, signal })
      await cache.put(key, page, bytes).catch((error: unknown) => onProblem(error, 'keep a page'))
      return bytes
    }
    const work = { waiters: 0, abort, bytes: inTurn(signal, make) }
    works.set(name, work)
    const forget = () => {
      if (works.get(name) === work) works.delete(name)
    }
    work.bytes.then(forget, forget)
    return work
  }

  return {
    page: async (source, page, signal) => {
      const kept = await cache.get(source.key, page)
      if (kept !== null) return kept
      signal.throwIfAborted()
      const name = `${source.key}/${String(page)}`
      const work = works.get(name) ?? start(name, source, page)
      work.waiters += 1
      return new Promise<Buffer>((resolve, reject) => {
        const onAbort = () => {
          reject(signal.reason as Error)
          work.waiters -= 1
          if (work.waiters > 0) return
          // Nobody may join what is ending.
          if (works.get(name) === work) works.delete(name)
          work.abort.abort(signal.reason)
        }
        signal.addEventListener('abort', onAbort, { once: true })
        work.bytes.then(resolve, reject).finally(() => signal.removeEventListener('abort', onAbort))
      })
    },
  }
}
