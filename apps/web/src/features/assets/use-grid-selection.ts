// Selecting, opening, renaming and deleting in the grid, by pointer and by keyboard.
import type { Asset } from '@rushes/contract/assets'
import { useCallback, useEffect, useEffectEvent, useMemo, useRef, useState } from 'react'
import type { KeyboardEvent, MouseEvent } from 'react'
import { cardElementId } from './asset-card.tsx'
import type { CardHandlers } from './asset-card.tsx'
import {
  clearSelection,
  extendSelection,
  indexAfterKey,
  NOTHING_SELECTED,
  selectAll,
  selectOnly,
  tick,
  toggleSelected,
} from './selection.ts'
import type { AssetActions } from './use-asset-actions.ts'

type KeyPress = Pick<
  globalThis.KeyboardEvent,
  'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'preventDefault'
> & { target: EventTarget | null }

interface GridOnShow {
  /** What is loaded, in order, and by its place in the folder. */
  assets: Asset[]
  loaded: ReadonlyMap<number, Asset>
  total: number
  columns: number
  actions: AssetActions
  /** Brings a place of the folder into view. */
  showIndex: (index: number) => void
}

export function useGridSelection(shown: GridOnShow) {
  const { assets, loaded, actions } = shown
  const [selection, setSelection] = useState(NOTHING_SELECTED)
  const [renamingId, setRenamingId] = useState<string | null>(null)
  /** A card to give the keyboard to as soon as it is rendered. */
  const wantsFocus = useRef<string | null>(null)
  // Handlers keep their identity, so that cards need not be rendered again; what they look at changes.
  const current = useRef(shown)
  useEffect(() => {
    current.current = shown
    if (wantsFocus.current === null) return
    const card = document.getElementById(cardElementId(wantsFocus.current))
    if (card === null) return
    wantsFocus.current = null
    card.focus({ preventScroll: true })
  })

  const selectedAssets = assets.filter(({ id }) => selection.ids.has(id))

  const handlers = useMemo<Omit<CardHandlers, 'menuEntries'>>(
    () => ({
      click: (asset, event) => {
        if (isOnControl(event)) return
        if (isTouch(event)) {
          setSelection((before) => {
            if (before.isTicking) return toggleSelected(before, asset.id)
            current.current.actions.open(asset)
            return before
          })
          return
        }
        setSelection((before) => {
          if (event.shiftKey) return extendSelection(before, asset.id, idsOf(current.current.assets))
          if (event.ctrlKey || event.metaKey) return toggleSelected(before, asset.id)
          return selectOnly(asset.id)
        })
      },
      open: (asset) => current.current.actions.open(asset),
      tick: (asset) => setSelection((before) => tick(before, asset.id)),
      endRenaming: (asset, name) => {
        setRenamingId(null)
        wantsFocus.current = asset.id
        if (name !== null) void current.current.actions.rename(asset, name)
      },
    }),
    [],
  )

  function moveBy(event: KeyboardEvent): boolean {
    const { total, columns, showIndex } = shown
    const focused = [...loaded].find(([, { id }]) => id === selection.focusId)?.[0]
    const next = indexAfterKey(event.key, focused ?? -1, columns, total)
    if (next === null) return false
    const index = focused === undefined ? 0 : next
    showIndex(index)
    const asset = loaded.get(index)
    if (asset === undefined) return true
    wantsFocus.current = asset.id
    setSelection((before) =>
      event.shiftKey ? extendSelection(before, asset.id, idsOf(assets)) : selectOnly(asset.id),
    )
    return true
  }

  /** Answers whether the key was one of these. */
  function actOnKey(event: KeyPress): boolean {
    if (isForOthers(event)) return false
    const [first] = selectedAssets
    const focused = assets.find(({ id }) => id === selection.focusId)
    const isCommand = event.ctrlKey || event.metaKey
    if (isCommand && event.key.toLowerCase() === 'a')
      setSelection((before) => selectAll(before, idsOf(assets)))
    else if (isCommand) return false
    else if (event.key === 'Enter' && isOnCard(event)) {
      const asset = focused ?? first
      if (asset !== undefined) actions.open(asset)
    } else if (event.key === ' ' && isOnCard(event) && focused !== undefined)
      setSelection((before) => toggleSelected(before, focused.id))
    else if (event.key === 'Escape') setSelection(clearSelection)
    else if ((event.key === 'F2' || event.key === 'r') && first !== undefined) setRenamingId(first.id)
    else if ((event.key === 'Delete' || event.key === 'Backspace') && first !== undefined) {
      setSelection(clearSelection)
      void actions.remove(selectedAssets)
    } else return false
    event.preventDefault()
    return true
  }

  function onKeyDown(event: KeyboardEvent): void {
    if (actOnKey(event) || isForOthers(event) || event.ctrlKey || event.metaKey) return
    if (moveBy(event)) event.preventDefault()
  }

  // Before anything has the keys, they are for the files all the same; only the arrows scroll the page.
  const onPageKey = useEffectEvent((event: globalThis.KeyboardEvent) => {
    if (event.target === document.body && !event.defaultPrevented) actOnKey(event)
  })
  useEffect(() => {
    const listen = (event: globalThis.KeyboardEvent) => onPageKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])

  /** A right click outside of the selection is about what is under the pointer. */
  function onContextMenu(event: MouseEvent): void {
    const card = event.target instanceof Element ? event.target.closest('[data-asset-id]') : null
    const id = card?.getAttribute('data-asset-id') ?? null
    if (id === null) event.preventDefault()
    else if (!selection.ids.has(id)) setSelection(selectOnly(id))
  }

  return {
    selection,
    selectedAssets,
    renamingId,
    handlers,
    onKeyDown,
    onContextMenu,
    startRenaming: useCallback((asset: Asset) => setRenamingId(asset.id), []),
    startTicking: useCallback((asset: Asset) => setSelection(tick(NOTHING_SELECTED, asset.id)), []),
    clear: () => setSelection(clearSelection),
  }
}

function idsOf(assets: Asset[]): string[] {
  return assets.map(({ id }) => id)
}

/** Links and buttons on a card do what they say. */
function isOnControl(event: MouseEvent): boolean {
  const control = event.target instanceof Element ? event.target.closest('a, button, input') : null
  return control !== null && event.currentTarget.contains(control)
}

function isForOthers({ target, altKey }: KeyPress): boolean {
  return target instanceof HTMLInputElement || altKey
}

function isOnCard({ target }: KeyPress): boolean {
  return target instanceof Element && target.hasAttribute('data-asset-id')
}

function isTouch({ nativeEvent }: MouseEvent): boolean {
  return nativeEvent instanceof PointerEvent && nativeEvent.pointerType === 'touch'
}
