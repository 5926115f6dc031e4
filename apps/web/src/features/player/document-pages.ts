import type { Asset } from '@rushes/contract/assets'

/** What of `metadata` tells it. */
interface Summary {
  blob: Pick<NonNullable<Asset['metadata']['blob']>, 'pages'> | null
}

/** How many pages there are; 1 where the server does not say. */
export function pageCountOf({ metadata }: { metadata: Summary }): number {
  return Math.max(1, metadata.blob?.pages ?? 1)
}

/** Address of a page, counted from 1. Pages lie beside the picture of the first one, under the same right. */
export function pageAddress(firstPage: string, page: number): string {
  return firstPage.replace(/[^/]+$/, `pages/${String(page)}.jpg`)
}
