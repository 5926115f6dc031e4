// Settings that a browser keeps over visits, and everything on the page that follows them.
import { useSyncExternalStore } from 'react'

export interface StoredSettings<T extends object> {
  use: () => T
  get: () => T
  change: (change: Partial<T>) => void
}

/** `read` makes settings of whatever is stored: it may be from another version, or be edited by hand. */
export function storedSettings<T extends object>(
  storedAs: string,
  read: (stored: Partial<Record<keyof T, unknown>>) => T,
): StoredSettings<T> {
  const listeners = new Set<() => void>()
  /** Read when first asked for: importing must work without a browser. */
  let settings: T | null = null
  const get = () => (settings ??= read(parsedOrEmpty(localStorage.getItem(storedAs) ?? '{}')))
  const subscribe = (listener: () => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  }
  return {
    use: () => useSyncExternalStore(subscribe, get),
    get,
    change: (change) => {
      settings = { ...get(), ...change }
      localStorage.setItem(storedAs, JSON.stringify(settings))
      for (const listener of listeners) listener()
    },
  }
}

function parsedOrEmpty(text: string): object {
  try {
    const parsed: unknown = JSON.parse(text)
    return typeof parsed === 'object' && parsed !== null ? parsed : {}
  } catch (cause) {
    if (cause instanceof SyntaxError) return {}
    throw cause
  }
}
