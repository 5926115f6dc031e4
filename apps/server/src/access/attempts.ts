// Counting failures in a sliding window. Kept in memory: a restart forgives, a thief gains nothing from that.

export interface Attempts {
  /** Failures of this key within the window. */
  count: (key: string) => number
  add: (key: string) => void
  /** The last one was no failure after all. */
  takeBack: (key: string) => void
  forget: (key: string) => void
}

const MAX_KEYS = 20_000

export function createAttempts(nowMs: () => number, windowMs: number): Attempts {
  const failures = new Map<string, number[]>()
  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > nowMs() - windowMs)
  return {
    count: (key) => (failures.has(key) ? recent(key).length : 0),
    add: (key) => {
      const list = [...recent(key), nowMs()]
      failures.delete(key)
      failures.set(key, list)
      const oldest = failures.keys().next()
      if (failures.size > MAX_KEYS && oldest.done !== true) failures.delete(oldest.value)
    },
    takeBack: (key) => {
      const list = failures.get(key)
      list?.pop()
      if (list?.length === 0) failures.delete(key)
    },
    forget: (key) => {
      failures.delete(key)
    },
  }
}
