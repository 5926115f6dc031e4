// Paging of lists (v2-platform.md 6): bare arrays, position in headers.
import { z } from 'zod'

/** The largest page anybody gets; Coda sends 9999 (v2-platform.md 6, rule 4). */
export const MAX_PAGE_SIZE = 10_000
/** What a list gives when nobody says how much (v2-platform.md 13, row 3). */
export const DEFAULT_PAGE_SIZE = 50

const firstPage = 1

/** Paging keys. Nonsense falls back to the default instead of failing: the real service is as lenient. */
export const PageQuery = z.object({
  page: z.coerce.number().int().min(1).max(1_000_000).catch(firstPage).default(firstPage),
  page_size: z.coerce
    .number()
    .int()
    .min(1)
    .transform((size) => Math.min(size, MAX_PAGE_SIZE))
    .catch(DEFAULT_PAGE_SIZE)
    .default(DEFAULT_PAGE_SIZE),
})
/** `page` is 1-based. */
export type PageQuery = z.infer<typeof PageQuery>
