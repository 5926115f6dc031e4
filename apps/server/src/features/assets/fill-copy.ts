// Job: fills the copy of a folder, level by level, in batches. Each batch is a transaction that says how far it came, so
// that the job can be cut short anywhere and goes on where it was.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AccountId, AssetId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { CLIMB } from '../../db/asset-rows.ts'
import { tellFolderChanged } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import { lockTree } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { fillComments, openComments } from './copy-comments.ts'
import { insertCopies, planStacks, promisedItems, SOURCE_COLUMNS } from './copy-rows.ts'
import type { CopyRow, CopyTerms, SourceRow } from './copy-rows.ts'

/** Others who move or delete folders of the account wait while one batch is written. */
const BATCH = 4_000
const FOLDERS_AT_ONCE = 400
/** Pages that are open on one of these look again after a batch. */
const FOLDERS_TOLD = 20

interface OpenFolder {
  source_id: AssetId
  target_id: AssetId
  promised_items: number
  promised_public_items: number
  copied_items: number
  copied_public_items: number
  project_id: ProjectId
  team_id: TeamId
  is_hidden: boolean
}

interface CopyState {
  id: string
  account_id: AccountId
  target_id: AssetId
  destination_id: AssetId
  includes_private: boolean
  copies_comments: boolean
  actor_id: UserId
  inserted_at: string
}

export async function fillCopy(deps: Deps, copyId: string, signal: AbortSignal): Promise<void> {
  while (await inTransaction(deps.db, (trx) => fillBatch(deps, trx, copyId))) signal.throwIfAborted()
}

/** False when nothing is left. */
async function fillBatch(deps: Deps, trx: Transaction<Database>, copyId: string): Promise<boolean> {
  const found = await trx
    .selectFrom('copies')
    .select('account_id')
    .where('id', '=', copyId)
    .executeTakeFirst()
  if (found === undefined) return false
  await lockTree(trx, found.account_id, 'shared')
  const copy = await trx
    .selectFrom('copies')
    .selectAll()
    .where('id', '=', copyId)
    .where('finished_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (copy === undefined) return false
  const terms = termsOf(deps, copy)
  const folders = await readOpenFolders(trx, copyId)
  if (folders.length === 0) {
    // First the tree, then what was said about it.
    if (await fillComments(trx, copyId, terms)) return true
    await trx.updateTable('copies').set({ finished_at: deps.now() }).where('id', '=', copyId).execute()
    return false
  }
  // A deletion ends the copying of what it took: restored, it holds what was there by then.
  const [gone, open] = [
    folders.filter((folder) => folder.is_hidden),
    folders.filter((folder) => !folder.is_hidden),
  ]
  await closeFolders(trx, copyId, gone)
  if (open.length > 0) await copyChildren(deps, trx, copy, open, terms)
  return true
}

function termsOf(deps: Deps, copy: CopyState): CopyTerms {
  return {
    accountId: copy.account_id,
    actorId: copy.actor_id,
    includesPrivate: copy.includes_private,
    copiesComments: copy.copies_comments,
    snapshotAt: copy.inserted_at,
    at: deps.now(),
    newId: deps.newId,
  }
}

async function readOpenFolders(trx: Transaction<Database>, copyId: string): Promise<OpenFolder[]> {
  const { rows } = await sql<OpenFolder>`
    select w.source_id, w.target_id, w.promised_items, w.promised_public_items, w.copied_items, w.copied_public_items,
      p.id as project_id, p.team_id, p.deleted_at is not null or above.is_deleted as is_hidden
    from copy_folders w join assets a on a.id = w.target_id ${sql.raw(CLIMB)} join projects p on p.id = above.project_id
    where w.copy_id = ${copyId} order by w.target_id limit ${FOLDERS_AT_ONCE}`.execute(trx)
  return rows
}

async function copyChildren(
  deps: Deps,
  trx: Transaction<Database>,
  copy: CopyState,
  folders: readonly OpenFolder[],
  terms: CopyTerms,
): Promise<void> {
  const rows = await readChildren(trx, copy, folders, terms)
  const byTarget = new Map(folders.map((folder) => [folder.target_id, folder]))
  const copies = rows.flatMap(({ target_id: targetId, ...row }): CopyRow[] => {
    const folder = byTarget.get(targetId)
    if (folder === undefined) return []
    const promised = promisedItems(row, terms.includesPrivate, copy.destination_id)
    const counts = row.type === 'folder' ? promised : { items: 0, publicItems: 0 }
    return [
      {
        ...row,
        item_count: counts.items,
        public_item_count: counts.publicItems,
        newId: deps.newId() as AssetId,
        newParentId: targetId,
        newCoverId: null,
        place: folder,
      },
    ]
  })
  const planned = await planStacks(trx, copies, terms)
  await insertCopies(trx, planned, terms)
  await openFolders(trx, copy.id, planned)
  if (terms.copiesComments) await openComments(trx, copy.id, planned)
  await takeStock(trx, copy, folders, rows, planned)
  for (const folder of folders.slice(0, FOLDERS_TOLD))
    await tellFolderChanged(
      trx,
      { id: folder.target_id, project_id: folder.project_id, parent_id: folder.target_id },
      'asset.copied',
    )
}

/** In the order of the copied folders and of ids, from where the last batch ended. */
async function readChildren(
  trx: Transaction<Database>,
  copy: CopyState,
  folders: readonly OpenFolder[],
  { includesPrivate, snapshotAt }: CopyTerms,
): Promise<(SourceRow & { target_id: AssetId })[]> {
  const { rows } = await sql<SourceRow & { target_id: AssetId }>`
    select w.target_id, ${SOURCE_COLUMNS} from copy_folders w join assets s on s.parent_id = w.source_id
    where w.copy_id = ${copy.id} and w.target_id = any(${folders.map(({ target_id: id }) => id)}::uuid[])
      and (w.last_id is null or s.id > w.last_id) and s.id <> ${copy.target_id}
      and s.inserted_at <= ${snapshotAt} and s.hard_deleted_at is null
      and (s.deleted_at is null or (s.deleted_at > ${snapshotAt} and s.type <> 'version_stack'))
      and (${includesPrivate} or not s.private)
    order by w.target_id, s.id limit ${BATCH}`.execute(trx)
  return rows
}

/** Copied folders that have children of their own are next. */
async function openFolders(
  trx: Transaction<Database>,
  copyId: string,
  planned: readonly CopyRow[],
): Promise<void> {
  const next = planned.filter((row) => row.type === 'folder' && row.item_count > 0)
  if (next.length === 0) return
  await sql`insert into copy_folders (copy_id, source_id, target_id, promised_items, promised_public_items)
    select ${copyId}::uuid, * from unnest(${next.map(({ id }) => id)}::uuid[], ${next.map(({ newId }) => newId)}::uuid[],
      ${next.map((row) => row.item_count)}::int[], ${next.map((row) => row.public_item_count)}::int[])`.execute(
    trx,
  )
}

/** Says of every folder how far it came. All but the last one of a full batch are done. */
async function takeStock(
  trx: Transaction<Database>,
  copy: CopyState,
  folders: readonly OpenFolder[],
  rows: readonly (SourceRow & { target_id: AssetId })[],
  planned: readonly CopyRow[],
): Promise<void> {
  const byParent = Map.groupBy(planned, (row) => row.newParentId)
  const counted = folders.map((folder) => {
    const copied = byParent.get(folder.target_id) ?? []
    return {
      ...folder,
      copied_items: folder.copied_items + copied.length,
      copied_public_items: folder.copied_public_items + copied.filter((row) => !row.private).length,
    }
  })
  const last = rows.length < BATCH ? undefined : rows.at(-1)
  const reached = counted.findIndex((folder) => folder.target_id === last?.target_id)
  const isCut = last !== undefined && reached !== -1
  await closeFolders(trx, copy.id, isCut ? counted.slice(0, reached) : counted)
  const unfinished = counted[reached]
  if (!isCut || unfinished === undefined) return
  await trx
    .updateTable('copy_folders')
    .set({
      last_id: last.id,
      copied_items: unfinished.copied_items,
      copied_public_items: unfinished.copied_public_items,
    })
    .where('copy_id', '=', copy.id)
    .where('target_id', '=', unfinished.target_id)
    .execute()
}

/** Nothing more comes into these: where other than the promised number came, they are counted right. */
async function closeFolders(
  trx: Transaction<Database>,
  copyId: string,
  folders: readonly OpenFolder[],
): Promise<void> {
  if (folders.length === 0) return
  for (const folder of folders) {
    const missing = folder.promised_items - folder.copied_items
    const missingPublic = folder.promised_public_items - folder.copied_public_items
    if (missing === 0 && missingPublic === 0) continue
    await trx
      .updateTable('assets')
      .set((eb) => ({
        item_count: eb('item_count', '-', missing),
        public_item_count: eb('public_item_count', '-', missingPublic),
      }))
      .where('id', '=', folder.target_id)
      .execute()
  }
  await trx
    .deleteFrom('copy_folders')
    .where('copy_id', '=', copyId)
    .where(
      'target_id',
      'in',
      folders.map(({ target_id: id }) => id),
    )
    .execute()
}
