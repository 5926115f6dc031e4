// Changing an asset (v2-assets.md 3.17): name, description, label, properties, private, index; all else is ignored.
import type { Transaction } from 'kysely'
import type { UpdateAssetBody } from '@rushes/contract/asset-requests'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { cameSecondError, inTransaction } from '../../db/in-transaction.ts'
import { findVisible, lockTree } from '../../db/tree-lock.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { answerAsset } from './answer-asset.ts'
import type { ViewContext } from './asset-view.ts'
import { dissolveIfSmall } from './stack-members.ts'
import { stackAround } from './version-asset.ts'

export async function updateAsset(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  body: UpdateAssetBody,
  context: ViewContext,
  requestId: string,
): Promise<Asset> {
  const before = await requireAsset(deps, actor, id, 'organise')
  // The invisible root folder of a project keeps its name and place (v2-assets.md 9).
  if (before.parent_id === null)
    throw errors.invalid([{ field: 'asset_id', title: 'is the root folder of a project' }])
  const changes = changesOf(before, body)
  if (changes.private === true && (await stackAround(deps, actor, before)) !== null)
    throw errors.invalid([
      { field: 'private', title: 'is that of the stack for all its versions; change it there' },
    ])
  if (Object.keys(changes).length > 0) {
    await inTransaction(deps.db, async (trx) => {
      await lockTree(trx, before.account_id, 'shared')
      const place = await findVisible(trx, id)
      if (place === null) throw errors.notFound('asset')
      const at = deps.now()
      const { properties, ...plain } = changes
      const updated = await trx
        .updateTable('assets')
        .set({
          ...plain,
          ...(properties === undefined
            ? {}
            : { properties: properties === null ? null : JSON.stringify(properties) }),
          updated_at: at,
        })
        .where('id', '=', id)
        .where('parent_id', '=', place.parent_id)
        .where('private', '=', place.private)
        .where('deleted_at', 'is', null)
        .executeTakeFirst()
      if (updated.numUpdatedRows === 0n) throw cameSecondError()
      if (changes.private !== undefined && changes.private !== place.private) {
        await trx
          .updateTable('assets')
          .set((eb) => ({
            public_item_count: eb('public_item_count', '+', changes.private === true ? -1 : 1),
          }))
          .where('id', '=', place.parent_id)
          .execute()
      }
      if (changes.index !== undefined && place.parent_id !== null)
        await keepNewFirst(trx, place.parent_id, changes.index)
      // A version that was reordered or renamed: its stack shows the newest, and carries its name (v2-assets.md 5).
      if ((changes.index !== undefined || changes.name !== undefined) && place.parent_id !== null)
        await dissolveIfSmall(trx, place.parent_id, at)
      await writeAssetEvent(trx, place, {
        id: deps.newId(),
        type: 'asset.updated',
        at,
        actorId: actor.userId,
        before: Object.fromEntries(
          Object.keys(changes).map((key) => [key, before[key as keyof UpdateAssetBody]]),
        ),
        after: changes,
        requestId,
      })
    })
  }
  return answerAsset(deps, actor, id, context)
}

/** What comes into a folder or onto a stack next comes first, also where something was put before all others by hand. */
async function keepNewFirst(trx: Transaction<Database>, parentId: AssetId, index: number): Promise<void> {
  await trx
    .updateTable('assets')
    .set({ next_child_index: Math.floor(index) - 1 })
    .where('id', '=', parentId)
    .where('next_child_index', '>=', Math.floor(index))
    .execute()
}

/** Only what differs, so that a repeated PUT makes no event. */
function changesOf(before: AssetRow, body: UpdateAssetBody): UpdateAssetBody {
  const changes: UpdateAssetBody = {}
  if (body.name !== undefined && body.name !== before.name) changes.name = body.name
  if (body.description !== undefined && body.description !== before.description)
    changes.description = body.description
  if (body.label !== undefined && body.label !== before.label) changes.label = body.label
  if (body.private !== undefined && body.private !== before.private) changes.private = body.private
  if (body.index !== undefined && body.index !== before.index) changes.index = body.index
  if (body.properties !== undefined && JSON.stringify(body.properties) !== JSON.stringify(before.properties))
    changes.properties = body.properties
  return changes
}
