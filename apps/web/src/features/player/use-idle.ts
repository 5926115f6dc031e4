import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

const IDLE_AFTER_MS = 2500

/** True when the pointer has rested for a while. Watches only while `isWatching`. */
export function useIdle(element: RefObject<HTMLElement | null>, isWatching: boolean): boolean {
  const [isIdle, setIdle] = useState(false)
  useEffect(() => {
    const { current } = element
    if (!isWatching || current === null) return
    let timer: ReturnType<typeof setTimeout> | undefined
    const wake = () => {
      clearTimeout(timer)
      setIdle(false)
      timer = setTimeout(() => setIdle(true), IDLE_AFTER_MS)
    }
    wake()
    current.addEventListener('pointermove', wake)
    current.addEventListener('keydown', wake)
    return () => {
      clearTimeout(timer)
      setIdle(false)
      current.removeEventListener('pointermove', wake)
      current.removeEventListener('keydown', wake)
    }
  }, [element, isWatching])
  return isIdle && isWatching
}
