// For somebody who has lost their phone and their recovery codes: the server's operator lets them in by password again.
import type { Transaction } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { writeEvent } from '../db/events.ts'
import type { Act } from '../db/insert-member.ts'
import type { Database } from '../db/schema.ts'

/** Returns false when there was nothing to forget. */
export async function forgetSecondFactors(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  { userId, accountId }: { userId: UserId; accountId: AccountId },
): Promise<boolean> {
  let count = 0n
  for (const table of ['authenticators', 'recovery_codes', 'passkeys'] as const)
    count += (await trx.deleteFrom(table).where('user_id', '=', userId).executeTakeFirst()).numDeletedRows
  if (count === 0n) return false
  await writeEvent(trx, {
    id: newId(),
    type: 'login_factor.deleted',
    at,
    actorId,
    accountId,
    resource: { type: 'login_factor', id: userId },
    requestId,
  })
  return true
}
