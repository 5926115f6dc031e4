import type { Asset } from '@rushes/contract/assets'
import { useEffect, useEffectEvent, useRef } from 'react'
import { useServices } from '../../services.ts'
import { nextVersionOf } from '../assets/use-upload-version.ts'
import { versionName } from '../assets/use-versions.ts'
import type { Versions } from '../assets/use-versions.ts'

/** Says that a newer version has come while one was looked at, with a way to it. */
export function useVersionNews(asset: Asset, versions: Versions, onShow: (versionId: string) => void): void {
  const { toasts } = useServices()
  const { folderId, stack, list } = versions
  // What was taken out of the stack and comes back is no news.
  const known = useRef<Set<string> | null>(null)
  const tell = useEffectEvent((id: string) =>
    toasts.say(
      `${versionName(list, id)} is here.`,
      { label: 'Show', run: () => onShow(id) },
      nextVersionOf(asset.id),
    ),
  )
  useEffect(() => {
    // A file alone is the newest of itself; of a stack nothing is known before its list.
    const isAlone = folderId !== null && stack === null
    const newestId = list[0]?.id ?? (isAlone ? asset.id : null)
    if (newestId === null) return
    const isNews = known.current !== null && !known.current.has(newestId)
    known.current = new Set([...(known.current ?? []), asset.id, ...list.map(({ id }) => id)])
    if (isNews) tell(newestId)
  }, [folderId, stack, list, asset.id])
}
