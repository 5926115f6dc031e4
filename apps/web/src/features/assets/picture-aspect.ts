import type { Asset } from '@rushes/contract/assets'

/** Width ÷ height of what an asset shows, or null until known. */
export function pictureAspect({ transcodes }: Pick<Asset, 'transcodes'>): number | null {
  const width = transcodes?.original_width ?? null
  const height = transcodes?.original_height ?? null
  return width === null || height === null || width <= 0 || height <= 0 ? null : width / height
}
