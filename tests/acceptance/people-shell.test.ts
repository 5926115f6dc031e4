import { execFile } from 'node:child_process'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser } from './browser-session.ts'
import { sortsByTurns } from './by-turns.ts'
import { makeExternalDatabase } from './external-database.ts'
import { createReferenceClient } from './reference-client.ts'
import { owner, settingsOf, startServer } from './server.ts'
import type { RunningServer } from './server.ts'

const sorts = sortsByTurns(import.meta.filename)

const run = promisify(execFile)
const source = join(import.meta.dirname, '../../apps/server/src')

interface Failure {
  code: number
  stderr: string
}

/** Runs the program behind `./rushes user` or `token` with these settings alone; rejects with a Failure. */
async function runSource(
  verb: 'user' | 'token',
  words: string[],
  settings: Record<string, string>,
): Promise<string> {
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? '/',
    ...settingsOf(['NODE_COMPILE_CACHE']),
    ...settings,
  }
  return (await run(process.execPath, [join(source, `main-${verb}.ts`), ...words], { env })).stdout
}

describe.each(sorts)('./rushes user and token on the %s database', (sort) => {
  let server: RunningServer
  let settings: Record<string, string>

  beforeAll(async () => {
    settings =
      sort === 'embedded' ? {} : { DATABASE_URL: await makeExternalDatabase(inject('externalPostgres')) }
    server = await startServer({ env: settings })
  })
  afterAll(async () => {
    await server.remove()
  })

  const command = (verb: 'user' | 'token', ...words: string[]) =>
    runSource(verb, words, {
      RUSHES_DATA: server.dataFolder,
      ...settings,
      ...(sort === 'external' ? { RUSHES_URL: server.url } : {}),
    })
  const json = async <T>(verb: 'user' | 'token', ...words: string[]) =>
    JSON.parse(await command(verb, ...words, '--json')) as T
  const failure = (verb: 'user' | 'token', ...words: string[]) =>
    command(verb, ...words).then(
      () => {
        throw new Error('The command did not fail.')
      },
      (error: Failure) => error,
    )

  it('makes a person while the server runs, who sets a password by the link it prints', async () => {
    const added = await json<{ id: string; password_url: string }>(
      ...([
        'user',
        'add',
        'ada@example.org',
        '--name',
        'Ada',
        '--team',
        'My team',
        '--role',
        'admin',
      ] as const),
    )
    expect(added.password_url).toMatch(new RegExp(`^${server.url}/welcome/[\\w-]{40,}$`))
    const browser = openBrowser(server.url)
    const code = added.password_url.split('/welcome/')[1]
    await browser.ok('POST', '/api/welcome', { body: { code, password: 'a long password' } })
    expect(await browser.ok('GET', '/v2/me')).toMatchObject({ name: 'Ada', highest_account_role: 'admin' })
    expect(await browser.ok('GET', '/v2/teams')).toHaveLength(1)
    expect((await failure('user', 'add', 'Ada@example.org')).stderr).toContain('already')
    const listed = await command('user', 'list')
    expect(listed).toContain('ada@example.org\tAda\tadmin')
    expect(listed).toContain(owner.email)
  })

  it('makes and ends tokens with the scopes asked for', async () => {
    const made = await json<{ id: string; token: string }>(
      ...(['token', 'create', '--user', 'ada@example.org', '--scopes', 'project.read, team.read'] as const),
    )
    const client = createReferenceClient(server.url, made.token)
    expect((await client.call('GET', '/v2/teams')).status).toBe(200)
    expect((await client.call('GET', '/v2/accounts')).status).toBe(403)
    expect(await command('token', 'list', '--user', 'ada@example.org')).not.toContain(made.token)
    await command('token', 'revoke', made.id)
    expect((await client.call('GET', '/v2/teams')).status).toBe(401)
    expect(await command('token', '--help')).toContain('Usage: ./rushes token')
    expect(
      (await failure('token', 'create', '--user', 'ada@example.org', '--scopes', 'asset.fly')).code,
    ).toBe(2)
    expect((await failure('token', 'create', '--user', 'nobody@example.org')).stderr).toBe(
      'Nobody here has the e-mail address nobody@example.org.\n',
    )
  })

  it('ends a person at once, but not the owner of the account', async () => {
    const { token } = await json<{ token: string }>('token', 'create', '--user', 'ada@example.org')
    const client = createReferenceClient(server.url, token)
    expect((await client.call('GET', '/v2/me')).status).toBe(200)
    await command('user', 'deactivate', 'ada@example.org')
    expect((await client.call('GET', '/v2/me')).status).toBe(401)
    expect((await failure('user', 'reset-password', 'ada@example.org')).stderr).toContain('deactivated')
    expect((await failure('user', 'deactivate', owner.email)).stderr).toContain('handed over')
    await command('user', 'reactivate', 'ada@example.org')
  })

  it('resets a forgotten password while the server is stopped', async () => {
    await server.stop()
    const { password_url: url } = await json<{ password_url: string }>('user', 'reset-password', owner.email)
    server = await startServer({ env: settings, folder: join(server.dataFolder, '..') })
    const browser = openBrowser(server.url)
    const code = url.split('/welcome/')[1]
    await browser.ok('POST', '/api/welcome', { body: { code, password: 'the new password' } })
    const signIn = (password: string) =>
      openBrowser(server.url).call('POST', '/api/session', { body: { email: owner.email, password } })
    expect((await signIn('the new password')).status).toBe(200)
    expect((await signIn(owner.password)).status).toBe(401)
    await server.stop()
  })
})

// These end before they ask a database, so one sort is enough.
describe('./rushes user, asked for what cannot be', () => {
  const userFails = (env: Record<string, string>, words: string[]) =>
    runSource('user', words, env).then(
      () => {
        throw new Error('The command did not fail.')
      },
      (error: Failure) => error,
    )

  it.each([['add'], ['add', 'no-address'], ['fly', 'ada@example.org'], ['list', '--colour'], []])(
    'a command typed wrongly ends with 2 and says how: %j',
    async (...words) => {
      const { code, stderr } = await userFails({ RUSHES_DATA: join(import.meta.dirname, 'no-data') }, words)
      expect(code).toBe(2)
      expect(stderr).not.toContain('    at ')
    },
  )

  it('says in a sentence when the database cannot be reached', async () => {
    const env = {
      RUSHES_DATA: join(import.meta.dirname, 'no-data'),
      DATABASE_URL: 'postgres://127.0.0.1:1/none',
    }
    expect(await userFails(env, ['list'])).toMatchObject({
      code: 1,
      stderr: 'The database cannot be reached: connect ECONNREFUSED 127.0.0.1:1\n',
    })
  })
})
