// The search endpoints (v2-assets.md 3.1, 3.2, 3.14, 3.15), and one of ours for comments. GET takes its parameters from the query, POST from the body.
import { Asset } from '@rushes/contract/assets'
import { AssetSearch, CommentSearch, FoundComment, LibrarySearch } from '@rushes/contract/search'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { Deps } from '../../deps.ts'
import type { Call } from '../../http/route.ts'
import { defineListRoute } from '../../http/route.ts'
import type { Route } from '../../http/route.ts'
import { searchAssets } from './search-assets.ts'
import { searchComments } from './search-comments.ts'

const SEARCH = { calls: 10, windowMs: 1000 }

/** Makes answers of rows; the assets feature's, handed in where the route map is made. */
export type PresentAssets = (
  deps: Deps,
  call: Call<unknown, unknown, unknown>,
  rows: AssetRow[],
  include: readonly string[],
) => Promise<Asset[]>

export function searchRoutes(present: PresentAssets): Route[] {
  return (['GET', 'POST'] as const).flatMap((method) => [
    defineListRoute({
      method,
      path: '/v2/search/library',
      scope: 'asset.read',
      limit: SEARCH,
      query: LibrarySearch.transform((search) => ({
        ...search,
        project_id: [],
        team_id: [],
        type: [],
        properties: null,
        shared_projects: null,
      })),
      readsBodyAsQuery: true,
      list: Asset,
      handle: (deps, call) => answer(deps, call, call.query, present),
    }),
    defineListRoute({
      method,
      path: '/v2/search/assets',
      scope: 'asset.read',
      limit: SEARCH,
      query: AssetSearch,
      readsBodyAsQuery: true,
      list: Asset,
      handle: (deps, call) => answer(deps, call, call.query, present),
    }),
  ])
}

/** Ours, beside /v2: comments by their words. */
export const searchCommentsRoute = defineListRoute({
  method: 'GET',
  path: '/api/search/comments',
  scope: 'comment.read',
  limit: SEARCH,
  query: CommentSearch,
  list: FoundComment,
  handle: (deps, { actor, query }) => searchComments(deps, actor, query),
})

async function answer(
  deps: Deps,
  call: Call<unknown, unknown, unknown>,
  search: AssetSearch,
  present: PresentAssets,
) {
  const { items, total } = await searchAssets(deps, call.actor, search)
  return { items: await present(deps, call, items, search.include), total }
}
