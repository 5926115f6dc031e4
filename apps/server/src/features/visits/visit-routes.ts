// Ours, beside /v2: visits of files, what is new since then, and what was looked at lately.
import { z } from 'zod'
import { Asset } from '@rushes/contract/assets'
import { PageQuery } from '@rushes/contract/paging'
import { CardNews, Visit, VisitParams } from '@rushes/contract/visits'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { Deps } from '../../deps.ts'
import type { Call } from '../../http/route.ts'
import { defineListRoute, defineRoute } from '../../http/route.ts'
import type { Route } from '../../http/route.ts'
import { beginVisit } from './begin-visit.ts'
import { dismissNews, listNews } from './folder-news.ts'
import { listRecentAssets } from './recent-assets.ts'

export const beginVisitRoute = defineRoute({
  method: 'POST',
  path: '/api/assets/{asset_id}/visit',
  scope: 'comment.read',
  params: VisitParams,
  answer: Visit,
  handle: (deps, { actor, params }) => beginVisit(deps, actor, params.asset_id),
})

export const listNewsRoute = defineRoute({
  method: 'GET',
  path: '/api/assets/{asset_id}/news',
  scope: 'comment.read',
  params: VisitParams,
  answer: z.array(CardNews),
  handle: (deps, { actor, params }) => listNews(deps, actor, params.asset_id),
})

export const dismissNewsRoute = defineRoute({
  method: 'DELETE',
  path: '/api/assets/{asset_id}/news',
  scope: 'comment.read',
  params: VisitParams,
  answer: z.object({ ok: z.boolean() }),
  handle: (deps, { actor, params }) => dismissNews(deps, actor, params.asset_id),
})

/** `present` makes answers of rows; the assets feature's, handed in where the route map is made. */
export function recentAssetsRoute(
  present: (
    deps: Deps,
    call: Call<unknown, unknown, unknown>,
    rows: AssetRow[],
    include: readonly string[],
  ) => Promise<Asset[]>,
): Route {
  return defineListRoute({
    method: 'GET',
    path: '/api/me/recent_assets',
    scope: 'asset.read',
    query: PageQuery,
    list: Asset,
    handle: async (deps, call) => {
      const { items, total } = await listRecentAssets(deps, call.actor, call.query)
      return { items: await present(deps, call, items, []), total }
    },
  })
}
