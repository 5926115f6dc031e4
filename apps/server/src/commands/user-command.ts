// ./rushes user add | list | reset-password | deactivate | reactivate
import { parseArgs } from 'node:util'
import type { UserId } from '@rushes/contract/ids'
import { wireEmail } from '@rushes/contract/wire'
import { hashToken, newSessionToken } from '../access/credentials.ts'
import { deactivatePerson, reactivatePerson } from '../access/deactivate-person.ts'
import { forgetSecondFactors } from '../access/forget-second-factors.ts'
import { insertAccountMember, insertTeamMember } from '../db/insert-member.ts'
import { insertPerson } from '../db/insert-person.ts'
import { insertPasswordLink } from '../db/password-link.ts'
import { findByEmail } from './find-by-email.ts'
import { CommandError, UsageError } from './run-command.ts'
import type { CommandAnswer, CommandContext } from './run-command.ts'

/** What `./rushes user` can do, for who typed it. */
export const USER_USAGE = `Usage: ./rushes user <command> [--json]

  add <e-mail> [--name <name>] [--role member|admin|account_manager|billing_manager] [--team <name or id>]
                            make a person and print the link that sets their password
  list                      everybody, with role and when they were last here
  reset-password <e-mail>   print a link that sets a new password; it works once, for a day
  reset-second-factor <e-mail>
                            forget the authenticator app and passkeys of somebody who has lost them
  deactivate <e-mail>       end all of a person's sessions and tokens; what they made stays
  reactivate <e-mail>       undo that`

const ROLES = ['member', 'admin', 'account_manager', 'billing_manager'] as const

interface AddOptions {
  name: string | undefined
  role: (typeof ROLES)[number]
  team: string | undefined
}

/** Throws UsageError. */
export function parseUserCommand(words: string[]): {
  isJson: boolean
  run: (context: CommandContext) => Promise<CommandAnswer>
} {
  const { values, positionals } = readWords(words)
  const [verb, email, ...rest] = positionals
  const isJson = values.json
  if (verb === 'list' && email === undefined) return { isJson, run: listUsers }
  if (email === undefined || rest.length > 0) throw new UsageError(USER_USAGE)
  if (!wireEmail().safeParse(email).success) throw new UsageError(`"${email}" is no e-mail address.`)
  switch (verb) {
    case 'add': {
      const role = ROLES.find((known) => known === (values.role ?? 'member'))
      if (role === undefined) throw new UsageError(`--role must be one of ${ROLES.join(', ')}.`)
      const { name, team } = values
      return { isJson, run: (context) => addUser(context, email, { name, role, team }) }
    }
    case 'reset-password':
      return { isJson, run: (context) => resetPassword(context, email) }
    case 'reset-second-factor':
      return { isJson, run: (context) => resetSecondFactor(context, email) }
    case 'deactivate':
      return { isJson, run: (context) => deactivate(context, email) }
    case 'reactivate':
      return { isJson, run: (context) => reactivate(context, email) }
    case undefined:
    default:
      throw new UsageError(USER_USAGE)
  }
}

function readWords(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        name: { type: 'string' },
        role: { type: 'string' },
        team: { type: 'string' },
      },
    })
  } catch (error) {
    // parseArgs names the option it does not know.
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${USER_USAGE}`)
  }
}

async function addUser(
  { db, act, origin }: CommandContext,
  email: string,
  { name, role, team }: AddOptions,
): Promise<CommandAnswer> {
  const account = await db
    .selectFrom('accounts')
    .select('id')
    .where('deleted_at', 'is', null)
    .orderBy('inserted_at')
    .executeTakeFirst()
  if (account === undefined)
    throw new CommandError('There is no account yet. Start Rushes once with ./rushes up, then try again.')
  const teams =
    team === undefined
      ? []
      : await db
          .selectFrom('teams')
          .select('id')
          .where('account_id', '=', account.id)
          .where('deleted_at', 'is', null)
          .where((eb) => eb.or([eb('name', '=', team), eb(eb.cast<string>('id', 'text'), '=', team)]))
          .execute()
  if (team !== undefined && teams.length !== 1)
    throw new CommandError(
      teams.length === 0 ? `There is no team "${team}".` : `Several teams are called "${team}"; give its id.`,
    )
  const userId = act.newId() as UserId
  const code = newSessionToken()
  const url = `${origin}/welcome/${code}`
  const person = { userId, accountId: account.id, name: name ?? email.split('@', 1)[0] ?? email, email }
  await db.transaction().execute(async (trx) => {
    if (!(await insertPerson(trx, act, { ...person, passwordHash: null, origin: { added: 'shell' } })))
      throw new CommandError(`Somebody here has the e-mail address ${email} already.`)
    await insertAccountMember(trx, act, { accountId: account.id, userId, role })
    for (const { id: teamId } of teams)
      await insertTeamMember(trx, act, { accountId: account.id, teamId, userId, role: 'member' })
    await insertPasswordLink(trx, act, { userId, accountId: account.id, codeHash: hashToken(code) })
  })
  return {
    json: { id: userId, email, name: person.name, role, password_url: url },
    lines: [`${person.name} <${email}> is a person here now (${role}).`, `Set a password:  ${url}`],
  }
}

async function listUsers({ db }: CommandContext): Promise<CommandAnswer> {
  const rows = await db
    .selectFrom('users as u')
    .leftJoin('account_members as m', (join) =>
      join.onRef('m.user_id', '=', 'u.id').onRef('m.account_id', '=', 'u.account_id'),
    )
    .select(['u.id', 'u.email', 'u.name', 'm.role', 'u.last_seen', 'u.deleted_at'])
    .orderBy('u.email')
    .execute()
  const people = rows.map((row) => ({
    id: row.id,
    email: row.email,
    name: row.name,
    role: row.role,
    last_seen: row.last_seen,
    is_active: row.deleted_at === null,
  }))
  return {
    json: people,
    lines: people.map(({ email, name, role, last_seen, is_active }) =>
      [
        email,
        name,
        is_active ? (role ?? 'invited into projects') : 'deactivated',
        last_seen === null ? 'never here' : `last here ${last_seen.slice(0, 16).replace('T', ' ')} UTC`,
      ].join('\t'),
    ),
  }
}

async function resetPassword({ db, act, origin }: CommandContext, email: string): Promise<CommandAnswer> {
  const { userId, accountId, isActive } = await findByEmail(db, email)
  if (!isActive) throw new CommandError(`${email} was deactivated. Reactivate them first.`)
  const code = newSessionToken()
  const expiresAt = await db
    .transaction()
    .execute((trx) => insertPasswordLink(trx, act, { userId, accountId, codeHash: hashToken(code) }))
  const url = `${origin}/welcome/${code}`
  return {
    json: { email, password_url: url, expires_at: expiresAt.toISOString() },
    lines: [`Set a new password:  ${url}`, 'The link works once, until this time tomorrow.'],
  }
}

async function resetSecondFactor({ db, act }: CommandContext, email: string): Promise<CommandAnswer> {
  const { userId, accountId } = await findByEmail(db, email)
  const isChanged = await db
    .transaction()
    .execute((trx) => forgetSecondFactors(trx, act, { userId, accountId }))
  return {
    json: { email, has_second_factor: false },
    lines: [
      isChanged
        ? `${email} signs in with the password alone, and was signed out everywhere.`
        : `${email} had no second factor.`,
    ],
  }
}

async function deactivate({ db, act }: CommandContext, email: string): Promise<CommandAnswer> {
  const { userId, accountId } = await findByEmail(db, email)
  const owned = await db
    .selectFrom('accounts')
    .select('id')
    .where('owner_id', '=', userId)
    .where('deleted_at', 'is', null)
    .executeTakeFirst()
  if (owned !== undefined)
    throw new CommandError(`${email} owns the account. It has to be handed over in the web app first.`)
  const isChanged = await db.transaction().execute((trx) => deactivatePerson(trx, act, { userId, accountId }))
  return {
    json: { email, is_active: false },
    lines: [isChanged ? `${email} is deactivated.` : `${email} was deactivated before.`],
  }
}

async function reactivate({ db, act }: CommandContext, email: string): Promise<CommandAnswer> {
  const { userId, accountId } = await findByEmail(db, email)
  await db.transaction().execute((trx) => reactivatePerson(trx, act, { userId, accountId }))
  return { json: { email, is_active: true }, lines: [`${email} is active.`] }
}
