// GET /v2/projects/{id}/tree (v2-platform.md 8.4): the slim tree, level by level through the index of children, never
// more than a bounded number of nodes. Where it was cut, `is_complete` says so.
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import { MAX_TREE_DEPTH } from '@rushes/contract/projects'
import type { TreeNode } from '@rushes/contract/projects'
import type { AssetType } from '@rushes/contract/assets'
import type { Actor } from '../../access/actor.ts'
import { may } from '../../access/abilities.ts'
import { requireProject } from '../../access/require-place.ts'
import { standingOf } from '../../access/standing.ts'
import type { Deps } from '../../deps.ts'

const MAX_NODES = 5_000

interface NodeRow {
  id: AssetId
  type: AssetType
  name: string
  parent_id: AssetId | null
  item_count: number
  public_item_count: number
}

export async function projectTree(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  depth: number = MAX_TREE_DEPTH,
): Promise<TreeNode> {
  const project = await requireProject(deps, actor, projectId, 'see')
  const maySeePrivate = may('see private', standingOf(project))
  const toNode = (row: NodeRow): TreeNode => {
    const itemCount = maySeePrivate ? row.item_count : row.public_item_count
    return {
      _type: row.type,
      id: row.id,
      type: row.type,
      name: row.name,
      parent_id: row.parent_id,
      item_count: itemCount,
      is_complete: itemCount === 0,
      children: [],
    }
  }
  const rootRow = await deps.db
    .selectFrom('assets')
    .select(['id', 'type', 'name', 'parent_id', 'item_count', 'public_item_count'])
    .where('id', '=', project.root_asset_id)
    .executeTakeFirstOrThrow()
  const root = toNode(rootRow)
  let level = new Map([[root.id, root]])
  let room = MAX_NODES
  for (let step = 0; step < depth && level.size > 0 && room > 0; step += 1) {
    const rows = await readChildren(deps, [...level.keys()], maySeePrivate, room + 1)
    const isCut = rows.length > room
    const next = new Map<AssetId, TreeNode>()
    for (const row of rows.slice(0, room)) {
      const parent = row.parent_id === null ? undefined : level.get(row.parent_id)
      const node = toNode(row)
      parent?.children.push(node)
      if (node.item_count > 0) next.set(node.id, node)
    }
    for (const node of level.values()) node.is_complete = !isCut || node.children.length === node.item_count
    room -= Math.min(room, rows.length)
    level = next
  }
  return root
}

async function readChildren(
  deps: Deps,
  parentIds: AssetId[],
  maySeePrivate: boolean,
  limit: number,
): Promise<NodeRow[]> {
  let query = deps.db
    .selectFrom('assets')
    .select(['id', 'type', 'name', 'parent_id', 'item_count', 'public_item_count'])
    .where('parent_id', 'in', parentIds)
    .where('deleted_at', 'is', null)
    .where('hard_deleted_at', 'is', null)
    .orderBy('parent_id')
    .orderBy('index')
    .orderBy('inserted_at', 'desc')
    .limit(limit)
  if (!maySeePrivate) query = query.where('private', '=', false)
  return query.execute()
}
