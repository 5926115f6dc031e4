// Lists of assets: children of a folder or stack, and the trash of a project.
import type { ListChildrenQuery } from '@rushes/contract/asset-requests'
import { ASSET_TYPES } from '@rushes/contract/assets'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import type { PageQuery } from '@rushes/contract/paging'
import { CompiledQuery } from 'kysely'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { standingOf } from '../../access/standing.ts'
import { requireProject } from '../../access/require-place.ts'
import { IS_IN_PRIVATE, selectAssets } from '../../db/asset-rows.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { Deps } from '../../deps.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { assetView } from './asset-view.ts'
import type { ViewContext } from './asset-view.ts'
import { includeCovers } from './include-covers.ts'
import { orderBy } from './asset-sort.ts'

/** Only the first three, per folder (v2-assets.md 3.8). */
const INCLUDED_CHILDREN = 3

export async function listChildren(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  query: ListChildrenQuery,
  context: ViewContext,
): Promise<ListPage<Asset>> {
  const parent = await requireAsset(deps, actor, id, 'see', { includeDeleted: query.include_deleted })
  const maySeePrivate = may('see private', standingOf(parent))
  const types = ASSET_TYPES.filter(
    (type) => query.type.length === 0 || query.type.some((wanted) => wanted.trim() === type),
  )
  const isWhole = !query.include_deleted && types.length === ASSET_TYPES.length

  const where = `where a.parent_id = $2 and a.hard_deleted_at is null and a.type = any($3)
    ${query.include_deleted ? '' : 'and a.deleted_at is null'} ${maySeePrivate ? '' : 'and not a.private'}`
  const rows = await readAssets(
    deps,
    `${where} order by ${orderBy(query.sort, maySeePrivate)} limit $4 offset $5`,
    [actor.userId, id, types, query.page_size, offsetOf(query), parent.project_id],
    '$6',
  )
  const total = isWhole
    ? maySeePrivate
      ? parent.item_count
      : parent.public_item_count
    : atLeastSeen(
        await countChildren(deps, id, types, query.include_deleted, maySeePrivate),
        parent.item_count,
        { offset: offsetOf(query), found: rows.length },
      )
  const items = rows.map((row) => assetView(row, context))
  await includeCovers(deps, actor, rows, items, context)
  if (query.include.includes('children')) await includeChildren(deps, actor, rows, items, context)
  // Nothing makes review links yet; whoever asks finds the key all the same.
  if (query.include.includes('review_links')) for (const item of items) item.review_links = []
  return { items, total }
}

/** Every element gets a `children` array, files too: the SDK takes its length before it looks at the type. */
export async function includeChildren(
  deps: Deps,
  actor: Actor,
  rows: AssetRow[],
  items: Asset[],
  context: ViewContext,
): Promise<void> {
  for (const item of items) item.children = []
  for (const inProject of byProject(rows)) await includeThree(deps, actor, inProject, items, context)
}

/** What lies below the rows lies in their project, whatever its own row says until a move is carried down. */
function byProject(rows: readonly AssetRow[]): AssetRow[][] {
  return [...Map.groupBy(rows, (row) => row.project_id).values()]
}

async function includeThree(
  deps: Deps,
  actor: Actor,
  rows: AssetRow[],
  items: Asset[],
  context: ViewContext,
): Promise<void> {
  const containers = rows.filter((row) => row.item_count > 0)
  const open = containers.filter((row) => may('see private', standingOf(row)))
  // What may not be seen takes no place among the first three.
  const children =
    containers.length === 0
      ? []
      : await readAssets(
          deps,
          `join lateral (
       select row_number() over (order by c.index, c.inserted_at desc) as rank, c.id
       from assets c where c.parent_id = a.parent_id and c.deleted_at is null and c.hard_deleted_at is null
         and (not c.private or c.parent_id = any($4))
     ) ranked on ranked.id = a.id
     where a.parent_id = any($2) and ranked.rank <= $3 and a.deleted_at is null order by a.index, a.inserted_at desc`,
          [
            actor.userId,
            containers.map((row) => row.id),
            INCLUDED_CHILDREN,
            open.map((row) => row.id),
            containers[0]?.project_id,
          ],
          '$5',
        )
  const byId = new Map(items.map((item) => [item.id, item]))
  for (const child of children)
    if (child.parent_id !== null) byId.get(child.parent_id)?.children?.push(assetView(child, context))
}

/** Lists that no counter is kept for are counted no further (design 7). */
const COUNT_AT_MOST = 10_000

/**
 * Beyond what is counted: what the folder holds, or what was seen so far and one more, so that whoever turns pages goes
 * on until nothing comes.
 */
function atLeastSeen(
  counted: number,
  estimate: number,
  { offset, found }: { offset: number; found: number },
): number {
  if (counted <= COUNT_AT_MOST) return counted
  return Math.max(estimate, counted, found === 0 ? 0 : offset + found + 1)
}

/** Deletion roots only: what hangs below one comes back with it (design 4). */
export async function listTrash(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  query: PageQuery,
  context: ViewContext,
): Promise<ListPage<Asset>> {
  const project = await requireProject(deps, actor, projectId, 'see')
  const where = `where a.project_id = $2 and a.deleted_at is not null and a.hard_deleted_at is null
    and a.deletion_id is not null ${may('see private', standingOf(project)) ? '' : `and not ${IS_IN_PRIVATE}`}`
  const rows = await readAssets(deps, `${where} order by a.deleted_at desc, a.id limit $3 offset $4`, [
    actor.userId,
    projectId,
    query.page_size,
    offsetOf(query),
  ])
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(
      `select count(*)::int as total from (select 1 from assets a ${where} and $1::uuid is not null
       limit ${String(COUNT_AT_MOST + 1)}) found`,
      [actor.userId, projectId],
    ),
  )
  const total = atLeastSeen(counted.rows[0]?.total ?? 0, 0, { offset: offsetOf(query), found: rows.length })
  const items = rows.map((row) => assetView(row, context))
  await includeCovers(deps, actor, rows, items, context)
  return { items, total }
}

async function readAssets(
  deps: Deps,
  rest: string,
  values: unknown[],
  projectId?: string,
): Promise<AssetRow[]> {
  const result = await deps.db.executeQuery<AssetRow>(
    CompiledQuery.raw(selectAssets(rest, projectId), values),
  )
  return result.rows
}

async function countChildren(
  deps: Deps,
  id: AssetId,
  types: string[],
  includeDeleted: boolean,
  maySeePrivate: boolean,
): Promise<number> {
  // A type that nothing has: "in ()" is no SQL.
  if (types.length === 0) return 0
  let found = deps.db
    .selectFrom('assets')
    .select('id')
    .where('parent_id', '=', id)
    .where('hard_deleted_at', 'is', null)
    .where('type', 'in', types as ('file' | 'folder' | 'version_stack')[])
    .limit(COUNT_AT_MOST + 1)
  if (!includeDeleted) found = found.where('deleted_at', 'is', null)
  if (!maySeePrivate) found = found.where('private', '=', false)
  const row = await deps.db
    .selectFrom(found.as('found'))
    .select((eb) => eb.fn.countAll<number>().as('total'))
    .executeTakeFirst()
  return row?.total ?? 0
}
