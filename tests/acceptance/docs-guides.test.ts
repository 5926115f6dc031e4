// What the guides say to type, typed: each sample in its own language, against a running server.
import { mkdtemp, readFile, rm, stat, truncate, writeFile } from 'node:fs/promises'
import { createServer } from 'node:https'
import type { AddressInfo } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { COMMAND_GUIDES, readGuideSamples, runSample } from './guide-samples.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project } from './reference-client.ts'
import { owner } from './server.ts'
import { waitUntil } from './wait-until.ts'

const server = inject('servers')[0]!
const samples = readGuideSamples()
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
  await writeFile(join(folder, 'clip.mov'), 'a clip')
  await truncate(join(folder, 'clip.mov'), CLIP_BYTES)
})
afterAll(() => rm(folder, { recursive: true }))

const next = (slug: string, language: string) => samples.next(slug, language, server.url)

function run(code: string, values: Record<string, string> = {}, program: 'sh' | 'python3' = 'sh') {
  return runSample(code, { folder, program, values: { RUSHES_TOKEN: account.owner.token, ...values } })
}

const runJson = async <T>(code: string, values?: Record<string, string>) =>
  JSON.parse(await run(code, values)) as T

/** A folder of its own in the project, with files of these names. */
async function makeFolder(name: string, files: readonly string[] = []): Promise<[string, ...string[]]> {
  const { client } = account.owner
  const make = (parentId: string, body: object) =>
    client.ok<Asset>('POST', `/v2/assets/${parentId}/children`, { body })
  const { id } = await make(project.root_asset_id, { type: 'folder', name })
  const made: string[] = []
  for (const file of files)
    made.push((await make(id, { type: 'file', name: file, filesize: 1, filetype: 'video/mp4' })).id)
  return [id, ...made]
}

/** What a program hears that calls this name, and trusts the authority in the folder and no other. */
async function greetingFrom(name: string): Promise<string> {
  const fileOf = (file: string) => readFile(join(folder, file), 'utf8')
  const [cert, key] = [await fileOf('rushes.pem'), await fileOf('rushes.key')]
  const secure = createServer({ cert, key }, (_request, response) => response.end('Hello')).listen(0)
  const { port } = secure.address() as AddressInfo
  try {
    return await run(
      `curl -sS --noproxy '*' --cacert ca.pem --connect-to "${name}:443:127.0.0.1:${String(port)}" "https://${name}/"`,
    )
  } finally {
    secure.close()
  }
}

const untilArrived = (id: string, filesize: number) =>
  waitUntil(
    'the upload is complete',
    () => account.owner.client.asset(id),
    (asset) => asset.upload_completed_at !== null && asset.filesize === filesize,
  )

describe('what the guides say to type', () => {
  it('leads from a token to a file that is there, step by step and in Python', async () => {
    const { client, token, email } = account.owner
    const guide = 'first-upload'
    expect(await runJson(next('docs', 'sh'))).toMatchObject({ email })
    expect(await runJson(next(guide, 'sh').replace('fio-u-…', token))).toMatchObject({ email })
    const [ofTeams = '', ofProjects = ''] = next(guide, 'sh').split('\n')
    const [team] = await runJson<{ id: string }[]>(ofTeams)
    const [found] = await runJson<Project[]>(ofProjects, { TEAM: team?.id ?? '' })
    expect(found?.id).toBe(project.id)

    const place = { ROOT_ASSET_ID: found?.root_asset_id ?? '' }
    const { id, upload_urls: urls = [] } = await runJson<Asset>(next(guide, 'sh'), place)
    expect(urls).toHaveLength(2)
    await run(next(guide, 'sh'), { FIRST_URL: urls[0] ?? '', SECOND_URL: urls[1] ?? '' })
    await untilArrived(id, CLIP_BYTES)

    await run(next(guide, 'python'), place, 'python3')
    const second = (await client.children(project.root_asset_id)).find((asset) => asset.id !== id)
    await untilArrived(second?.id ?? '', CLIP_BYTES)
  })

  it('gets the cookie of a session from a shell, with which what no token may call is called', async () => {
    const signIn = next('authentication', 'sh')
      .replace('ada@example.org', owner.email)
      .replace('"…"', `"${owner.password}"`)
    const printed = await run(`${signIn}\necho; echo "$RUSHES_SESSION"`)
    const cookie = `rushes_session=${printed.trim().split('\n').at(-1) ?? ''}`
    const { status } = await createReferenceClient(server.url, null).call('GET', '/api/tokens', {
      headers: { cookie },
    })
    expect(status).toBe(200)
  })

  it('makes a certificate that machines trust for the name a program calls', async () => {
    await run(next('moving-a-v2-program', 'sh'))
    expect(await greetingFrom('api.example.com')).toBe('Hello')
  })

  it('sends the parts that are missing, and a take while it grows', async () => {
    const { client } = account.owner
    const [folderId] = await makeFolder('Uploads')
    const clip = await client.ok<Asset>('POST', `/v2/assets/${folderId}/children`, {
      body: { type: 'file', name: 'clip.mov', filesize: CLIP_BYTES, filetype: 'video/quicktime' },
    })
    const first = (await readFile(join(folder, 'clip.mov'))).subarray(0, CLIP_BYTES / 2)
    await fetch(clip.upload_urls?.[0] ?? '', {
      method: 'PUT',
      body: first,
      headers: { 'content-type': 'video/quicktime', 'x-amz-acl': 'private' },
    })
    const resumed = await run(next('uploading', 'python'), { ASSET_ID: clip.id }, 'python3')
    expect(resumed).toBe('1 of 2 parts sent\n')
    await untilArrived(clip.id, CLIP_BYTES)

    await writeFile(join(folder, 'take.mov'), await readFile(join(folder, 'clip.mov')))
    const taken = await run(next('uploading', 'python'), { FOLDER_ID: folderId }, 'python3')
    await untilArrived(taken.trim(), CLIP_BYTES)
  })

  it('reads a folder, puts versions on top of each other and moves', async () => {
    const guide = 'tree-and-version-stacks'
    const [folderId, one = '', two = '', three = ''] = await makeFolder('Cuts', ['1.mp4', '2.mp4', '3.mp4'])
    const [elsewhere] = await makeFolder('Elsewhere')
    expect(await runJson(next(guide, 'sh'), { FOLDER_ID: folderId })).toHaveLength(3)
    const addVersion = next(guide, 'python')
    const printed = await run(addVersion, { ASSET_ID: one, NEWER_ID: two }, 'python3')
    const [stackId = ''] = printed.split(' ')
    expect(await run(addVersion, { ASSET_ID: one, NEWER_ID: three }, 'python3')).toBe(`${stackId} 3.mp4\n`)
    const moved = await runJson(next(guide, 'sh'), { FOLDER_ID: elsewhere, ASSET_ID: stackId })
    expect(moved).toMatchObject({ id: stackId, parent_id: elsewhere })
  })

  it('deletes, lists the trash, restores and removes for good', async () => {
    const guide = 'deleting-and-trash'
    const [, id = ''] = await makeFolder('Unwanted', ['unwanted.mp4'])
    const values = { ASSET_ID: id, PROJECT_ID: project.id }
    const deletion = next(guide, 'sh')
    expect(await runJson(deletion, values)).toMatchObject({ id, deleted_at: expect.any(String) as string })
    expect(await runJson(next(guide, 'sh'), values)).toMatchObject([{ id }])
    expect(await runJson(next(guide, 'sh'), values)).toMatchObject({ id, deleted_at: null })
    await run(deletion, values)
    await run(next(guide, 'sh'), values)
    await waitUntil(
      'it is gone for good',
      () => account.owner.client.call('GET', `/v2/assets/${id}?include_deleted=true`),
      ({ status }) => status === 404,
    )
  })

  it('searches by words and by conditions', async () => {
    expect(await runJson(next('searching', 'sh'))).toEqual([])
    const conditions = JSON.parse(next('searching', 'json')) as object
    expect(await account.owner.client.ok('POST', '/v2/search/assets', { body: conditions })).toEqual([])
  })

  it('reads every page, shows an error as it is, and calls again after a refusal', async () => {
    const guide = 'paging-errors-limits'
    const names = Array.from({ length: 5 }, (_, at) => `${String(at)}.mp4`)
    const [folderId] = await makeFolder('Pages', names)
    const pages = next(guide, 'python').replace('page_size=100', 'page_size=2')
    const printed = await run(pages, { FOLDER_ID: folderId }, 'python3')
    expect(printed.trim().split('\n').toSorted()).toEqual(names)
    const error = await runJson(next(guide, 'sh'), { FOLDER_ID: folderId })
    expect(error).toEqual(JSON.parse(next(guide, 'json')))
    expect(await run(next(guide, 'python'), {}, 'python3')).toBe(`${account.owner.name}\n`)
  })

  it('names with the frame test a test that is there', async () => {
    const filters = [...next('frame-truth', 'sh').matchAll(/^\.\/rushes test (?:--long )?(\S+) /gm)]
    expect(filters).toHaveLength(2)
    for (const [, filter = ''] of filters) await stat(join(import.meta.dirname, `${filter}.test.ts`))
  })
  it('is all of it, but for the guides about commands', () => {
    expect(Object.keys(samples.left())).toEqual(COMMAND_GUIDES)
  })
})
