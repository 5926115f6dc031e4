// GET /api/me/recent_assets: what somebody looked at lately, as far as they may still see it.
import { CompiledQuery } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import type { PageQuery } from '@rushes/contract/paging'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { standingOf } from '../../access/standing.ts'
import { CLIMB, SELECT_ASSETS_IN_ORDER } from '../../db/asset-rows.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { STANDING_COLUMNS } from '../../db/standing-columns.ts'
import type { StandingColumns } from '../../db/standing-columns.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'

/** Nobody looks for what they saw before these. */
const MOST_RECENT = 100

const RECENT = `
  select a.id, above.project_id, above.is_private, ${STANDING_COLUMNS}
  from (select asset_id, visited_at from asset_visits where user_id = $1
    order by visited_at desc, asset_id limit ${String(MOST_RECENT)}) v
  join assets a on a.id = v.asset_id ${CLIMB} join projects p on p.id = above.project_id
  where a.hard_deleted_at is null and not above.is_deleted and p.deleted_at is null
  order by v.visited_at desc, a.id`

interface Recent extends StandingColumns {
  id: AssetId
  project_id: ProjectId
  is_private: boolean
}

/** The last one first. */
export async function listRecentAssets(
  deps: Deps,
  actor: Actor,
  query: PageQuery,
): Promise<ListPage<AssetRow>> {
  const recent = await deps.db.executeQuery<Recent>(CompiledQuery.raw(RECENT, [actor.userId]))
  const visible = recent.rows.filter((row) => {
    const standing = standingOf(row)
    return may('see', standing) && (!row.is_private || may('see private', standing))
  })
  const page = visible.slice(offsetOf(query), offsetOf(query) + query.page_size)
  if (page.length === 0) return { items: [], total: visible.length }
  const { rows } = await deps.db.executeQuery<AssetRow>(
    CompiledQuery.raw(SELECT_ASSETS_IN_ORDER, [
      actor.userId,
      page.map(({ id }) => id),
      page.map(({ project_id: id }) => id),
    ]),
  )
  return { items: rows, total: visible.length }
}
