import { useEffect, useState } from 'react'
import type { RefObject } from 'react'

export interface Box {
  x: number
  y: number
  width: number
  height: number
}

/** Where a picture of these pixels lies inside an element that shows it whole (object-fit: contain). */
export function usePictureBox(
  element: RefObject<HTMLElement | null>,
  widthPixels: number,
  heightPixels: number,
): Box | null {
  const [size, setSize] = useState<{ width: number; height: number } | null>(null)
  useEffect(() => {
    const { current } = element
    if (current === null) return
    const observer = new ResizeObserver(() =>
      setSize({ width: current.clientWidth, height: current.clientHeight }),
    )
    observer.observe(current)
    return () => observer.disconnect()
  }, [element])
  if (size === null || widthPixels === 0 || heightPixels === 0) return null
  const scale = Math.min(size.width / widthPixels, size.height / heightPixels)
  const [width, height] = [widthPixels * scale, heightPixels * scale]
  return { x: (size.width - width) / 2, y: (size.height - height) / 2, width, height }
}
