// Strangers on the same server. No endpoint makes an account, so its rows are written as the first start writes them.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import { Client } from 'pg'
import type { ServerUnderTest } from './start-servers.ts'

export interface SecondAccount {
  accountId: string
  userId: string
  teamId: string
  projectId: string
  rootAssetId: string
  email: string
  /** Developer token of its owner, with every scope. */
  token: string
}

type Server = Pick<ServerUnderTest, 'database'>

/** Makes an account that shares nothing with the first one but the server. */
export async function makeSecondAccount(server: Server): Promise<SecondAccount> {
  const made = {
    accountId: randomUUID(),
    userId: randomUUID(),
    teamId: randomUUID(),
    projectId: randomUUID(),
    rootAssetId: randomUUID(),
  }
  const email = `stranger-${made.userId}@example.org`
  const { accountId, userId, teamId, projectId, rootAssetId } = made
  const client = new Client(server.database)
  await client.connect()
  try {
    const scopes = await client.query<{ scopes: string[] }>(
      "select scopes from tokens where name = 'First token' limit 1",
    )
    const statements: [string, unknown[]][] = [
      [
        `insert into accounts (id, display_name, owner_id, inserted_at, updated_at) values ($1, 'Strangers', $2, now(), now())`,
        [accountId, userId],
      ],
      [
        `insert into users (id, account_id, name, email, color, inserted_at, updated_at) values ($1, $2, 'Stranger', $3, '#123456', now(), now())`,
        [userId, accountId, email],
      ],
      [
        `insert into account_members (account_id, user_id, role, inserted_at) values ($1, $2, 'owner', now())`,
        [accountId, userId],
      ],
      [
        `insert into teams (id, account_id, creator_id, name, inserted_at, updated_at) values ($1, $2, $3, 'Strangers', now(), now())`,
        [teamId, accountId, userId],
      ],
      [
        `insert into team_members (team_id, user_id, role, inserted_at) values ($1, $2, 'team_manager', now())`,
        [teamId, userId],
      ],
      [
        `insert into projects (id, team_id, account_id, owner_id, root_asset_id, name, inserted_at, updated_at)
         values ($1, $2, $3, $4, $5, 'Theirs', now(), now())`,
        [projectId, teamId, accountId, userId, rootAssetId],
      ],
      [
        `insert into assets (id, type, account_id, team_id, project_id, creator_id, name, inserted_at, updated_at)
         values ($1, 'folder', $2, $3, $4, $5, 'root', now(), now())`,
        [rootAssetId, accountId, teamId, projectId, userId],
      ],
    ]
    await client.query('begin')
    for (const [sql, values] of statements) await client.query(sql, values)
    await client.query('commit')
    const token = await insertToken(client, userId, scopes.rows[0]?.scopes ?? [])
    return { ...made, email, token }
  } finally {
    await client.end()
  }
}

/** Makes a developer token of a user that carries only these scopes. */
export async function makeToken(
  server: Server,
  userId: string,
  scopes: readonly string[],
  state: 'valid' | 'expired' | 'revoked' = 'valid',
): Promise<string> {
  const client = new Client(server.database)
  await client.connect()
  try {
    const token = await insertToken(client, userId, scopes)
    const changes = {
      valid: null,
      expired: "expires_at = now() - interval '1 minute'",
      revoked: "revoked_at = now() - interval '1 minute'",
    }[state]
    if (changes !== null)
      await client.query(`update tokens set ${changes} where token_hash = $1`, [hashOf(token)])
    return token
  } finally {
    await client.end()
  }
}

async function insertToken(client: Client, userId: string, scopes: readonly string[]): Promise<string> {
  const token = `fio-u-${randomBytes(24).toString('base64url')}`
  await client.query(
    `insert into tokens (id, user_id, kind, token_hash, name, scopes, inserted_at)
     values ($1, $2, 'developer', $3, 'Of a test', $4, now())`,
    [randomUUID(), userId, hashOf(token), scopes],
  )
  return token
}

/** As the server keeps tokens: SHA-256, nothing else. */
function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
