// A one-time link that sets a password: for somebody who has none yet, or has forgotten it.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { writeEvent } from './events.ts'
import type { Act } from './insert-member.ts'
import type { Database } from './schema.ts'

const LINK_HOURS = 24
const HOUR_MS = 3_600_000

export interface NewPasswordLink {
  userId: UserId
  accountId: AccountId
  codeHash: Buffer
  /** Older links go on until they expire: whoever asks for this one may be a stranger. */
  keepsOlder?: boolean
}

/** Returns when the link stops working. `codeHash` is all that is kept of it. */
export async function insertPasswordLink(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  { userId, accountId, codeHash, keepsOlder = false }: NewPasswordLink,
): Promise<Date> {
  const expiresAt = new Date(at.getTime() + LINK_HOURS * HOUR_MS)
  if (!keepsOlder)
    await trx
      .updateTable('one_time_codes')
      .set({ used_at: at })
      .where('user_id', '=', userId)
      .where('used_at', 'is', null)
      .execute()
  await trx
    .insertInto('one_time_codes')
    .values({
      code_hash: codeHash,
      user_id: userId,
      purpose: sql`(select case when password_hash is null then 'welcome' else 'reset' end from users where id = ${userId})`,
      inserted_at: at,
      expires_at: expiresAt,
    })
    .execute()
  await writeEvent(trx, {
    id: newId(),
    type: 'user.password_reset_requested',
    at,
    actorId,
    accountId,
    resource: { type: 'user', id: userId },
    requestId,
  })
  return expiresAt
}
