// The first start makes an account with its owner, a team, a project and a token, so that a program works at once.
// Automation says what they are through the environment; otherwise the password is set through a one-time link.
import { randomBytes } from 'node:crypto'
import { join } from 'node:path'
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { AccountId, AssetId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { hashPassword, hashToken, newDeveloperToken } from './access/credentials.ts'
import { ALL_SCOPES } from './config.ts'
import type { Config } from './config.ts'
import type { Db } from './db/connection.ts'
import { writeEvent } from './db/events.ts'
import { insertProject } from './db/insert-project.ts'
import { defaultOrigin } from './http/origin.ts'
import { replaceFile } from './replace-file.ts'
import type { Database } from './db/schema.ts'

const DEFAULT_EMAIL = 'owner@rushes.local'
const WELCOME_DAYS = 30
const DAY_MS = 86_400_000
/** Serialises the first start of several servers on one database. */
const BOOTSTRAP_LOCK = 7_470_002

export interface BootstrapDeps {
  db: Db
  config: Config
  now: () => Date
  newId: () => string
}

/** What the person at the terminal must be told, once. */
export interface FirstLogin {
  email: string
  token: string
  /** Null when the password came from the environment. */
  welcomeCode: string | null
}

/**
 * Makes what is missing. Returns what to tell when this was the first start, else null. `keep` is called before anything
 * is committed: whatever ends the process afterwards, the token and the link are not lost. A token or password given in the
 * environment is made true at every start.
 */
export async function bootstrap(
  deps: BootstrapDeps,
  keep: (login: FirstLogin) => Promise<void>,
): Promise<FirstLogin | null> {
  const { config } = deps
  const passwordHash =
    config.bootstrap.password === null
      ? null
      : await hashPassword(config.bootstrap.password, config.passwordCost)
  return deps.db.transaction().execute(async (trx) => {
    await lockBootstrap(trx)
    const owner = await trx
      .selectFrom('accounts as a')
      .innerJoin('users as u', 'u.id', 'a.owner_id')
      .select(['u.id', 'u.account_id'])
      .orderBy('a.inserted_at')
      .executeTakeFirst()
    if (owner !== undefined) {
      if (config.bootstrap.token !== null)
        await ensureToken(deps, trx, owner.id, owner.account_id, config.bootstrap.token)
      return null
    }
    const login = await firstStart(deps, trx, passwordHash)
    await keep(login)
    return login
  })
}

async function firstStart(
  deps: BootstrapDeps,
  trx: Transaction<Database>,
  passwordHash: string | null,
): Promise<FirstLogin> {
  const { config, newId } = deps
  const at = deps.now()
  const email = config.bootstrap.email ?? DEFAULT_EMAIL
  const accountId = newId() as AccountId
  const userId = newId() as UserId
  const teamId = newId() as TeamId
  await trx
    .insertInto('accounts')
    .values({ id: accountId, display_name: 'Rushes', owner_id: userId, inserted_at: at, updated_at: at })
    .execute()
  await trx
    .insertInto('users')
    .values({
      id: userId,
      account_id: accountId,
      name: email.split('@', 1)[0] ?? email,
      email,
      password_hash: passwordHash,
      color: '#5b53ff',
      inserted_at: at,
      updated_at: at,
    })
    .execute()
  await trx
    .insertInto('account_members')
    .values({ account_id: accountId, user_id: userId, role: 'owner', inserted_at: at })
    .execute()
  await trx
    .insertInto('teams')
    .values({
      id: teamId,
      account_id: accountId,
      creator_id: userId,
      name: 'My team',
      inserted_at: at,
      updated_at: at,
    })
    .execute()
  await trx
    .insertInto('team_members')
    .values({ team_id: teamId, user_id: userId, role: 'team_manager', inserted_at: at })
    .execute()
  const common = { at, actorId: userId, accountId }
  await writeEvent(trx, {
    ...common,
    id: newId(),
    type: 'account.created',
    resource: { type: 'account', id: accountId },
  })
  await writeEvent(trx, {
    ...common,
    id: newId(),
    type: 'user.created',
    resource: { type: 'user', id: userId },
  })
  await writeEvent(trx, {
    ...common,
    id: newId(),
    type: 'team.created',
    teamId,
    resource: { type: 'team', id: teamId },
  })
  await insertProject(trx, {
    id: newId() as ProjectId,
    rootAssetId: newId() as AssetId,
    eventId: newId(),
    ownerPlaceId: newId(),
    accountId,
    teamId,
    ownerId: userId,
    name: 'First project',
    description: null,
    isPrivate: false,
    preferences: {},
    at,
    requestId: null,
  })
  const token = config.bootstrap.token ?? newDeveloperToken()
  await ensureToken(deps, trx, userId, accountId, token)
  if (passwordHash !== null) return { email, token, welcomeCode: null }
  const welcomeCode = randomBytes(24).toString('base64url')
  await trx
    .insertInto('one_time_codes')
    .values({
      code_hash: hashToken(welcomeCode),
      user_id: userId,
      purpose: 'welcome',
      inserted_at: at,
      expires_at: new Date(at.getTime() + WELCOME_DAYS * DAY_MS),
    })
    .execute()
  return { email, token, welcomeCode }
}

async function ensureToken(
  deps: BootstrapDeps,
  trx: Transaction<Database>,
  userId: UserId,
  accountId: AccountId,
  token: string,
): Promise<void> {
  const id = deps.newId()
  const at = deps.now()
  const inserted = await trx
    .insertInto('tokens')
    .values({
      id,
      user_id: userId,
      kind: 'developer',
      token_hash: hashToken(token),
      name: 'First token',
      scopes: ALL_SCOPES,
      inserted_at: at,
    })
    .onConflict((conflict) => conflict.column('token_hash').doNothing())
    .executeTakeFirst()
  if (inserted.numInsertedOrUpdatedRows === 0n) return
  await writeEvent(trx, {
    id: deps.newId(),
    type: 'token.created',
    at,
    actorId: userId,
    accountId,
    resource: { type: 'user_token', id },
  })
}

async function lockBootstrap(trx: Transaction<Database>): Promise<void> {
  await sql`select pg_advisory_xact_lock(${BOOTSTRAP_LOCK})`.execute(trx)
}

/** Where the first login is kept for later, readable by the owner of the data folder alone. */
export function firstLoginFile(dataFolder: string): string {
  return join(dataFolder, 'first-login.txt')
}

/** Written before the server listens: with port 0 the address is not known yet. */
export async function keepFirstLogin(config: Config, login: FirstLogin): Promise<void> {
  const { host, port, publicUrl, tls } = config
  const origin = defaultOrigin({ host, port, publicUrl, isTls: tls !== null })
  const lines = [
    `Address:         ${origin}`,
    `E-mail:          ${login.email}`,
    ...(login.welcomeCode === null ? [] : [`Set a password:  ${origin}/welcome/${login.welcomeCode}`]),
    `Developer token: ${login.token}`,
  ]
  await replaceFile(firstLoginFile(config.dataFolder), `${lines.join('\n')}\n`)
}
