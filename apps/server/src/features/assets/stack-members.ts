// What version stacks are made of: members are children of the stack, the newest first; the stack shows the newest
// (v2-assets.md 5).
import type { Transaction } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import { changeItemCount } from '../../db/counters.ts'
import type { Database } from '../../db/schema.ts'

/** Members that step out of a stack lie next to each other where the stack lay; no sibling's index is this close. */
const BESIDE = 1e-6

export interface StackRow {
  id: AssetId
  parent_id: AssetId | null
  index: number
  private: boolean
}

/** Living members, newest first. Locks the stack: two people who change it take turns. */
export async function lockMembers(
  trx: Transaction<Database>,
  stackId: AssetId,
): Promise<{ stack: StackRow; memberIds: AssetId[] } | null> {
  const stack = await trx
    .selectFrom('assets')
    .select(['id', 'parent_id', 'index', 'private'])
    .where('id', '=', stackId)
    .where('type', '=', 'version_stack')
    .where('deleted_at', 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (stack === undefined) return null
  const members = await trx
    .selectFrom('assets')
    .select('id')
    .where('parent_id', '=', stackId)
    .where('deleted_at', 'is', null)
    .orderBy('index')
    .orderBy('inserted_at', 'desc')
    .execute()
  return { stack, memberIds: members.map((member) => member.id) }
}

/** The cover is the newest version, and the stack carries its name (v2-assets.md 5, rules 2 and 4). */
export async function showNewest(
  trx: Transaction<Database>,
  stackId: AssetId,
  newestId: AssetId,
  at: Date,
): Promise<void> {
  const newest = await trx
    .selectFrom('assets')
    .select('name')
    .where('id', '=', newestId)
    .executeTakeFirstOrThrow()
  await trx
    .updateTable('assets')
    .set({ cover_asset_id: newestId, name: newest.name, updated_at: at })
    .where('id', '=', stackId)
    .execute()
}

/** Lets members out into the folder that holds the stack, at the stack's place, in their order, as private as it was. */
export async function stepOut(
  trx: Transaction<Database>,
  stack: StackRow,
  memberIds: readonly AssetId[],
  { firstPosition, at }: { firstPosition: number; at: Date },
): Promise<void> {
  if (stack.parent_id === null) throw new Error('A version stack lies in no folder.')
  for (const [position, id] of memberIds.entries()) {
    await trx
      .updateTable('assets')
      .set({
        parent_id: stack.parent_id,
        private: stack.private,
        index: stack.index + (firstPosition + position) * BESIDE,
        updated_at: at,
      })
      .where('id', '=', id)
      .executeTakeFirstOrThrow()
    await changeItemCount(trx, stack.id, -1, false)
    await changeItemCount(trx, stack.parent_id, 1, stack.private)
  }
}

/** A stack without members, or with one, is no stack: what is left steps out, the stack is gone for good. */
export async function dissolveIfSmall(trx: Transaction<Database>, stackId: AssetId, at: Date): Promise<void> {
  const locked = await lockMembers(trx, stackId)
  if (locked === null) return
  const { stack, memberIds } = locked
  const [newestId] = memberIds
  if (memberIds.length > 1 && newestId !== undefined) {
    await showNewest(trx, stackId, newestId, at)
    return
  }
  await stepOut(trx, stack, memberIds, { firstPosition: 0, at })
  // It held nothing of its own, so there is nothing to restore: a tombstone stays for whoever still has its id.
  await trx
    .updateTable('assets')
    .set({ deleted_at: at, hard_deleted_at: at, cover_asset_id: null })
    .where('id', '=', stackId)
    .execute()
  if (stack.parent_id !== null) await changeItemCount(trx, stack.parent_id, -1, stack.private)
}
