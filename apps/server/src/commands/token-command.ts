// ./rushes token create | list | revoke
import { parseArgs } from 'node:util'
import { SCOPES } from '@rushes/contract/scopes'
import { hashToken, newDeveloperToken } from '../access/credentials.ts'
import { revokeCredentials } from '../access/revoke-credentials.ts'
import { insertToken } from '../db/insert-token.ts'
import { findByEmail } from './find-by-email.ts'
import { CommandError, UsageError } from './run-command.ts'
import type { CommandAnswer, CommandContext } from './run-command.ts'

/** What `./rushes token` can do, for who typed it. */
export const TOKEN_USAGE = `Usage: ./rushes token <command> [--json]

  create --user <e-mail> [--name <name>] [--scopes all|asset.read,project.read,...] [--days <number>]
                            make a developer token that acts as that person, and print it this once
  list --user <e-mail>      their tokens, never the secret itself
  revoke <id>               end a token

Scopes: ${SCOPES.join(' ')}`

const DAY_MS = 86_400_000

/** Throws UsageError. */
export function parseTokenCommand(words: string[]): {
  isJson: boolean
  run: (context: CommandContext) => Promise<CommandAnswer>
} {
  const { values, positionals } = readWords(words)
  const [verb, id, ...rest] = positionals
  const isJson = values.json
  const { user, name = 'From the shell' } = values
  if (verb === 'revoke' && id !== undefined && rest.length === 0) {
    if (!/^[0-9a-f-]{36}$/i.test(id))
      throw new UsageError(`"${id}" is no id of a token; see ./rushes token list.`)
    return { isJson, run: (context) => revokeToken(context, id) }
  }
  if (id !== undefined || user === undefined) throw new UsageError(TOKEN_USAGE)
  if (verb === 'list') return { isJson, run: (context) => listTokens(context, user) }
  if (verb !== 'create') throw new UsageError(TOKEN_USAGE)
  const scopes = readScopes(values.scopes ?? 'all')
  const days = values.days === undefined ? null : Number(values.days)
  if (days !== null && !(Number.isFinite(days) && days > 0))
    throw new UsageError(`--days is "${values.days ?? ''}"; it must be a number above 0.`)
  return { isJson, run: (context) => createToken(context, user, name, scopes, days) }
}

function readWords(words: string[]) {
  try {
    return parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        json: { type: 'boolean', default: false },
        user: { type: 'string' },
        name: { type: 'string' },
        scopes: { type: 'string' },
        days: { type: 'string' },
      },
    })
  } catch (error) {
    // parseArgs names the option it does not know.
    throw new UsageError(`${error instanceof Error ? error.message : String(error)}\n\n${TOKEN_USAGE}`)
  }
}

function readScopes(text: string): string[] {
  if (text === 'all') return [...SCOPES]
  const scopes = text.split(/[\s,]+/).filter((scope) => scope !== '')
  const unknown = scopes.filter((scope) => !SCOPES.some((known) => known === scope))
  if (unknown.length > 0) throw new UsageError(`There is no scope ${unknown.join(', ')}.`)
  if (scopes.length === 0) throw new UsageError('--scopes must name at least one scope.')
  return [...new Set(scopes)]
}

async function createToken(
  { db, act }: CommandContext,
  email: string,
  name: string,
  scopes: string[],
  days: number | null,
): Promise<CommandAnswer> {
  const { userId, accountId, isActive } = await findByEmail(db, email)
  if (!isActive) throw new CommandError(`${email} was deactivated. Reactivate them first.`)
  const token = newDeveloperToken()
  const expiresAt = days === null ? null : new Date(act.at.getTime() + days * DAY_MS)
  const hash = hashToken(token)
  const id = await db
    .transaction()
    .execute((trx) => insertToken(trx, act, { userId, accountId, hash, name, scopes, expiresAt }))
  return {
    json: { id, token, name, scopes, expires_at: expiresAt?.toISOString() ?? null },
    lines: [token, `It acts as ${email} and is shown this once. End it with: ./rushes token revoke ${id}`],
  }
}

async function listTokens({ db }: CommandContext, email: string): Promise<CommandAnswer> {
  const { userId } = await findByEmail(db, email)
  const tokens = await db
    .selectFrom('tokens')
    .select(['id', 'name', 'scopes', 'inserted_at', 'last_used_at', 'expires_at'])
    .where('user_id', '=', userId)
    .where('kind', '=', 'developer')
    .where('revoked_at', 'is', null)
    .orderBy('inserted_at')
    .execute()
  return {
    json: tokens,
    lines: tokens.map(({ id, name, scopes, last_used_at }) =>
      [
        id,
        name,
        scopes.length === SCOPES.length ? 'all scopes' : scopes.join(' '),
        last_used_at === null ? 'never used' : `last used ${last_used_at.slice(0, 16).replace('T', ' ')} UTC`,
      ].join('\t'),
    ),
  }
}

async function revokeToken({ db, act }: CommandContext, id: string): Promise<CommandAnswer> {
  const row = await db
    .selectFrom('tokens as t')
    .innerJoin('users as u', 'u.id', 't.user_id')
    .select(['t.user_id', 'u.account_id'])
    .where('t.id', '=', id)
    .where('t.kind', '=', 'developer')
    .executeTakeFirst()
  if (row === undefined) throw new CommandError(`There is no token ${id}.`)
  const whose = { userId: row.user_id, accountId: row.account_id, kind: 'developer' as const, id }
  const ended = await db.transaction().execute((trx) => revokeCredentials(trx, act, whose))
  return {
    json: { id, ended: ended.length > 0 },
    lines: [ended.length > 0 ? 'The token is ended.' : 'The token had ended before.'],
  }
}
