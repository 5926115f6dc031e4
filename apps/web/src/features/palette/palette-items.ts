// What the palette shows, and which of it fits what was typed.
import type { ReactNode } from 'react'
import type { MenuEntry } from '../../ui/menu.tsx'
import type { ActionGroup } from '../page-actions/palette-store.ts'

export interface PaletteItem {
  /** Of its own in the whole palette. */
  id: string
  label: string
  note?: string | undefined
  picture?: ReactNode
  shortcut?: string | undefined
  isDangerous?: boolean
  isChosen?: boolean
  run: () => void
}

export interface PaletteGroup {
  title: string
  items: PaletteItem[]
}

/** The actions of pages, without what cannot be done now. */
export function groupsOf(groups: readonly ActionGroup[]): PaletteGroup[] {
  return groups.map(({ title, entries }) => ({ title, items: itemsOf(title, entries, null) }))
}

function itemsOf(
  place: string,
  entries: readonly MenuEntry[],
  above: { label: string; icon?: ReactNode } | null,
): PaletteItem[] {
  return entries.flatMap((entry): PaletteItem[] => {
    if (entry.kind === 'group') return itemsOf(place, entry.entries, entry)
    if (entry.kind !== 'item' || entry.isDisabled === true) return []
    const label = above === null ? entry.label : `${above.label}: ${entry.label}`
    return [
      {
        id: `${place}/${label}`,
        label,
        note: entry.note,
        picture: entry.icon ?? above?.icon,
        shortcut: entry.shortcut,
        isDangerous: entry.isDangerous ?? false,
        isChosen: entry.isChosen ?? false,
        run: entry.onSelect,
      },
    ]
  })
}

/** Items that have every typed word, those first in which words begin with them; in their order otherwise. */
export function fitting(items: readonly PaletteItem[], typed: string): PaletteItem[] {
  const words = plain(typed).split(/\s+/).filter(Boolean)
  const begins: PaletteItem[] = []
  const contains: PaletteItem[] = []
  for (const item of items) {
    const label = plain(item.label)
    const starts = label.split(/[^\p{L}\p{N}]+/u)
    if (words.every((word) => starts.some((start) => start.startsWith(word)))) begins.push(item)
    else if (words.every((word) => label.includes(word))) contains.push(item)
  }
  return [...begins, ...contains]
}

/** Without case and accents. */
function plain(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/\p{Diacritic}/gu, '')
    .toLowerCase()
}
