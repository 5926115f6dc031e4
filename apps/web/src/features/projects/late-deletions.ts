// Deleting a project with a way back. The API cannot restore a project, so the deletion itself waits while it can still
// be taken back; meanwhile the project is off the screen. Leaving the page does not keep it.

/** As long as the message with "Undo" stays. */
const WAIT_MS = 7000

export interface LateDeletions {
  /** Ids of projects that are about to go. */
  getIds: () => ReadonlySet<string>
  subscribe: (listener: () => void) => () => void
  start: (projectId: string) => void
  takeBack: (projectId: string) => void
  /** Deletes what waits, now: for when the page is left. */
  flush: () => void
}

export function createLateDeletions(options: {
  remove: (projectId: string) => Promise<unknown>
  /** The lists without the project must be there before this resolves, or it flashes up once more. */
  onRemoved: () => Promise<unknown>
  onFailed: (error: unknown) => void
}): LateDeletions {
  const listeners = new Set<() => void>()
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  let ids: ReadonlySet<string> = new Set()

  function change(next: Set<string>): void {
    ids = next
    for (const listener of listeners) listener()
  }
  function show(projectId: string): void {
    const next = new Set(ids)
    next.delete(projectId)
    change(next)
  }
  async function remove(projectId: string): Promise<void> {
    timers.delete(projectId)
    try {
      await options.remove(projectId)
      await options.onRemoved()
    } catch (error) {
      options.onFailed(error)
    } finally {
      show(projectId)
    }
  }

  return {
    getIds: () => ids,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    start: (projectId) => {
      clearTimeout(timers.get(projectId))
      timers.set(
        projectId,
        setTimeout(() => void remove(projectId), WAIT_MS),
      )
      change(new Set([...ids, projectId]))
    },
    takeBack: (projectId) => {
      const timer = timers.get(projectId)
      // Too late: it is being deleted already.
      if (timer === undefined) return
      clearTimeout(timer)
      timers.delete(projectId)
      show(projectId)
    },
    flush: () => {
      for (const [projectId, timer] of timers) {
        clearTimeout(timer)
        void remove(projectId)
      }
    },
  }
}
