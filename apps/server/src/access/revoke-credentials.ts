// Ending tokens and sessions: at once, open live updates included, with one event each.
import type { Transaction } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { tellAccessChanged, writeEvent } from '../db/events.ts'
import type { Act } from '../db/insert-member.ts'
import type { Database } from '../db/schema.ts'

/** Whose, and which of them. */
export interface CredentialsToEnd {
  userId: UserId
  accountId: AccountId
  kind?: 'developer' | 'session'
  /** Only this one. */
  id?: string
  /** All but this one. */
  except?: string
}

/** Returns the ids of what was ended; what had ended before is left alone. */
export async function revokeCredentials(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  { userId, accountId, kind, id, except }: CredentialsToEnd,
): Promise<string[]> {
  let update = trx
    .updateTable('tokens')
    .set({ revoked_at: at })
    .where('user_id', '=', userId)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', at.toISOString())]))
  if (kind !== undefined) update = update.where('kind', '=', kind)
  if (id !== undefined) update = update.where('id', '=', id)
  if (except !== undefined) update = update.where('id', '<>', except)
  const ended = await update.returning(['id', 'kind', 'name']).execute()
  if (ended.length === 0) return []
  await trx
    .deleteFrom('token_requests')
    .where(
      'token_id',
      'in',
      ended.map((token) => token.id),
    )
    .execute()
  for (const token of ended) {
    await writeEvent(trx, {
      id: newId(),
      type: token.kind === 'session' ? 'session.revoked' : 'token.revoked',
      at,
      actorId,
      accountId,
      resource: { type: token.kind === 'session' ? 'session' : 'user_token', id: token.id },
      before: { name: token.name },
      requestId,
    })
  }
  await tellAccessChanged(trx, userId)
  return ended.map((token) => token.id)
}
