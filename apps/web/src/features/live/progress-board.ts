// How far the server is with each asset it works on, as told by live messages. Nothing is kept of what is finished.

export interface ProgressBoard {
  /** 0 to 1, or null when nothing is known to be under way. */
  get: (assetId: string) => number | null
  set: (assetId: string, fraction: number) => void
  subscribe: (listener: () => void) => () => void
}

export function createProgressBoard(): ProgressBoard {
  const fractions = new Map<string, number>()
  const listeners = new Set<() => void>()
  return {
    get: (assetId) => fractions.get(assetId) ?? null,
    set: (assetId, fraction) => {
      if (fraction >= 1) fractions.delete(assetId)
      else fractions.set(assetId, fraction)
      for (const listener of listeners) listener()
    },
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
