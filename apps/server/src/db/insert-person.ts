// The row and event of a new person.
import { createHash } from 'node:crypto'
import type { Transaction } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { writeEvent } from './events.ts'
import type { Act } from './insert-member.ts'
import type { Database } from './schema.ts'

export interface NewPerson {
  userId: UserId
  /** Their home. */
  accountId: AccountId
  name: string
  email: string
  /** Null: set later, by a link. */
  passwordHash: string | null
  /** Kept in the event: how they came here. */
  origin: Record<string, unknown>
}

/** Returns false when the e-mail address is somebody's already, deactivated people included. */
export async function insertPerson(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  { userId, accountId, name, email, passwordHash, origin }: NewPerson,
): Promise<boolean> {
  const inserted = await trx
    .insertInto('users')
    .values({
      id: userId,
      account_id: accountId,
      name,
      email,
      password_hash: passwordHash,
      color: colourOf(userId),
      inserted_at: at,
      updated_at: at,
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return false
  await writeEvent(trx, {
    id: newId(),
    type: 'user.created',
    at,
    actorId,
    accountId,
    resource: { type: 'user', id: userId },
    after: origin,
    requestId,
  })
  return true
}

const COLOURS = ['#5b53ff', '#e5484d', '#30a46c', '#f76b15', '#0090ff', '#ab4aba', '#12a594', '#d6409f']

/** Spread over people, the same for a person every time. */
function colourOf(userId: UserId): string {
  const first = createHash('sha256').update(userId).digest()[0] ?? 0
  return COLOURS[first % COLOURS.length] ?? '#5b53ff'
}
