// Rows of copies: new assets on the same media, so that a copy costs no bytes and no encode.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetId, ProjectId, UserId } from '@rushes/contract/ids'
import type { AssetType } from '@rushes/contract/assets'
import { changeProjectCounters } from '../../db/counters.ts'
import type { Database } from '../../db/schema.ts'
import type { Place } from '../../db/tree-lock.ts'

/** What is to be copied, as it is read from the source. */
export interface SourceRow {
  id: AssetId
  type: AssetType
  parent_id: AssetId
  index: number
  private: boolean
  cover_asset_id: AssetId | null
  item_count: number
  public_item_count: number
}

export interface CopyRow extends SourceRow {
  newId: AssetId
  /** Folder or stack, and the place, in which the copy lies. */
  newParentId: AssetId
  newCoverId: AssetId | null
  place: Pick<Place, 'project_id' | 'team_id'>
}

export interface CopyTerms {
  accountId: string
  actorId: UserId
  /** False: the caller may not see what is private, so it is left out. */
  includesPrivate: boolean
  /** Comments go along (copy-comments.ts): their number is promised on the copied rows. */
  copiesComments: boolean
  /** What lay there at this moment is copied. */
  snapshotAt: Date | string
  at: Date
  newId: () => string
}

/** Columns of {@link SourceRow}, of assets s. */
export const SOURCE_COLUMNS = sql.raw(
  's.id, s.type, s.parent_id, s.index, s.private, s.cover_asset_id, s.item_count, s.public_item_count',
)

/** A copy of a version stack with its versions; of one that has fewer than two to copy, only that version. */
export async function planStacks(
  trx: Transaction<Database>,
  rows: readonly CopyRow[],
  { includesPrivate, snapshotAt, newId }: CopyTerms,
): Promise<CopyRow[]> {
  const stacks = rows.filter((row) => row.type === 'version_stack')
  if (stacks.length === 0) return [...rows]
  const members = await sql<SourceRow>`
    select ${SOURCE_COLUMNS} from assets s where s.parent_id = any(${stacks.map(({ id }) => id)}::uuid[])
      and s.hard_deleted_at is null and (s.deleted_at is null or s.deleted_at > ${snapshotAt})
      and s.inserted_at <= ${snapshotAt} and (${includesPrivate} or not s.private)
    order by s.index, s.inserted_at desc`.execute(trx)
  const byStack = Map.groupBy(members.rows, (member) => member.parent_id)
  return rows.flatMap((row): CopyRow[] => {
    if (row.type !== 'version_stack') return [row]
    const found = byStack.get(row.id) ?? []
    const [only] = found
    if (only === undefined) return []
    const copyOf = (member: SourceRow, newParentId: AssetId): CopyRow => ({
      ...member,
      newId: newId() as AssetId,
      newParentId,
      newCoverId: null,
      place: row.place,
    })
    if (found.length === 1) return [{ ...copyOf(only, row.newParentId), index: row.index }]
    const copies = found.map((member) => copyOf(member, row.newId))
    const cover = copies.find(({ id }) => id === row.cover_asset_id) ?? copies[0]
    const publicCount = found.filter((member) => !member.private).length
    const stack = { ...row, newCoverId: cover?.newId ?? null, item_count: found.length }
    return [{ ...stack, public_item_count: publicCount }, ...copies]
  })
}

/** Inserts the copies and counts them in their projects. Label and counts start anew (v2-assets.md 12). */
export async function insertCopies(
  trx: Transaction<Database>,
  rows: readonly CopyRow[],
  { accountId, actorId, at, copiesComments, includesPrivate }: CopyTerms,
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id)
  // Whoever finishes an upload changes its size on every asset that shows it: it sees these, or these see the new size.
  await sql`select m.id from media m join assets s on s.media_id = m.id where s.id = any(${ids}::uuid[])
    and m.state = 'arriving' order by m.id for share of m`.execute(trx)
  await sql`
    insert into assets (id, type, account_id, team_id, project_id, parent_id, creator_id, media_id, name, description,
      properties, index, next_child_index, private, copy, filetype, item_count, public_item_count, cover_asset_id,
      comment_count, public_comment_count, inserted_at, updated_at)
    select n.id, s.type, ${accountId}::uuid, n.team_id, n.project_id, n.parent_id, ${actorId}::uuid, s.media_id, s.name,
      s.description, s.properties, n.index, s.next_child_index, s.private, true, s.filetype, n.item_count,
      n.public_item_count, n.cover_id,
      case when ${copiesComments} then case when ${includesPrivate} then s.comment_count else s.public_comment_count end else 0 end,
      case when ${copiesComments} then s.public_comment_count else 0 end, ${at}, ${at}
    from unnest(
      ${ids}::uuid[], ${rows.map(({ newId }) => newId)}::uuid[], ${rows.map(({ newParentId }) => newParentId)}::uuid[],
      ${rows.map(({ place }) => place.team_id)}::uuid[], ${rows.map(({ place }) => place.project_id)}::uuid[],
      ${rows.map(({ index }) => index)}::float8[], ${rows.map(({ item_count: count }) => count)}::int[],
      ${rows.map(({ public_item_count: count }) => count)}::int[], ${rows.map(({ newCoverId }) => newCoverId)}::uuid[]
    ) as n (source_id, id, parent_id, team_id, project_id, index, item_count, public_item_count, cover_id)
    join assets s on s.id = n.source_id`.execute(trx)
  const counted = await sql<{ project_id: ProjectId; files: number; folders: number; bytes: number }>`
    select a.project_id, count(*) filter (where a.type = 'file')::int as files,
      count(*) filter (where a.type = 'folder')::int as folders, coalesce(sum(m.size_bytes), 0)::bigint as bytes
    from assets a left join media m on m.id = a.media_id
    where a.id = any(${rows.map(({ newId }) => newId)}::uuid[]) group by a.project_id order by a.project_id`.execute(
    trx,
  )
  for (const { project_id: projectId, ...by } of counted.rows) await changeProjectCounters(trx, projectId, by)
}

/** What a copied folder is promised to hold; `destinationId` is the folder into which the copy was put already. */
export function promisedItems(
  row: SourceRow,
  includesPrivate: boolean,
  destinationId: AssetId | null,
): { items: number; publicItems: number } {
  // A folder that is copied into itself holds its own copy by now, which is not copied again.
  const own = row.id === destinationId ? 1 : 0
  const publicItems = Math.max(0, row.public_item_count - own)
  return { items: includesPrivate ? Math.max(0, row.item_count - own) : publicItems, publicItems }
}
