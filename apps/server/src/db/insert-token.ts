// A developer token's row and event. Only its hash is ever written.
import type { Transaction } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { writeEvent } from './events.ts'
import type { Act } from './insert-member.ts'
import type { Database } from './schema.ts'

export interface NewTokenRow {
  userId: UserId
  accountId: AccountId
  hash: Buffer
  name: string
  scopes: string[]
  /** Null: until it is revoked. */
  expiresAt: Date | null
}

/** Returns its id. */
export async function insertToken(
  trx: Transaction<Database>,
  { actorId, at, newId, requestId }: Act,
  { userId, accountId, hash, name, scopes, expiresAt }: NewTokenRow,
): Promise<string> {
  const id = newId()
  await trx
    .insertInto('tokens')
    .values({
      id,
      user_id: userId,
      kind: 'developer',
      token_hash: hash,
      name,
      scopes,
      inserted_at: at,
      expires_at: expiresAt,
    })
    .execute()
  await writeEvent(trx, {
    id: newId(),
    type: 'token.created',
    at,
    actorId,
    accountId,
    resource: { type: 'user_token', id },
    after: { name, scopes, user_id: userId },
    requestId,
  })
  return id
}
