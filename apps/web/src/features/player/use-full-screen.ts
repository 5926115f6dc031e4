import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

/** Shows an element on the whole screen. */
export function useFullScreen(element: RefObject<HTMLElement | null>) {
  const [isOn, setOn] = useState(false)
  useEffect(() => {
    const update = () => setOn(document.fullscreenElement !== null)
    document.addEventListener('fullscreenchange', update)
    return () => document.removeEventListener('fullscreenchange', update)
  }, [])
  return { isOn, toggle: () => void toggle(element.current) }
}

async function toggle(element: HTMLElement | null): Promise<void> {
  if (document.fullscreenElement !== null) await document.exitFullscreen()
  else if (element !== null && typeof element.requestFullscreen === 'function')
    await element.requestFullscreen()
  else element?.querySelector<PhoneVideo>('video')?.webkitEnterFullscreen?.()
}

/** On phones of Apple only the video itself can fill the screen. */
interface PhoneVideo extends HTMLVideoElement {
  webkitEnterFullscreen?: () => void
}
