import type { Asset } from '@rushes/contract/assets'

/** What of `metadata` tells it. */
interface Summary {
  blob: Pick<NonNullable<Asset['metadata']['blob']>, 'pages'> | null
}

/** How many pages there are to be seen; 1 where the server does not say, or shows the first one small and no other. */
export function pageCountOf({
  metadata,
  page_full,
}: {
  metadata: Summary
  page_full: string | null
}): number {
  return page_full === null ? 1 : Math.max(1, metadata.blob?.pages ?? 1)
}

/** Address of a page, counted from 1. Pages lie beside the full picture of the first one, under the same right. */
export function pageAddress(firstPage: string, page: number): string {
  if (!/\/page_full\.[^/]+$/.test(firstPage)) return firstPage
  return firstPage.replace(/[^/]+$/, `pages/${String(page)}.jpg`)
}
