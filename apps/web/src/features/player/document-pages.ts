import type { Asset } from '@rushes/contract/assets'

/** How many pages there are; 1 where the server does not say. */
export function pageCountOf({ metadata }: Pick<Asset, 'metadata'>): number {
  const blob = metadata['blob']
  const pages = typeof blob === 'object' && blob !== null && 'pages' in blob ? blob.pages : null
  return typeof pages === 'number' && pages >= 1 ? pages : 1
}

/** Address of a page, counted from 1. Pages lie beside the picture of the first one, under the same right. */
export function pageAddress(firstPage: string, page: number): string {
  return firstPage.replace(/[^/]+$/, `pages/${String(page)}.jpg`)
}
