// Cards dragged with a mouse: onto a folder they move there, or are copied while Ctrl (on a Mac Option) is held; onto a file
// of their kind one becomes its newest version. The menu has the same for keys and fingers.
import type { Asset } from '@rushes/contract/assets'
import { useEffect, useRef } from 'react'
import type { DragEvent } from 'react'
import { count } from '../../ui/count.ts'
import type { AssetActions } from './use-asset-actions.ts'
import { canBeVersionOf } from './version-fit.ts'

const TARGET_CLASS = 'card-drop-target'
const MIME = 'application/x-rushes-assets'

/** What letting go over a card would do, in words, or null where nothing would. */
export function dropWord(dragged: readonly Asset[], target: Asset, isCopy: boolean): string | null {
  if (dragged.some(({ id }) => id === target.id)) return null
  if (target.type === 'folder') return `${isCopy ? 'Copy' : 'Move'} to “${target.name}”`
  const [first] = dragged
  if (first === undefined || dragged.length > 1 || !canBeVersionOf(first, target)) return null
  return `Becomes v${String(target.type === 'version_stack' ? target.versions + 1 : 2)}`
}

export function useCardDrag(props: {
  loaded: ReadonlyMap<number, Asset>
  selectedAssets: readonly Asset[]
  actions: AssetActions
}) {
  const dragged = useRef<readonly Asset[]>([])
  const lit = useRef<HTMLElement | null>(null)
  useEffect(() => () => unlight(lit.current), [])

  const assetAt = (event: DragEvent): { card: HTMLElement; asset: Asset } | null => {
    const card = event.target instanceof Element ? event.target.closest<HTMLElement>('[data-asset-id]') : null
    const asset = [...props.loaded.values()].find(({ id }) => id === card?.dataset['assetId'])
    return card === null || asset === undefined ? null : { card, asset }
  }
  const light = (card: HTMLElement | null, word = '') => {
    if (lit.current !== card) unlight(lit.current)
    lit.current = card
    if (card === null) return
    card.classList.add(TARGET_CLASS)
    card.dataset['drop'] = word
  }

  return {
    onDragStart: (event: DragEvent) => {
      const found = assetAt(event)
      if (found === null) return
      const { asset } = found
      const isSelected = props.selectedAssets.some(({ id }) => id === asset.id)
      dragged.current = isSelected ? props.selectedAssets : [asset]
      event.dataTransfer.effectAllowed = 'copyMove'
      event.dataTransfer.setData(MIME, dragged.current.map(({ id }) => id).join(' '))
      if (dragged.current.length > 1)
        event.dataTransfer.setData('text/plain', count(dragged.current.length, 'item'))
    },
    onDragOver: (event: DragEvent) => {
      if (!event.dataTransfer.types.includes(MIME)) return
      const found = assetAt(event)
      const word = found === null ? null : dropWord(dragged.current, found.asset, isCopying(event))
      light(word === null ? null : (found?.card ?? null), word ?? '')
      if (word === null) return
      event.preventDefault()
      event.dataTransfer.dropEffect = isCopying(event) && found?.asset.type === 'folder' ? 'copy' : 'move'
    },
    onDrop: (event: DragEvent) => {
      const found = assetAt(event)
      const assets = dragged.current
      light(null)
      if (found === null || dropWord(assets, found.asset, isCopying(event)) === null) return
      event.preventDefault()
      const [first] = assets
      const { asset } = found
      if (asset.type === 'folder' && isCopying(event)) void props.actions.copy(assets, asset, false)
      else if (asset.type === 'folder') void props.actions.move(assets, asset)
      else if (first !== undefined) void props.actions.makeVersion(asset, first)
    },
    onDragEnd: () => {
      dragged.current = []
      light(null)
    },
  }
}

function isCopying({ ctrlKey, altKey }: DragEvent): boolean {
  return ctrlKey || altKey
}

function unlight(card: HTMLElement | null): void {
  card?.classList.remove(TARGET_CLASS)
  card?.removeAttribute('data-drop')
}
