// Ending a person: nothing of theirs works any more, at once; what they made stays, and so do their places, so that it
// can be undone.
import type { Transaction } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { revokeCredentials } from './revoke-credentials.ts'
import { tellAccessChanged, writeEvent } from '../db/events.ts'
import type { Act } from '../db/insert-member.ts'
import type { Database } from '../db/schema.ts'

interface PersonToChange {
  userId: UserId
  /** Their home. */
  accountId: AccountId
}

/** Sessions, tokens, open live updates and the links they made end with it. Returns false when it was done before. */
export async function deactivatePerson(
  trx: Transaction<Database>,
  act: Act,
  { userId, accountId }: PersonToChange,
): Promise<boolean> {
  const { at } = act
  const stamped = await trx
    .updateTable('users')
    .set({ deleted_at: at, updated_at: at })
    .where('id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (stamped.numUpdatedRows === 0n) return false
  await countInProjects(trx, userId, -1)
  await trx
    .updateTable('one_time_codes')
    .set({ used_at: at })
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .execute()
  await trx
    .updateTable('invitations')
    .set({ code_hash: null, expires_at: null })
    .where('creator_id', '=', userId)
    .execute()
  await revokeCredentials(trx, act, { userId, accountId })
  await writePersonEvent(trx, act, 'user.deactivated', { userId, accountId })
  await tellAccessChanged(trx, userId)
  return true
}

/** Signing in works again with the old password; tokens have to be made anew. Returns false when nothing was to undo. */
export async function reactivatePerson(
  trx: Transaction<Database>,
  act: Act,
  { userId, accountId }: PersonToChange,
): Promise<boolean> {
  const cleared = await trx
    .updateTable('users')
    .set({ deleted_at: null, updated_at: act.at })
    .where('id', '=', userId)
    .where('deleted_at', 'is not', null)
    .executeTakeFirst()
  if (cleared.numUpdatedRows === 0n) return false
  await countInProjects(trx, userId, 1)
  await writePersonEvent(trx, act, 'user.reactivated', { userId, accountId })
  return true
}

/** People who were deactivated are not counted among a project's collaborators. */
async function countInProjects(trx: Transaction<Database>, userId: UserId, by: 1 | -1): Promise<void> {
  await trx
    .updateTable('projects')
    .set((eb) => ({ collaborator_count: eb('collaborator_count', '+', by) }))
    .where('id', 'in', (eb) =>
      eb.selectFrom('collaborators').select('project_id').where('user_id', '=', userId),
    )
    .execute()
}

async function writePersonEvent(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  type: 'user.deactivated' | 'user.reactivated',
  { userId, accountId }: PersonToChange,
): Promise<void> {
  await writeEvent(trx, {
    id: newId(),
    type,
    at,
    actorId,
    accountId,
    resource: { type: 'user', id: userId },
    requestId,
  })
}
