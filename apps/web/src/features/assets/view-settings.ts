// How this browser likes to look at folders. Kept over visits.
import { useSyncExternalStore } from 'react'
import { isSortChoice } from './sort-choice.ts'
import type { SortChoice } from './sort-choice.ts'

export interface ViewSettings {
  sort: SortChoice
  /** 0: many small cards. 1: few large ones. */
  cardSize: number
}

const STORED_AS = 'rushes.view'
const DEFAULTS: ViewSettings = { sort: 'custom', cardSize: 0.4 }

const listeners = new Set<() => void>()
/** Read when first asked for: importing this file must work without a browser. */
let settings: ViewSettings | null = null

export function useViewSettings(): ViewSettings {
  return useSyncExternalStore(subscribe, getSettings)
}

export function changeViewSettings(change: Partial<ViewSettings>): void {
  settings = { ...getSettings(), ...change }
  localStorage.setItem(STORED_AS, JSON.stringify(settings))
  for (const listener of listeners) listener()
}

function getSettings(): ViewSettings {
  settings ??= readStored()
  return settings
}

function subscribe(listener: () => void): () => void {
  listeners.add(listener)
  return () => listeners.delete(listener)
}

/** Whatever is stored may be from another version, or be edited by hand. */
function readStored(): ViewSettings {
  const stored: unknown = parseOrNull(localStorage.getItem(STORED_AS) ?? 'null')
  if (typeof stored !== 'object' || stored === null) return DEFAULTS
  const { sort, cardSize } = stored as Record<string, unknown>
  return {
    sort: isSortChoice(sort) ? sort : DEFAULTS.sort,
    cardSize: typeof cardSize === 'number' && cardSize >= 0 && cardSize <= 1 ? cardSize : DEFAULTS.cardSize,
  }
}

function parseOrNull(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (cause) {
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}
