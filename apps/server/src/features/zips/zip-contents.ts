// What lies in an archive: the chosen things with all below them, as the caller may see it now. A stack is its newest
// version. Reading a whole tree is what was asked for here; nothing else of the server does it in a request.
import { sql } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { BlobKey } from '@rushes/storage/blob-key'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { standingOf } from '../../access/standing.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import type { MediaState } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { createNamer, safeName } from './entry-names.ts'

export type ZipEntry =
  | { kind: 'folder'; path: string; at: Date }
  | { kind: 'file'; path: string; at: Date; key: BlobKey; sizeBytes: number }

export interface ZipContents {
  name: string
  entries: readonly ZipEntry[]
  /** Files whose bytes are not all there. */
  leftOutCount: number
}

interface TreeRow {
  id: AssetId
  parent_id: AssetId | null
  type: 'file' | 'folder' | 'version_stack'
  name: string
  inserted_at: string
  state: MediaState | null
  blob_key: string | null
  size_bytes: number | null
  depth: number
}

/** What a person still waits for and a server holds in memory with ease. */
const MAX_ENTRIES = 100_000
/** Deeper than any tree of people; a guard, not a limit they meet. */
const MAX_DEPTH = 500

/** Throws 404 and 403 as every call on one of the chosen assets would. */
export async function readZipContents(
  deps: Deps,
  actor: Actor,
  chosenIds: readonly AssetId[],
): Promise<ZipContents> {
  const chosen: AssetRow[] = []
  for (const id of new Set(chosenIds)) chosen.push(await requireAsset(deps, actor, id, 'download'))
  const rows: TreeRow[] = []
  for (const seesPrivate of [true, false]) {
    const ids = chosen
      .filter((asset) => may('see private', standingOf(asset)) === seesPrivate)
      .map(({ id }) => id)
    if (ids.length > 0) rows.push(...(await readTree(deps, ids, seesPrivate)))
  }
  if (rows.length > MAX_ENTRIES)
    throw errors.invalid([
      {
        field: 'asset_ids',
        title: `hold more than ${String(MAX_ENTRIES)} files and folders; download them in several parts`,
      },
    ])
  return { name: await nameOf(deps, chosen), ...entriesOf(rows) }
}

async function readTree(deps: Deps, ids: readonly AssetId[], seesPrivate: boolean): Promise<TreeRow[]> {
  const { rows } = await sql<TreeRow>`
    with recursive tree as (
      select a.id, a.parent_id, a.type, a.name, a.inserted_at, a.media_id, a.cover_asset_id, a.project_id, 0 as depth
      from assets a where a.id = any(${ids})
      union all
      select child.id, child.parent_id, child.type, child.name, child.inserted_at, child.media_id, child.cover_asset_id,
        child.project_id, tree.depth + 1
      from assets child join tree on child.parent_id = tree.id and tree.type = 'folder'
      where child.deleted_at is null and (${seesPrivate} or not child.private) and tree.depth < ${MAX_DEPTH}
    )
    select tree.id, tree.parent_id, tree.type, tree.inserted_at, tree.depth, m.state, m.blob_key, m.size_bytes,
      case when tree.parent_id is null then p.name else coalesce(cover.name, tree.name) end as name
    from tree
    join projects p on p.id = tree.project_id
    left join assets cover on cover.id = tree.cover_asset_id and tree.type = 'version_stack'
    left join media m on m.id = coalesce(cover.media_id, tree.media_id)
    order by tree.depth, tree.name, tree.id
    limit ${MAX_ENTRIES + 1}`.execute(deps.db)
  return rows
}

/** A folder stands before what lies in it: rows come by depth. */
function entriesOf(rows: readonly TreeRow[]): Pick<ZipContents, 'entries' | 'leftOutCount'> {
  const entries: ZipEntry[] = []
  const folders = new Map<AssetId, { path: string; nameChild: (name: string) => string }>()
  const nameAtTop = createNamer()
  let leftOutCount = 0
  for (const row of rows) {
    const parent = row.depth === 0 || row.parent_id === null ? undefined : folders.get(row.parent_id)
    const at = new Date(row.inserted_at)
    const path = (name: string) =>
      parent === undefined ? nameAtTop(name) : `${parent.path}/${parent.nameChild(name)}`
    if (row.type === 'folder') {
      const folder = { path: path(row.name), nameChild: createNamer() }
      folders.set(row.id, folder)
      entries.push({ kind: 'folder', path: folder.path, at })
    } else if (row.state !== 'complete' || row.blob_key === null || row.size_bytes === null) leftOutCount += 1
    else
      entries.push({
        kind: 'file',
        path: path(row.name),
        at,
        key: parseBlobKey(row.blob_key),
        sizeBytes: row.size_bytes,
      })
  }
  return { entries, leftOutCount }
}

/** One thing gives the archive its name, several their folder. */
async function nameOf(deps: Deps, chosen: readonly AssetRow[]): Promise<string> {
  const [first] = chosen
  if (first === undefined) return 'empty.zip'
  const namedId = chosen.length === 1 ? first.id : (first.parent_id ?? first.id)
  const { rows } = await sql<{ name: string }>`
    select case when a.parent_id is null then p.name else a.name end as name
    from assets a join projects p on p.id = a.project_id where a.id = ${namedId}`.execute(deps.db)
  const name = rows[0]?.name ?? first.name
  return safeName(`${first.type === 'folder' ? name : name.replace(/\.[^.]{1,10}$/, '')}.zip`)
}
