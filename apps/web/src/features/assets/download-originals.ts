import type { Asset } from '@rushes/contract/assets'
import { ownUrl } from '../../ui/own-url.ts'

/** Browsers drop downloads that start in the same moment. */
const APART_MS = 400

/** Saves the files as they were uploaded; those that may not be downloaded are left out. */
export function downloadOriginals(assets: Asset[]): void {
  const files = assets.flatMap(({ name, original }) =>
    original === undefined ? [] : [{ name, url: original }],
  )
  for (const [index, { name, url }] of files.entries())
    setTimeout(() => {
      const link = document.createElement('a')
      link.href = ownUrl(url)
      link.download = name
      link.click()
    }, index * APART_MS)
}
