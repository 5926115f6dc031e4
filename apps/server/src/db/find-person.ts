// From what a caller says of a person, an e-mail address or an id, to somebody here or somebody still to come.
import { sql } from 'kysely'
import type { Kysely } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { errors } from '../http/errors.ts'
import type { Database } from './schema.ts'

export interface PersonSought {
  email?: string | null | undefined
  user_id?: UserId | null | undefined
}

export type FoundPerson = { kind: 'known'; userId: UserId } | { kind: 'unknown'; email: string }

/**
 * Ids find only people of the account: its members and those invited into its projects. Throws 422 when there is nobody
 * of that id, and for people who were deactivated.
 */
export async function findPerson(
  db: Kysely<Database>,
  accountId: AccountId,
  { email, user_id: userId }: PersonSought,
): Promise<FoundPerson> {
  if (typeof email === 'string') {
    const user = await db
      .selectFrom('users')
      .select(['id', 'deleted_at'])
      .where((eb) => eb(eb.fn('lower', ['email']), '=', email.toLowerCase()))
      .executeTakeFirst()
    if (user === undefined) return { kind: 'unknown', email }
    if (user.deleted_at !== null)
      throw errors.invalid([{ field: 'email', title: 'belongs to a person who was deactivated' }])
    return { kind: 'known', userId: user.id }
  }
  if (userId === undefined || userId === null)
    throw errors.invalid([{ field: 'email', title: "can't be blank" }])
  const found = await sql<{
    id: UserId
  }>`select u.id from users u where u.id = ${userId} and u.deleted_at is null and (
      exists (select 1 from account_members am where am.account_id = ${accountId} and am.user_id = u.id)
      or exists (select 1 from collaborators co join projects p on p.id = co.project_id
                 where co.user_id = u.id and p.account_id = ${accountId}))`.execute(db)
  const user = found.rows[0]
  if (user === undefined) throw errors.invalid([{ field: 'user_id', title: 'is nobody of this account' }])
  return { kind: 'known', userId: user.id }
}
