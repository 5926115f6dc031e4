// Whether the palette is open, and what pages offer in it. Kept outside of React: pages only say how to ask them, and
// are asked when it opens.
import type { MenuEntry } from '../../ui/menu.tsx'

export interface ActionGroup {
  title: string
  entries: MenuEntry[]
}

/** What is closest to what one looks at comes first. */
const NEARNESS = ['selection', 'page', 'around'] as const
export type Nearness = (typeof NEARNESS)[number]

export interface OpenPalette {
  groups: ActionGroup[]
  /** What had the keyboard before, and gets it back. */
  focused: Element | null
}

export interface PaletteStore {
  subscribe: (listener: () => void) => () => void
  /** Null while it is closed. */
  get: () => OpenPalette | null
  open: () => void
  close: () => void
  /** Answers how to take the offer back. */
  offer: (nearness: Nearness, read: () => ActionGroup[]) => () => void
}

export function createPaletteStore(): PaletteStore {
  const listeners = new Set<() => void>()
  const offers = new Set<{ nearness: Nearness; read: () => ActionGroup[] }>()
  let state: OpenPalette | null = null

  function set(next: OpenPalette | null): void {
    state = next
    for (const listener of listeners) listener()
  }

  return {
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    get: () => state,
    open: () => {
      const groups = NEARNESS.flatMap((wanted) =>
        [...offers].filter(({ nearness }) => nearness === wanted).flatMap(({ read }) => read()),
      )
      set({ groups, focused: document.activeElement })
    },
    close: () => set(null),
    offer: (nearness, read) => {
      const offered = { nearness, read }
      offers.add(offered)
      return () => offers.delete(offered)
    },
  }
}
