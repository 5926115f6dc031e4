import type { MediaStore } from '@rushes/player/media-store'
import type { RefObject } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { useMediaState } from './use-media-store.ts'

const SPEEDS = [0.25, 0.5, 0.75, 1, 1.25, 1.5, 2]

export function SpeedMenu({
  store,
  menuPlace,
}: {
  store: MediaStore
  menuPlace: RefObject<HTMLElement | null> | null
}) {
  const rate = useSpeed(store)
  return (
    <ButtonMenu
      side="top"
      leavesKeysFree
      containerRef={menuPlace}
      entries={[{ kind: 'title', label: 'Speed' }, ...speedEntries(store, rate)]}
    >
      <button
        type="button"
        className={classNames('transport-choice transport-wide numbers', rate !== 1 && 'transport-choice-on')}
        aria-label={`Speed: ${String(rate)}×`}
      >
        {rate}×
      </button>
    </ButtonMenu>
  )
}

/** The speed that was chosen; the keys of the shuttle choose none. */
export function useSpeed(store: MediaStore): number {
  return useMediaState(store, (state) => (state.shuttleRate === 0 ? state.playbackRate : 1))
}

export function speedEntries(store: MediaStore, rate: number): MenuEntry[] {
  return SPEEDS.map((speed) => ({
    kind: 'item',
    label: `${String(speed)}×`,
    isChosen: speed === rate,
    onSelect: () => store.dispatch({ type: 'set-rate', rate: speed }),
  }))
}
