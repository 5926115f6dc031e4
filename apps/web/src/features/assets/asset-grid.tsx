// A folder as a grid of cards. Only what is near the screen is rendered and asked for: a folder may hold anything.
import type { Asset } from '@rushes/contract/assets'
import type { CardNews } from '@rushes/contract/visits'
import { useQueries, useQuery } from '@tanstack/react-query'
import { useWindowVirtualizer } from '@tanstack/react-virtual'
import { useLayoutEffect, useMemo, useRef, useState } from 'react'
import type { RefObject } from 'react'
import { useServices } from '../../services.ts'
import { count } from '../../ui/count.ts'
import { AreaMenu } from '../../ui/menu.tsx'
import { AssetCard } from './asset-card.tsx'
import { assetMenuEntries } from './asset-menu-entries.tsx'
import { listingQuery, PAGE_SIZE } from './asset-queries.ts'
import type { OnlyLabelled } from './asset-queries.ts'
import { gridLayout } from './grid-layout.ts'
import { GridSkeleton } from './grid-skeleton.tsx'
import { SelectionBar } from './selection-bar.tsx'
import { usePageActions } from '../page-actions/use-page-actions.ts'
import { usePageKeys } from '../page-actions/use-page-keys.ts'
import { newsQuery } from '../visits/visit-queries.ts'
import { pickOneFile } from '../uploads/pick-one-file.ts'
import { ChooseFolderDialog } from './choose-folder-dialog.tsx'
import type { FolderWish } from './choose-folder-dialog.tsx'
import { DeleteStacksDialog } from './delete-stacks-dialog.tsx'
import { MakeVersionDialog } from './make-version-dialog.tsx'
import { useAssetActions } from './use-asset-actions.ts'
import type { AssetActions } from './use-asset-actions.ts'
import { useCardDrag } from './use-card-drag.ts'
import { useUploadVersion } from './use-upload-version.ts'
import { useGridSelection } from './use-grid-selection.ts'
import { useViewSettings } from './view-settings.ts'
import './asset-grid.css'

const ROWS_AHEAD = 3
const NO_NEWS: readonly CardNews[] = []

export function AssetGrid({
  folderId,
  total,
  name,
  only,
}: {
  folderId: string
  total: number
  name: string
  only: OnlyLabelled | null
}) {
  const { client } = useServices()
  const { sort, cardSize } = useViewSettings()
  const assetActions = useAssetActions()
  const uploadVersion = useUploadVersion()
  const [doomed, setDoomed] = useState<Asset[] | null>(null)
  const [nextVersion, setNextVersion] = useState<Asset | null>(null)
  const [folderWish, setFolderWish] = useState<FolderWish | null>(null)
  const actions = useMemo<AssetActions>(
    () => ({
      ...assetActions,
      // Of a stack it has to be asked what becomes of its versions.
      remove: async (assets) => {
        if (assets.some(({ type }) => type === 'version_stack')) setDoomed(assets)
        else await assetActions.remove(assets)
      },
    }),
    [assetActions],
  )
  const place = useRef<HTMLDivElement>(null)
  const { width, top } = usePlace(place)
  const layout = gridLayout(width, cardSize)
  const rowCount = Math.ceil(total / layout.columns)
  // oxlint-disable-next-line react/incompatible-library -- a note for the React Compiler, which is not used
  const rows = useWindowVirtualizer({
    count: width === 0 ? 0 : rowCount,
    estimateSize: () => layout.rowHeight,
    overscan: ROWS_AHEAD,
    scrollMargin: top,
  })
  // Heights follow the width of the window and the size of cards, and are never measured.
  useLayoutEffect(() => rows.measure(), [rows, layout.rowHeight])

  const visible = rows.getVirtualItems()
  const firstIndex = (visible[0]?.index ?? 0) * layout.columns
  const lastIndex = Math.max(firstIndex, ((visible.at(-1)?.index ?? 0) + 1) * layout.columns - 1)
  const pages = pagesBetween(firstIndex, Math.min(lastIndex, total - 1))
  const listings = useQueries({
    queries: pages.map((page) => listingQuery(client, folderId, sort, page, only)),
  })
  const loaded = new Map<number, Asset>()
  for (const [position, page] of pages.entries())
    for (const [offset, asset] of (listings[position]?.data?.items ?? []).entries())
      loaded.set((page - 1) * PAGE_SIZE + offset, asset)
  const assets = [...loaded.values()]
  const news = useQuery(newsQuery(client, folderId)).data ?? NO_NEWS

  const grid = useGridSelection({
    assets,
    loaded,
    total,
    actions,
    columns: layout.columns,
    showIndex: (index) => rows.scrollToIndex(Math.floor(index / layout.columns), { align: 'auto' }),
  })
  const { selection, selectedAssets, renamingId } = grid
  const { startRenaming, startTicking } = grid
  const onGrid = useMemo(
    () => ({
      startRenaming,
      startTicking,
      chooseBase: setNextVersion,
      chooseFolder: setFolderWish,
      uploadVersion: (base: Asset) => pickOneFile((file) => uploadVersion(base, folderId, file)),
    }),
    [startRenaming, startTicking, uploadVersion, folderId],
  )
  const drag = useCardDrag({ loaded, selectedAssets, actions })
  const handlers = useMemo(
    () => ({ ...grid.handlers, menuEntries: (asset: Asset) => assetMenuEntries([asset], actions, onGrid) }),
    [grid.handlers, actions, onGrid],
  )

  const wish = (doing: FolderWish['doing']) =>
    selectedAssets.length > 0 && setFolderWish({ doing, assets: selectedAssets })
  usePageKeys({ m: () => wish('move'), c: () => wish('copy') })
  const selectedEntries = () => assetMenuEntries(selectedAssets, actions, onGrid)
  usePageActions('selection', () => {
    const [first] = selectedAssets
    if (first === undefined) return []
    const title =
      selectedAssets.length === 1 ? first.name : count(selectedAssets.length, 'selected', 'selected')
    return [{ title, entries: selectedEntries() }]
  })

  return (
    <>
      <AreaMenu entries={selectedEntries}>
        <div
          ref={place}
          role="grid"
          tabIndex={-1}
          aria-label={name}
          aria-multiselectable
          aria-rowcount={rowCount}
          aria-colcount={layout.columns}
          className={selection.isTicking || selection.ids.size > 1 ? 'grid grid-selecting' : 'grid'}
          style={{ height: rows.getTotalSize() }}
          onKeyDown={grid.onKeyDown}
          onContextMenu={grid.onContextMenu}
          {...drag}
        >
          {visible.map(({ index: row, start }) => (
            <div
              key={row}
              // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- a table cannot be virtual
              role="row"
              aria-rowindex={row + 1}
              className="grid-row"
              style={{
                transform: `translateY(${String(start - top)}px)`,
                gridTemplateColumns: `repeat(${String(layout.columns)}, minmax(0, 1fr))`,
                columnGap: layout.gap,
              }}
            >
              {indexesOfRow(row, layout.columns, total).map((index) => {
                const asset = loaded.get(index)
                if (asset === undefined) return <GridSkeleton key={index} />
                return (
                  <AssetCard
                    key={asset.id}
                    asset={asset}
                    isSelected={selection.ids.has(asset.id)}
                    isRenaming={renamingId === asset.id}
                    isInTabOrder={selection.focusId === null ? index === 0 : selection.focusId === asset.id}
                    news={news.find(({ asset_id: id }) => id === asset.id)}
                    handlers={handlers}
                  />
                )
              })}
            </div>
          ))}
        </div>
      </AreaMenu>
      <DeleteStacksDialog
        assets={doomed}
        onTakeApart={(stacks) => {
          setDoomed(null)
          void assetActions.remove(stacks)
        }}
        onDeleteAll={(stacks) => {
          setDoomed(null)
          void assetActions.removeWithVersions(stacks)
        }}
        onClose={() => setDoomed(null)}
      />
      <MakeVersionDialog
        next={nextVersion}
        onChoose={(base, next) => {
          setNextVersion(null)
          void assetActions.makeVersion(base, next)
        }}
        onClose={() => setNextVersion(null)}
      />
      <ChooseFolderDialog
        wish={folderWish}
        onChoose={({ doing, assets: chosen }, target, withComments) => {
          setFolderWish(null)
          grid.clear()
          if (doing === 'move') void assetActions.move(chosen, target)
          else void assetActions.copy(chosen, target, withComments)
        }}
        onClose={() => setFolderWish(null)}
      />
      <SelectionBar
        assets={selectedAssets}
        actions={actions}
        onChooseFolder={setFolderWish}
        onClear={grid.clear}
      />
    </>
  )
}

/** Pages, 1-based, that hold the items between two indexes. */
function pagesBetween(firstIndex: number, lastIndex: number): number[] {
  const first = Math.floor(firstIndex / PAGE_SIZE) + 1
  const last = Math.max(first, Math.floor(lastIndex / PAGE_SIZE) + 1)
  return Array.from({ length: last - first + 1 }, (_, offset) => first + offset)
}

function indexesOfRow(row: number, columns: number, total: number): number[] {
  const first = row * columns
  return Array.from({ length: Math.min(columns, total - first) }, (_, offset) => first + offset)
}

/** How wide an element is and how far down the page it begins, in pixels; kept up to date. */
function usePlace(element: RefObject<HTMLElement | null>): { width: number; top: number } {
  const [place, setPlace] = useState({ width: 0, top: 0 })
  useLayoutEffect(() => {
    const { current } = element
    if (current === null) return
    const measure = () =>
      setPlace({ width: current.clientWidth, top: current.getBoundingClientRect().top + window.scrollY })
    measure()
    const observer = new ResizeObserver(measure)
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  return place
}
