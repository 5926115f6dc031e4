// POST /v2/assets/{id}/version (v2-assets.md 3.18, 5): puts `next` on top of a file (a new stack is made) or of a stack.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { Asset } from '@rushes/contract/assets'
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { changeItemCount } from '../../db/counters.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import { lockTree, readPlaces } from '../../db/tree-lock.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { assetView } from './asset-view.ts'
import type { ViewContext } from './asset-view.ts'
import { carryMove } from './carry-move.ts'
import { includeCovers } from './include-covers.ts'
import { lockMembers, showNewest } from './stack-members.ts'

/** Answers with the stack, new or extended (v2-assets.md 12). */
export async function versionAsset(
  deps: Deps,
  actor: Actor,
  baseId: AssetId,
  nextId: AssetId,
  context: ViewContext,
  requestId: string | null,
): Promise<Asset> {
  const base = await requireAsset(deps, actor, baseId, 'organise')
  const next = await requireAsset(deps, actor, nextId, 'organise')
  await refuseMismatch(deps, actor, base, next)
  const at = deps.now()
  const stackId = base.type === 'version_stack' ? base.id : (deps.newId() as AssetId)
  await inTransaction(deps.db, async (trx) => {
    await lockTree(trx, base.account_id, 'shared')
    const places = await readPlaces(trx, [base.id, next.id])
    for (const asset of [base, next]) {
      const place = places.get(asset.id)
      const isThere = place?.is_hidden === false && place.parent_id === asset.parent_id
      if (!isThere || place.project_id !== base.project_id) throw errors.notFound('asset')
    }
    if (places.get(next.id)?.counted_in !== base.project_id) await carryMove(deps, trx, next.id)
    if (base.type === 'file') await makeStack(trx, { stackId, base, next, actor, at })
    else await extendStack(trx, stackId, next, at)
    await writeAssetEvent(
      trx,
      { ...next, parent_id: base.parent_id },
      // The event carries the versioned asset's id, not the stack's (v2-assets.md 3.18).
      {
        id: deps.newId(),
        type: 'asset.versioned',
        at,
        actorId: actor.userId,
        after: { stack_id: stackId, base_id: baseId },
        requestId,
      },
    )
  })
  const stack = await requireAsset(deps, actor, stackId, 'see')
  const view = assetView(stack, context)
  await includeCovers(deps, actor, [stack], [view], context)
  return view
}

async function refuseMismatch(deps: Deps, actor: Actor, base: AssetRow, next: AssetRow): Promise<void> {
  const refuse = (field: string, title: string) => {
    throw errors.invalid([{ field, title }])
  }
  if (base.id === next.id) refuse('next_asset_id', 'is the asset itself')
  if (base.type === 'folder') refuse('asset_id', 'is a folder; only files can be versioned')
  if (next.type !== 'file')
    refuse('next_asset_id', 'is not a file; only files can be versioned, one at a time')
  if (base.project_id !== next.project_id)
    refuse('next_asset_id', 'lies in another project; move it here first')
  if (base.type === 'file') {
    const stack = await stackAround(deps, actor, base)
    // As the original does, with a detail that names the way out (v2-assets.md 12).
    if (stack !== null)
      refuse('asset_id', `is already a version in the stack ${stack}; use the id of the stack`)
  }
  const stackOfNext = await stackAround(deps, actor, next)
  if (stackOfNext !== null)
    refuse('next_asset_id', `is already a version in the stack ${stackOfNext}; take it out first`)
  if (base.m_asset_type !== null && next.m_asset_type !== null && base.m_asset_type !== next.m_asset_type) {
    refuse(
      'next_asset_id',
      `is a ${next.m_asset_type}, and the versions of a stack must be of one kind (${base.m_asset_type})`,
    )
  }
}

/** The stack an asset is a version in, or null. */
export async function stackAround(deps: Deps, actor: Actor, asset: AssetRow): Promise<AssetId | null> {
  if (asset.parent_id === null) return null
  const parent = await requireAsset(deps, actor, asset.parent_id, 'see')
  return parent.type === 'version_stack' ? parent.id : null
}

interface NewStack {
  stackId: AssetId
  base: AssetRow
  next: AssetRow
  actor: Actor
  at: Date
}

/** The stack takes the base's place; the base becomes its oldest version. */
async function makeStack(
  trx: Transaction<Database>,
  { stackId, base, next, actor, at }: NewStack,
): Promise<void> {
  if (base.parent_id === null) throw errors.notFound('asset')
  await trx
    .insertInto('assets')
    .values({
      id: stackId,
      type: 'version_stack',
      account_id: base.account_id,
      team_id: base.team_id,
      project_id: base.project_id,
      parent_id: base.parent_id,
      creator_id: actor.userId,
      name: next.name,
      label: next.label,
      index: base.index,
      private: base.private,
      next_child_index: -1,
      inserted_at: at,
      updated_at: at,
    })
    .execute()
  await changeItemCount(trx, base.parent_id, 1, base.private)
  await putOnTop(trx, stackId, base, at)
  await putOnTop(trx, stackId, next, at)
}

async function extendStack(
  trx: Transaction<Database>,
  stackId: AssetId,
  next: AssetRow,
  at: Date,
): Promise<void> {
  if ((await lockMembers(trx, stackId)) === null) throw errors.notFound('asset')
  await putOnTop(trx, stackId, next, at)
}

/**
 * Moves a file out of its folder onto the stack. Nothing happens when somebody else took it in the meantime: 404. Versions
 * are as private as their stack: one that is private would show itself to everybody as the cover of a stack that is not.
 */
export async function putOnTop(
  trx: Transaction<Database>,
  stackId: AssetId,
  member: Pick<AssetRow, 'id' | 'parent_id' | 'private'>,
  at: Date,
): Promise<void> {
  const stack = await trx
    .updateTable('assets')
    .set((eb) => ({ next_child_index: eb('next_child_index', '-', 1) }))
    .where('id', '=', stackId)
    .returning([sql<number>`next_child_index + 1`.as('index'), 'private'])
    .executeTakeFirstOrThrow()
  if (member.private && !stack.private)
    throw errors.invalid([
      {
        field: 'next_asset_id',
        title: 'is for the team only, and the other asset is not; make both private or both public',
      },
    ])
  const moved = await trx
    .updateTable('assets')
    .set({ parent_id: stackId, index: stack.index, private: false, updated_at: at })
    .where('id', '=', member.id)
    .where('parent_id', '=', member.parent_id)
    .where('private', '=', member.private)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (moved.numUpdatedRows === 0n || member.parent_id === null) throw errors.notFound('asset')
  await changeItemCount(trx, member.parent_id, -1, member.private)
  await changeItemCount(trx, stackId, 1, false)
  await showNewest(trx, stackId, member.id, at)
}
