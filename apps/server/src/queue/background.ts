// Work that outlives the request that started it. Kept in view, so that a shutdown can end it in good order and no
// failure goes unseen.
import type { Logger } from 'pino'

export interface BackgroundWork {
  /** Starts the work now. A failure is logged; the work itself must be safe to be cut short. */
  start: (name: string, work: (signal: AbortSignal) => Promise<void>) => void
  /** Asks everything to stop and waits until it has. */
  stop: () => Promise<void>
}

export function createBackgroundWork(log: Logger): BackgroundWork {
  const running = new Set<Promise<void>>()
  const stopping = new AbortController()

  return {
    start: (name, work) => {
      if (stopping.signal.aborted) return
      const task = work(stopping.signal)
        .catch((error: unknown) => {
          if (stopping.signal.aborted) log.debug({ name }, 'background work was cut short by the shutdown')
          else log.error({ err: error, name }, 'background work failed')
        })
        .finally(() => running.delete(task))
      running.add(task)
    },
    stop: async () => {
      stopping.abort(new Error('The server is stopping.'))
      await Promise.all(running)
    },
  }
}
