// What the guides say to type, typed: each sample in its own language, against a running server.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { SAMPLE_ORIGIN } from '../../apps/server/src/features/docs/samples.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project } from './reference-client.ts'
import { owner } from './server.ts'
import { waitUntil } from './wait-until.ts'

const server = inject('servers')[0]!
const execute = promisify(execFile)
const CLIP_BYTES = 21_136_250

let folder: string
let account: MadeAccount
let project: Project

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-guides-'))
  account = await makeAccount(server)
  const { client } = account.owner
  await client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Crew' } })
  project = await makeProject(client, 'Film')
})
afterAll(() => rm(folder, { recursive: true }))

/** The samples of a guide in one language, calling the server under test. */
async function samplesOf(guide: string, language: string): Promise<string[]> {
  const text = await readFile(join(import.meta.dirname, '../../docs', guide), 'utf8')
  return [...text.matchAll(/^```(\w+)\n(.*?)^```$/gms)].flatMap(([, name, code = '']) =>
    name === language ? [code.replaceAll(SAMPLE_ORIGIN, server.url)] : [],
  )
}

/** Answers with what it printed. Rejects when it fails. */
async function run(
  program: 'sh' | 'python3',
  code: string,
  values: Record<string, string> = {},
): Promise<string> {
  const { stdout } = await execute(program, ['-c', code], {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: process.env['HOME'] ?? folder,
      RUSHES_TOKEN: account.owner.token,
      ...values,
    },
  })
  return stdout
}

const runJson = async <T>(code: string, values?: Record<string, string>) =>
  JSON.parse(await run('sh', code, values)) as T

describe('what the guides say to type', () => {
  it('leads from a token to a file that is there, step by step and in Python', async () => {
    const { client, token, email } = account.owner
    const [hello = '', places = '', create = '', send = ''] = await samplesOf('guides/first-upload.md', 'sh')
    expect(await runJson(hello.replace('fio-u-…', token))).toMatchObject({ email })
    const [ofTeams = '', ofProjects = ''] = places.split('\n')
    const [team] = await runJson<{ id: string }[]>(ofTeams)
    const [found] = await runJson<Project[]>(ofProjects, { TEAM: team?.id ?? '' })
    expect(found?.id).toBe(project.id)

    await writeFile(join(folder, 'clip.mov'), 'a clip')
    await truncate(join(folder, 'clip.mov'), CLIP_BYTES)
    const place = { ROOT_ASSET_ID: found?.root_asset_id ?? '' }
    const { id, upload_urls: urls = [] } = await runJson<Asset>(create, place)
    expect(urls).toHaveLength(2)
    await run('sh', send, { FIRST_URL: urls[0] ?? '', SECOND_URL: urls[1] ?? '' })
    await waitUntil(
      'the upload is complete',
      () => client.asset(id),
      (asset) => asset.upload_completed_at !== null && asset.filesize === CLIP_BYTES,
    )

    const [python = ''] = await samplesOf('guides/first-upload.md', 'python')
    await run('python3', python, place)
    await waitUntil(
      'the second upload is complete',
      () => client.children(project.root_asset_id),
      (list) => list.length === 2 && list.every((asset) => asset.upload_completed_at !== null),
    )
  })

  it('gets the cookie of a session from a shell, with which what no token may call is called', async () => {
    const [signIn = ''] = await samplesOf('guides/authentication.md', 'sh')
    const code = signIn.replace('ada@example.org', owner.email).replace('"…"', `"${owner.password}"`)
    const printed = await run('sh', `${code}\necho; echo "$RUSHES_SESSION"`)
    const cookie = `rushes_session=${printed.trim().split('\n').at(-1) ?? ''}`
    const { status } = await createReferenceClient(server.url, null).call('GET', '/api/tokens', {
      headers: { cookie },
    })
    expect(status).toBe(200)
  })

  it('searches, and asks how the server is doing', async () => {
    const [search = ''] = await samplesOf('guides/searching.md', 'sh')
    expect(await runJson(search)).toEqual([])
    const [conditions = ''] = await samplesOf('guides/searching.md', 'json')
    expect(
      await account.owner.client.ok('POST', '/v2/search/assets', { body: JSON.parse(conditions) }),
    ).toEqual([])
    const metrics = (await samplesOf('running.md', 'sh')).at(-1) ?? ''
    expect(await run('sh', metrics, { TOKEN: account.owner.token })).toContain('# HELP')
  })
})
