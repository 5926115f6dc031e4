import { useEffect, useEffectEvent } from 'react'
import { useServices } from '../../services.ts'
import type { ActionGroup, Nearness } from './palette-store.ts'

/** Offers in the palette what can be done on this page. `read` is asked when the palette opens. */
export function usePageActions(nearness: Nearness, read: () => ActionGroup[]): void {
  const { palette } = useServices()
  const onRead = useEffectEvent(read)
  useEffect(() => palette.offer(nearness, () => onRead()), [palette, nearness])
}
