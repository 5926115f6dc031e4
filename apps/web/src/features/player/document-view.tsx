// A document, a page at a time: the keys that step through frames step through pages.
import type { Asset } from '@rushes/contract/assets'
import type { PlayerAction } from '@rushes/player/keyboard-map'
import { ChevronLeft, ChevronRight } from 'lucide-react'
import { useEffect, useEffectEvent, useState } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { ownUrl } from '../../ui/own-url.ts'
import { useRoom } from '../comments/room-store.ts'
import type { Room } from '../comments/room-store.ts'
import { pageAddress, pageCountOf } from './document-pages.ts'
import { PictureStage } from './picture-stage.tsx'
import type { Act } from './use-media-actions.ts'
import './document-view.css'

/** How far the keys go. "end" and "start" are the last and the first page. */
const STEPS: Partial<Record<PlayerAction, number | 'start' | 'end'>> = {
  'frame-back': -1,
  'frame-forward': 1,
  'ten-frames-back': -10,
  'ten-frames-forward': 10,
  'to-start': 'start',
  'to-end': 'end',
}

export function DocumentView(props: {
  asset: Asset
  /** The picture of the first page. */
  url: string
  room: Room
  onAct: (act: Act | null) => void
}) {
  const { asset, room, onAct } = props
  // One link for as long as it is looked at; a newly signed one would load every page again.
  const [firstPage] = useState(props.url)
  const pageCount = pageCountOf(asset)
  const page = useRoom(room, (state) => state.page) ?? 1
  const goTo = (wanted: number) => room.set({ page: Math.min(pageCount, Math.max(1, wanted)) })
  const act = useEffectEvent((action: PlayerAction) => {
    const step = STEPS[action]
    if (step !== undefined) goTo(step === 'start' ? 1 : step === 'end' ? pageCount : page + step)
  })

  useEffect(() => {
    // A comment that was opened by its link may have chosen a page already.
    room.set({ page: room.get().page ?? 1 })
    onAct((action) => act(action))
    return () => {
      onAct(null)
      room.set({ page: null })
    }
  }, [onAct, room])

  /** The next page is there when it is turned to. */
  function fetchNext(): void {
    if (page < pageCount) new Image().src = ownUrl(pageAddress(firstPage, page + 1))
  }

  return (
    <PictureStage
      key={page}
      asset={asset}
      room={room}
      kind="page"
      name={`${asset.name}, page ${String(page)}`}
      url={pageAddress(firstPage, page)}
      still={page === 1 ? (asset.page_small ?? null) : null}
      onLoad={fetchNext}
    >
      <div className="page-turner">
        <IconButton
          label="Page before"
          shortcut="←"
          hintSide="top"
          disabled={page === 1}
          onClick={() => goTo(page - 1)}
        >
          <ChevronLeft />
        </IconButton>
        <input
          key={page}
          className="page-number numbers"
          type="number"
          aria-label={`Page, of ${String(pageCount)}`}
          min={1}
          max={pageCount}
          defaultValue={page}
          onChange={(event) => {
            const wanted = event.currentTarget.valueAsNumber
            if (Number.isInteger(wanted) && wanted >= 1 && wanted <= pageCount) goTo(wanted)
          }}
        />
        <span className="page-count numbers">of {pageCount}</span>
        <IconButton
          label="Next page"
          shortcut="→"
          hintSide="top"
          disabled={page === pageCount}
          onClick={() => goTo(page + 1)}
        >
          <ChevronRight />
        </IconButton>
      </div>
    </PictureStage>
  )
}
