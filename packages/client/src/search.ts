// Calls that search (v2-assets.md 3.1, 3.14). Both go by POST, which holds what a query string has no room for.
import type { Asset } from '@rushes/contract/assets'
import type { FoundComment } from '@rushes/contract/search'
import type { ListOptions } from './list-options.ts'
import { callPage } from './request.ts'
import type { ClientOptions } from './request.ts'

/** What a field is compared with: a value, one condition, or several that must all hold. */
export type SearchFilter = Record<string, unknown>

export interface LibraryQuery {
  account_id?: string
  /** Words of the name. */
  q?: string
  filter?: SearchFilter
  include_deleted?: boolean
  /** A field, descending with a "-" before it; by default what fits best comes first. */
  sort?: string
  include?: string
  page?: number
  page_size?: number
  signal?: AbortSignal
}

export interface AssetQuery extends LibraryQuery {
  project_id?: string | string[]
  team_id?: string | string[]
  type?: string | string[]
  /** Keys and values that an asset's own `properties` hold. */
  properties?: Record<string, unknown>
  shared_projects?: boolean
}

/** The part of the client that searches, mixed into `createClient`. */
export function searchCalls(options: ClientOptions) {
  const search = (path: string, { signal, ...body }: LibraryQuery) =>
    callPage<Asset>(options, path, { body, signal, isSafe: true }, 'POST')

  return {
    /** Assets by name, in the projects and teams named. */
    searchAssets: (query: AssetQuery) => search('/v2/search/assets', query),
    /** Assets by name and by any of their fields. */
    searchLibrary: (query: LibraryQuery) => search('/v2/search/library', query),
    /** Comments by the words in them, wherever the caller may read them; the newest first. */
    searchComments: (q: string, { signal, ...list }: ListOptions = {}) =>
      callPage<FoundComment>(options, '/api/search/comments', { query: { q, ...list }, signal }),
  }
}
