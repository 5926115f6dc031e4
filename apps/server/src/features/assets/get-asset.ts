// One asset (v2-assets.md 3.9).
import type { GetAssetQuery } from '@rushes/contract/asset-requests'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { selectProjects } from '../../db/project-rows.ts'
import type { ProjectRow } from '../../db/project-rows.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { projectView } from '../../views/project-view.ts'
import { assetView } from './asset-view.ts'
import type { ViewContext } from './asset-view.ts'
import { includeCovers } from './include-covers.ts'
import { includeChildren } from './list-assets.ts'
import type { ViewCounter } from './view-counter.ts'

export async function getAsset(
  deps: Deps,
  views: ViewCounter,
  actor: Actor,
  id: AssetId,
  query: GetAssetQuery,
  context: ViewContext,
): Promise<Asset> {
  const row = await requireAsset(deps, actor, id, 'see', { includeDeleted: query.include_deleted })
  if (query.type.length > 0 && !query.type.some((type) => type.trim() === row.type))
    throw errors.notFound('asset')
  const projects = await deps.points.read<ProjectRow>('project-of-asset', selectProjects('where p.id = $2'), [
    actor.userId,
    row.project_id,
  ])
  views.count(id)
  const view = assetView(row, context)
  const project = projects[0]
  if (project !== undefined) view.project = projectView(project, actor.userId)
  await includeCovers(deps, actor, [row], [view], context)
  if (query.include.includes('children')) await includeChildren(deps, actor, [row], [view], context)
  return view
}

/** Folders above an asset, from the root down: what a breadcrumb shows. */
export async function listAncestors(
  deps: Deps,
  actor: Actor,
  id: AssetId,
): Promise<{ id: string; name: string; type: string }[]> {
  await requireAsset(deps, actor, id, 'see', { includeDeleted: true })
  return deps.points.read(
    'ancestors',
    `with recursive up as (
       select parent_id, 0 as depth from assets where id = $1
       union all
       select a.parent_id, up.depth + 1 from assets a join up on a.id = up.parent_id
     )
     select a.id, a.name, a.type from up join assets a on a.id = up.parent_id order by up.depth desc`,
    [id],
  )
}
