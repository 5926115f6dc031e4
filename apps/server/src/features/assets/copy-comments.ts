// Comments that go along with a copy (v2-assets.md 3.3, `copy_comments`): threads with drawings, times and completion, by
// those who wrote them and of the day they were written. Likes and reads were said of the original and start anew. The
// copied file promises their number at once; this fills them in, in batches that say how far they came.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AssetId, CommentId, ProjectId } from '@rushes/contract/ids'
import { CLIMB } from '../../db/asset-rows.ts'
import { tellFolderChanged } from '../../db/events.ts'
import type { Database } from '../../db/schema.ts'
import type { CopyRow, CopyTerms } from './copy-rows.ts'

const FILES_AT_ONCE = 200
const THREADS_AT_ONCE = 1_000
/** Pages that are open on one of these look again after a batch. */
const FILES_TOLD = 20

interface OpenFile {
  source_id: AssetId
  target_id: AssetId
  parent_id: AssetId
  project_id: ProjectId
  promised: number
  promised_public: number
  copied: number
  copied_public: number
  is_hidden: boolean
}

interface Thread {
  target_id: AssetId
  id: CommentId
}

/** Of these new copies, those that were promised comments are to be filled. True when there are any. */
export async function openComments(
  trx: Transaction<Database>,
  copyId: string,
  copied: readonly CopyRow[],
): Promise<boolean> {
  const files = copied.filter((row) => row.type === 'file')
  if (files.length === 0) return false
  const { rows } = await sql`
    insert into copy_comments (copy_id, source_id, target_id, promised, promised_public)
    select ${copyId}::uuid, n.source_id, a.id, a.comment_count, a.public_comment_count
    from unnest(${files.map(({ id }) => id)}::uuid[], ${files.map(({ newId }) => newId)}::uuid[]) as n (source_id, target_id)
    join assets a on a.id = n.target_id where a.comment_count > 0 returning 1`.execute(trx)
  return rows.length > 0
}

/** Fills one batch. False when nothing is left. Called under the lock of the tree. */
export async function fillComments(
  trx: Transaction<Database>,
  copyId: string,
  terms: CopyTerms,
): Promise<boolean> {
  const { rows: files } = await sql<OpenFile>`
    select w.source_id, w.target_id, w.promised, w.promised_public, w.copied, w.copied_public, a.parent_id,
      p.id as project_id, p.deleted_at is not null or above.is_deleted as is_hidden
    from copy_comments w join assets a on a.id = w.target_id ${sql.raw(CLIMB)} join projects p on p.id = above.project_id
    where w.copy_id = ${copyId} order by w.target_id limit ${FILES_AT_ONCE}`.execute(trx)
  if (files.length === 0) return false
  // A deletion ends the copying of what it took: restored, it holds what was there by then.
  const open = files.filter((file) => !file.is_hidden)
  await closeFiles(
    trx,
    copyId,
    files.filter((file) => file.is_hidden),
  )
  if (open.length === 0) return true
  const threads = await readThreads(trx, copyId, open, terms)
  await takeStock(trx, copyId, open, threads, await insertThreads(trx, threads, terms))
  for (const file of open.slice(0, FILES_TOLD))
    await tellFolderChanged(trx, { ...file, id: file.target_id }, 'asset.copied')
  return true
}

/** In the order of the copied files and of ids, from where the last batch ended. */
async function readThreads(
  trx: Transaction<Database>,
  copyId: string,
  files: readonly OpenFile[],
  { includesPrivate, snapshotAt }: CopyTerms,
): Promise<Thread[]> {
  const { rows } = await sql<Thread>`
    select w.target_id, c.id from copy_comments w join comments c on c.asset_id = w.source_id
    where w.copy_id = ${copyId} and w.target_id = any(${files.map(({ target_id: id }) => id)}::uuid[])
      and c.parent_id is null and c.deleted_at is null and c.inserted_at <= ${snapshotAt}
      and (w.last_id is null or c.id > w.last_id) and (${includesPrivate} or not c.team_only)
    order by w.target_id, c.id limit ${THREADS_AT_ONCE}`.execute(trx)
  return rows
}

/** The heads and their replies in one statement. Says of each file how many came. */
async function insertThreads(
  trx: Transaction<Database>,
  threads: readonly Thread[],
  { includesPrivate, snapshotAt }: CopyTerms,
): Promise<Map<AssetId, { all: number; public: number }>> {
  const { rows } = await sql<{ asset_id: AssetId; all: number; public: number }>`
    with heads as (
      select n.target_id, n.id as head_id
      from unnest(${threads.map((thread) => thread.target_id)}::uuid[], ${threads.map(({ id }) => id)}::uuid[])
        as n (target_id, id)
    ), chosen as materialized (
      select target_id, head_id, head_id as id from heads
      union all
      select h.target_id, h.head_id, c.id from heads h join comments c on c.parent_id = h.head_id
      where c.deleted_at is null and c.inserted_at <= ${snapshotAt} and (${includesPrivate} or not c.team_only)
    ), made as (
      insert into comments (id, asset_id, parent_id, owner_id, text, text_edited_at, timestamp, duration, annotation,
        page, pitch, yaw, fov, private, team_only, mentions, completed_at, completer_id, reply_count, inserted_at,
        updated_at)
      select copied_comment_id(n.target_id, c.id), n.target_id,
        case when c.parent_id is not null then copied_comment_id(n.target_id, n.head_id) end, c.owner_id, c.text,
        c.text_edited_at, c.timestamp, c.duration, c.annotation, c.page, c.pitch, c.yaw, c.fov, c.private, c.team_only,
        c.mentions, c.completed_at, c.completer_id,
        case when c.parent_id is null
          then (count(*) over (partition by n.target_id, n.head_id))::int - 1 else 0 end,
        c.inserted_at, c.updated_at
      from chosen n join comments c on c.id = n.id
      returning asset_id, team_only
    )
    select asset_id, count(*)::int as all, count(*) filter (where not team_only)::int as public
    from made group by asset_id`.execute(trx)
  return new Map(rows.map((row) => [row.asset_id, row]))
}

/** Says of every file how far it came. All but the last one of a full batch are done. */
async function takeStock(
  trx: Transaction<Database>,
  copyId: string,
  files: readonly OpenFile[],
  threads: readonly Thread[],
  made: ReadonlyMap<AssetId, { all: number; public: number }>,
): Promise<void> {
  const counted = files.map((file) => {
    const came = made.get(file.target_id)
    return {
      ...file,
      copied: file.copied + (came?.all ?? 0),
      copied_public: file.copied_public + (came?.public ?? 0),
    }
  })
  const last = threads.length < THREADS_AT_ONCE ? undefined : threads.at(-1)
  const reached = counted.findIndex((file) => file.target_id === last?.target_id)
  const unfinished = counted[reached]
  if (last === undefined || unfinished === undefined) return closeFiles(trx, copyId, counted)
  await closeFiles(trx, copyId, counted.slice(0, reached))
  await trx
    .updateTable('copy_comments')
    .set({ last_id: last.id, copied: unfinished.copied, copied_public: unfinished.copied_public })
    .where('copy_id', '=', copyId)
    .where('target_id', '=', unfinished.target_id)
    .execute()
}

/** No more comments come to these: where other than the promised number came, they are counted right. */
async function closeFiles(
  trx: Transaction<Database>,
  copyId: string,
  files: readonly OpenFile[],
): Promise<void> {
  if (files.length === 0) return
  for (const file of files) {
    const missing = file.promised - file.copied
    const missingPublic = file.promised_public - file.copied_public
    if (missing === 0 && missingPublic === 0) continue
    // What was purged meanwhile counts nothing any more.
    await trx
      .updateTable('assets')
      .set((eb) => ({
        comment_count: eb('comment_count', '-', missing),
        public_comment_count: eb('public_comment_count', '-', missingPublic),
      }))
      .where('id', '=', file.target_id)
      .where('hard_deleted_at', 'is', null)
      .execute()
  }
  await trx
    .deleteFrom('copy_comments')
    .where('copy_id', '=', copyId)
    .where(
      'target_id',
      'in',
      files.map(({ target_id: id }) => id),
    )
    .execute()
}
