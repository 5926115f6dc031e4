import type { Asset } from '@rushes/contract/assets'
import type { Zip } from '@rushes/contract/zips'
import { ownUrl } from '../../ui/own-url.ts'

/** Browsers drop downloads that start in the same moment. */
const APART_MS = 400

/** Saves the files as they were uploaded; those that may not be downloaded are left out. */
export function downloadOriginals(assets: Asset[]): void {
  const files = assets.flatMap(({ name, original }) =>
    original === undefined ? [] : [{ name, url: original }],
  )
  for (const [index, { name, url }] of files.entries()) setTimeout(() => save(url, name), index * APART_MS)
}

/** Saves an archive the server writes as it is fetched. */
export function downloadZip({ url, name }: Zip): void {
  save(url, name)
}

function save(url: string, name: string): void {
  const link = document.createElement('a')
  link.href = ownUrl(url)
  link.download = name
  link.click()
}
