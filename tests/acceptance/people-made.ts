// Accounts, people and tokens of their own for a test, written into the database: only the first account comes with
// the server. Everything else about them is done through the API.
import { createHash, randomBytes, randomUUID, scryptSync } from 'node:crypto'
import { Client } from 'pg'
import type { ClientConfig } from 'pg'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'

export interface MadePerson {
  id: string
  name: string
  email: string
  /** Developer token with the scopes asked for. */
  token: string
  client: ReferenceClient
}

export interface MadeAccount {
  id: string
  owner: MadePerson
  /** Somebody whose home is this account; with `role` null they are no member of it. */
  person: (name: string, role: string | null, scopes?: readonly string[]) => Promise<MadePerson>
  /** Another token of the same person. */
  tokenWith: (person: MadePerson, scopes: readonly string[]) => Promise<ReferenceClient>
  /** For assertions on what is left behind. */
  query: <Row extends Record<string, unknown>>(sql: string, values?: unknown[]) => Promise<Row[]>
}

const families = ['action', 'asset', 'comment', 'presentation', 'project', 'reviewlink', 'webhook']
const verbs = ['create', 'read', 'update', 'delete']
/** Every scope of the reference (v2-platform.md 3.1). */
export const allScopes: readonly string[] = [
  'account.read',
  'auditlog.read',
  'team.create',
  'team.read',
  'team.update',
  ...families.flatMap((family) => verbs.map((verb) => `${family}.${verb}`)),
]

/** A fresh account with its owner. */
export async function makeAccount(server: { url: string; database: ClientConfig }): Promise<MadeAccount> {
  const id = randomUUID()
  const ownerId = randomUUID()
  const email = `owner-${id}@example.org`
  await withDatabase(server.database, async (db) => {
    await db.query('begin')
    await db.query(
      `insert into accounts (id, display_name, owner_id, inserted_at, updated_at) values ($1, 'Studio', $2, now(), now())`,
      [id, ownerId],
    )
    await insertUser(db, ownerId, id, 'Owner', email)
    await insertMember(db, id, ownerId, 'owner')
    await db.query('commit')
  })
  const tokenFor = async (userId: string, scopes: readonly string[]) => {
    const token = `fio-u-${randomBytes(24).toString('base64url')}`
    await withDatabase(server.database, (db) =>
      db.query(
        `insert into tokens (id, user_id, kind, token_hash, name, scopes, inserted_at) values ($1, $2, 'developer', $3, 'test', $4, now())`,
        [randomUUID(), userId, createHash('sha256').update(token).digest(), scopes],
      ),
    )
    return token
  }
  const describePerson = async (userId: string, name: string, address: string, scopes = allScopes) => {
    const token = await tokenFor(userId, scopes)
    return { id: userId, name, email: address, token, client: createReferenceClient(server.url, token) }
  }
  return {
    id,
    owner: await describePerson(ownerId, 'Owner', email),
    person: async (name, role, scopes) => {
      const userId = randomUUID()
      const address = `${name.toLowerCase().replaceAll(' ', '.')}-${userId}@example.org`
      await withDatabase(server.database, async (db) => {
        await insertUser(db, userId, id, name, address)
        if (role !== null) await insertMember(db, id, userId, role)
      })
      return describePerson(userId, name, address, scopes)
    },
    tokenWith: async (person, scopes) => createReferenceClient(server.url, await tokenFor(person.id, scopes)),
    query: (sql, values) => withDatabase(server.database, async (db) => (await db.query(sql, values)).rows),
  }
}

/** As the server stores it, but quick to check. */
export function cheapPasswordHash(password: string): string {
  const cost = { N: 1024, r: 8, p: 1 }
  const salt = randomBytes(16)
  const key = scryptSync(password, salt, 32, cost)
  return ['scrypt', cost.N, cost.r, cost.p, salt.toString('base64'), key.toString('base64')].join('$')
}

export async function withDatabase<T>(database: ClientConfig, use: (db: Client) => Promise<T>): Promise<T> {
  const db = new Client(database)
  await db.connect()
  try {
    return await use(db)
  } finally {
    await db.end()
  }
}

async function insertUser(
  db: Client,
  id: string,
  accountId: string,
  name: string,
  email: string,
): Promise<void> {
  await db.query(
    `insert into users (id, account_id, name, email, color, inserted_at, updated_at) values ($1, $2, $3, $4, '#5b53ff', now(), now())`,
    [id, accountId, name, email],
  )
}

async function insertMember(db: Client, accountId: string, userId: string, role: string): Promise<void> {
  await db.query(
    'insert into account_members (account_id, user_id, role, inserted_at) values ($1, $2, $3, now())',
    [accountId, userId, role],
  )
}
