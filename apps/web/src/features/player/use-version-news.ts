import type { Asset } from '@rushes/contract/assets'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useServices } from '../../services.ts'
import { versionName } from '../assets/use-versions.ts'
import type { Versions } from '../assets/use-versions.ts'

/** Says that a newer version has come while one was looked at, with a way to it. */
export function useVersionNews(asset: Asset, versions: Versions, onShow: (versionId: string) => void): void {
  const { toasts } = useServices()
  const { folderId, stack, list } = versions
  // A file alone is the newest of itself.
  const newestId = list[0]?.id ?? (folderId !== null && stack === null ? asset.id : null)
  const known = useRef<string | null>(null)
  const tell = useEffectEvent((id: string) =>
    toasts.say(`${versionName(list, id)} is here.`, { label: 'Show', run: () => onShow(id) }),
  )
  useEffect(() => {
    if (newestId === null) return
    const before = known.current
    known.current = newestId
    if (before !== null && before !== newestId && newestId !== asset.id) tell(newestId)
  }, [newestId, asset.id])
}
