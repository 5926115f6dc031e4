// Which assets of a folder are selected, as pure steps from one selection to the next.

export interface Selection {
  ids: ReadonlySet<string>
  /** Where a range selected with Shift begins. */
  anchorId: string | null
  /** The card that has the keyboard. */
  focusId: string | null
  /** By tick boxes: a touch then selects instead of opening. */
  isTicking: boolean
}

export const NOTHING_SELECTED: Selection = {
  ids: new Set(),
  anchorId: null,
  focusId: null,
  isTicking: false,
}

/** A plain click. */
export function selectOnly(id: string): Selection {
  return { ids: new Set([id]), anchorId: id, focusId: id, isTicking: false }
}

/** A click with Ctrl or Cmd. */
export function toggleSelected({ ids, isTicking }: Selection, id: string): Selection {
  const next = new Set(ids)
  if (!next.delete(id)) next.add(id)
  return { ids: next, anchorId: id, focusId: id, isTicking: isTicking && next.size > 0 }
}

/** A click on a tick box, or "Select" of the menu. */
export function tick(selection: Selection, id: string): Selection {
  return toggleSelected({ ...selection, isTicking: true }, id)
}

/** A click or an arrow key with Shift: everything from the anchor to here. `order` is what is on show. */
export function extendSelection(
  { anchorId, focusId, isTicking }: Selection,
  id: string,
  order: readonly string[],
): Selection {
  const from = order.indexOf(anchorId ?? focusId ?? id)
  const to = order.indexOf(id)
  if (from === -1 || to === -1) return selectOnly(id)
  const range = order.slice(Math.min(from, to), Math.max(from, to) + 1)
  return { ids: new Set(range), anchorId: order[from] ?? id, focusId: id, isTicking }
}

export function selectAll(selection: Selection, order: readonly string[]): Selection {
  return { ...selection, ids: new Set(order) }
}

/** Esc, or a click beside the cards. The keyboard stays where it is. */
export function clearSelection({ focusId }: Selection): Selection {
  return { ...NOTHING_SELECTED, focusId }
}

/** Where an arrow key leads in a grid of `columns`, or null when it does not lead anywhere. */
export function indexAfterKey(key: string, index: number, columns: number, total: number): number | null {
  const last = total - 1
  switch (key) {
    case 'ArrowLeft':
      return Math.max(0, index - 1)
    case 'ArrowRight':
      return Math.min(last, index + 1)
    case 'ArrowUp':
      return index - columns < 0 ? index : index - columns
    case 'ArrowDown':
      // From above a gap in the last row, down leads to its last card.
      return index + columns > last ? (isInLastRow(index, columns, last) ? index : last) : index + columns
    case 'Home':
      return 0
    case 'End':
      return last
    default:
      return null
  }
}

function isInLastRow(index: number, columns: number, last: number): boolean {
  return Math.floor(index / columns) === Math.floor(last / columns)
}
