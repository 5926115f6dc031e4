import type { MediaStore } from '@rushes/player/media-store'
import type { RefObject } from 'react'
import { ButtonMenu } from '../../ui/menu.tsx'
import { useMediaState } from './use-media-store.ts'

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2]

export function SpeedMenu({
  store,
  menuPlace,
}: {
  store: MediaStore
  menuPlace: RefObject<HTMLElement | null> | null
}) {
  const rate = useMediaState(store, (state) => (state.shuttleRate === 0 ? state.playbackRate : 1))
  return (
    <ButtonMenu
      side="top"
      containerRef={menuPlace}
      entries={[
        { kind: 'title', label: 'Speed' },
        ...SPEEDS.map((speed) => ({
          kind: 'item' as const,
          label: `${String(speed)}×`,
          isChosen: speed === rate,
          onSelect: () => store.dispatch({ type: 'set-rate', rate: speed }),
        })),
      ]}
    >
      <button
        type="button"
        className={rate === 1 ? 'transport-choice numbers' : 'transport-choice transport-choice-on numbers'}
        aria-label={`Speed: ${String(rate)}×`}
      >
        {rate}×
      </button>
    </ButtonMenu>
  )
}
