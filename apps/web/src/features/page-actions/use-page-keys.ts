// Single keys of a page, wherever the focus is.
import { useEffect, useEffectEvent } from 'react'
import { isForItsTarget } from './key-target.ts'

/** What each key does, by KeyboardEvent.key in lower case. Signs such as "?" count however they are made. */
export type PageKeys = Partial<Record<string, () => void>>

export function usePageKeys(keys: PageKeys): void {
  const onKey = useEffectEvent((event: KeyboardEvent) => {
    if (event.ctrlKey || event.altKey || event.metaKey || isForItsTarget(event)) return
    const key = event.key.toLowerCase()
    const isLetter = key !== event.key.toUpperCase()
    const act = isLetter && event.shiftKey ? undefined : keys[key]
    if (act === undefined) return
    event.preventDefault()
    act()
  })
  useEffect(() => {
    const listen = (event: KeyboardEvent) => onKey(event)
    window.addEventListener('keydown', listen)
    return () => window.removeEventListener('keydown', listen)
  }, [])
}
