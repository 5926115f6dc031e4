import type { AccountId, UserId } from '@rushes/contract/ids'
import type { Db } from '../db/connection.ts'
import { CommandError } from './run-command.ts'

export interface FoundUser {
  userId: UserId
  accountId: AccountId
  name: string
  email: string
  isActive: boolean
}

/** Throws {@link CommandError} when nobody has the address. */
export async function findByEmail(db: Db, email: string): Promise<FoundUser> {
  const row = await db
    .selectFrom('users')
    .select(['id', 'account_id', 'name', 'email', 'deleted_at'])
    .where((eb) => eb(eb.fn('lower', ['email']), '=', email.trim().toLowerCase()))
    .executeTakeFirst()
  if (row === undefined) throw new CommandError(`Nobody here has the e-mail address ${email}.`)
  const { id: userId, account_id: accountId, name } = row
  return { userId, accountId, name, email: row.email, isActive: row.deleted_at === null }
}
