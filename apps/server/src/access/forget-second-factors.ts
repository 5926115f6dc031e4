// For somebody who has lost their phone and their recovery codes: an admin, or the server's operator, lets them in by
// password again.
import type { Transaction } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { writeEvent } from '../db/events.ts'
import type { Act } from '../db/insert-member.ts'
import type { Database } from '../db/schema.ts'
import { revokeCredentials } from './revoke-credentials.ts'

/**
 * Their sessions end with it: the phone that was lost is signed in as a rule, and whoever has it must not stay. Returns
 * false when there was nothing to forget.
 */
export async function forgetSecondFactors(
  trx: Transaction<Database>,
  act: Act,
  { userId, accountId }: { userId: UserId; accountId: AccountId },
): Promise<boolean> {
  const { actorId, at, newId, requestId } = act
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
  await revokeCredentials(trx, act, { userId, accountId, kind: 'session' })
  return true
}
