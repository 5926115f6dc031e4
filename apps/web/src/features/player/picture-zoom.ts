// How a still is enlarged and moved about. Scale 1 is fitted to the screen; places are pixels from the middle.

export interface PictureZoom {
  scale: number
  x: number
  y: number
}

export const FITTED: PictureZoom = { scale: 1, x: 0, y: 0 }
const LARGEST = 40

/** Zooms so that what lies under a point stays there. Smaller than fitted does not exist. */
export function zoomAt(
  { scale, x, y }: PictureZoom,
  factor: number,
  point: { x: number; y: number },
): PictureZoom {
  const next = Math.max(1, Math.min(LARGEST, scale * factor))
  if (next === 1) return FITTED
  const ratio = next / scale
  return { scale: next, x: point.x - (point.x - x) * ratio, y: point.y - (point.y - y) * ratio }
}

export function moveBy({ scale, x, y }: PictureZoom, right: number, down: number): PictureZoom {
  return scale === 1 ? FITTED : { scale, x: x + right, y: y + down }
}
