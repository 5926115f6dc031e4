// POST /v2/assets/{destination_folder}/copy (v2-assets.md 3.5): the copy exists when the call returns, also of a big tree,
// and says what it will hold; what hangs below is filled in by a job.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { standingOf } from '../../access/standing.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { takeChildIndex } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import { findVisible, lockTree, readPlaces } from '../../db/tree-lock.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { answerAsset } from './answer-asset.ts'
import type { ViewContext } from './asset-view.ts'
import { fillComments, openComments } from './copy-comments.ts'
import { insertCopies, planStacks, promisedItems, SOURCE_COLUMNS } from './copy-rows.ts'
import type { CopyRow, CopyTerms, SourceRow } from './copy-rows.ts'
import { refuseCarryingOff, refuseLosingSight } from './move-asset.ts'

/** Without its comments: this call has no `copy_comments` (v2-assets.md 3.5). */
export async function copyAsset(
  deps: Deps,
  actor: Actor,
  destinationId: AssetId,
  id: AssetId,
  context: ViewContext,
  requestId: string,
): Promise<Asset> {
  const destination = await requireDestination(deps, actor, destinationId)
  return copyInto(deps, actor, { destination, id, copiesComments: false }, context, requestId)
}

/** The folder into which something is to be copied. */
export async function requireDestination(deps: Deps, actor: Actor, id: AssetId): Promise<AssetRow> {
  const destination = await requireAsset(deps, actor, id, 'organise')
  if (destination.type !== 'folder')
    throw errors.invalid([{ field: 'destination_folder', title: 'is not a folder' }])
  return destination
}

export interface CopyRequest {
  destination: AssetRow
  id: AssetId
  copiesComments: boolean
}

export async function copyInto(
  deps: Deps,
  actor: Actor,
  { destination, id, copiesComments }: CopyRequest,
  context: ViewContext,
  requestId: string,
): Promise<Asset> {
  const source = await requireAsset(deps, actor, id, 'see')
  if (source.parent_id === null)
    throw errors.invalid([{ field: 'id', title: 'is the root folder of a project and cannot be copied' }])
  refuseCarryingOff(source, destination)
  refuseLosingSight(source, destination)
  const copyId = await inTransaction(deps.db, (trx) =>
    copyRoot(deps, trx, actor, source, { destination, copiesComments }, requestId),
  )
  return answerAsset(deps, actor, copyId, context)
}

/** Returns the id of the copy. */
async function copyRoot(
  deps: Deps,
  trx: Transaction<Database>,
  actor: Actor,
  source: AssetRow,
  { destination, copiesComments }: Omit<CopyRequest, 'id'>,
  requestId: string,
): Promise<AssetId> {
  await lockTree(trx, destination.account_id, 'shared')
  const place = await findVisible(trx, destination.id)
  if (place === null || place.project_id !== destination.project_id) throw errors.notFound('asset')
  const from = (await readPlaces(trx, [source.id])).get(source.id)
  if (from === undefined || from.is_hidden || from.project_id !== source.project_id)
    throw errors.notFound('asset')
  const found =
    await sql<SourceRow>`select ${SOURCE_COLUMNS} from assets s where s.id = ${source.id}`.execute(trx)
  const row = found.rows[0]
  if (row === undefined) throw errors.notFound('asset')

  const at = deps.now()
  const mayBoth = [source, destination].every((end) => may('see private', standingOf(end)))
  const terms: CopyTerms = {
    accountId: destination.account_id,
    actorId: actor.userId,
    includesPrivate: mayBoth,
    copiesComments,
    snapshotAt: at,
    at,
    newId: deps.newId,
  }
  // Read before the destination counts its new child: it may be the very folder that is copied.
  const promised = row.type === 'folder' ? promisedItems(row, mayBoth, null) : { items: 0, publicItems: 0 }
  const index = await takeChildIndex(trx, destination.id, row.private)
  const planned = await planStacks(
    trx,
    [
      {
        ...row,
        index,
        item_count: promised.items,
        public_item_count: promised.publicItems,
        newId: deps.newId() as AssetId,
        newParentId: destination.id,
        newCoverId: null,
        place,
      },
    ],
    terms,
  )
  const [root] = planned
  if (root === undefined) throw errors.notFound('asset')
  await insertCopies(trx, planned, terms)
  if (promised.items > 0 || copiesComments)
    await fillRest(deps, trx, planned, row, destination, promised, terms)
  await writeAssetEvent(
    trx,
    { ...place, id: root.newId, parent_id: destination.id },
    {
      id: deps.newId(),
      type: 'asset.copied',
      at,
      actorId: actor.userId,
      after: {
        name: source.name,
        type: root.type,
        source_id: source.id,
        ...(copiesComments ? { copy_comments: 'all' } : {}),
      },
      requestId,
    },
  )
  return root.newId
}

/** A first batch of comments at once, everything else by a job. */
async function fillRest(
  deps: Deps,
  trx: Transaction<Database>,
  planned: readonly CopyRow[],
  source: SourceRow,
  destination: AssetRow,
  promised: { items: number; publicItems: number },
  terms: CopyTerms,
): Promise<void> {
  const copyId = deps.newId()
  const [root] = planned
  if (root === undefined) return
  await trx
    .insertInto('copies')
    .values({
      id: copyId,
      account_id: destination.account_id,
      source_id: source.id,
      target_id: root.newId,
      destination_id: destination.id,
      actor_id: terms.actorId,
      includes_private: terms.includesPrivate,
      copies_comments: terms.copiesComments,
      inserted_at: terms.at,
    })
    .execute()
  if (promised.items > 0)
    await trx
      .insertInto('copy_folders')
      .values({
        copy_id: copyId,
        source_id: source.id,
        target_id: root.newId,
        promised_items: promised.items,
        promised_public_items: promised.publicItems,
      })
      .execute()
  if (terms.copiesComments && (await openComments(trx, copyId, planned)))
    await fillComments(trx, copyId, terms)
  await deps.queue.enqueue(trx, 'asset.fill-copy', { copyId }, { key: `asset.fill-copy:${copyId}` })
}
