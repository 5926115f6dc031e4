// The one page that must hold to the letter (delete-asset-page.md), and the way back.
import { beforeAll, describe, expect, it } from 'vitest'
import { problemsOfAsset } from './asset-shape.ts'
import { serversByTurns } from './by-turns.ts'
import { eventsOf } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { putPart, upload, waitForUpload } from './uploader.ts'

const servers = serversByTurns(import.meta.filename)

const unknownId = '00000000-0000-4000-8000-000000000000'

describe.each(servers)('deleting an asset on the $name database', (server) => {
  let client: ReferenceClient
  let project: Project
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    project = await makeProject(client, 'assets-delete')
    root = project.root_asset_id
  })

  const del = (id: string, headers: Record<string, string> = {}) =>
    client.call<Asset & V2Error>('DELETE', `/v2/assets/${id}`, { headers })
  const statusOf = async (id: string, query = '') =>
    (await client.call('GET', `/v2/assets/${id}${query}`)).status

  it('answers 200 with the asset, deleted_at set, and the three rate-limit headers', async () => {
    const file = await client.createFile(root, 'to the letter.mov', 5)
    const answer = await del(file.id)
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(problemsOfAsset(answer.body)).toEqual([])
    expect(answer.body).toMatchObject({
      id: file.id,
      name: file.name,
      hard_deleted_at: null,
      parent_id: root,
    })
    expect(Date.parse(answer.body.deleted_at ?? '')).toBeGreaterThanOrEqual(Date.parse(file.inserted_at))
    for (const header of ['x-ratelimit-limit', 'x-ratelimit-window', 'x-ratelimit-remaining'])
      expect(answer.headers.get(header)).toMatch(/^\d+$/)
    expect(Number(answer.headers.get('x-ratelimit-window'))).toBe(1000)
    for (const header of ['link', 'page-number', 'per-page', 'total', 'total-pages'])
      expect(answer.headers.get(header)).toBeNull()
  })

  it.each<[string, Record<string, unknown>]>([
    ['an empty object as JSON', { body: {} }],
    ['an empty body said to be JSON', { headers: { 'content-type': 'application/json' } }],
    ['an empty form', { form: {} }],
    ['what it does not know', { body: { page: 2, whatever: [1] } }],
  ])('takes %s on it', async (_what, options) => {
    const file = await client.createFile(root, 'with a body', 5)
    expect((await client.call('DELETE', `/v2/assets/${file.id}`, options)).status).toBe(200)
    expect(await statusOf(file.id)).toBe(404)
  })

  it('is gone the second time, in the error envelope', async () => {
    const file = await client.createFile(root, 'twice', 5)
    await client.remove(file.id)
    const again = await del(file.id)
    expect(again.status).toBe(404)
    expect(again.body.code).toBe(404)
    expect(again.body.message).toBe('Not Found')
    expect(again.body.errors).toEqual([
      { code: 404, status: 404, title: 'Not Found', detail: expect.stringMatching(/asset/) as string },
    ])
    expect(again.headers.get('x-ratelimit-limit')).toMatch(/^\d+$/)
  })

  it('is deleted once when ten ask for it at the same moment', async () => {
    const file = await client.createFile(root, 'ten at once', 5)
    const before = (await client.asset(root)).item_count
    const answers = await Promise.all(Array.from({ length: 10 }, () => del(file.id)))
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([
      200,
      ...Array<number>(9).fill(404),
    ])
    expect((await client.asset(root)).item_count).toBe(before - 1)
    expect((await eventsOf(server, file.id)).map(({ type }) => type)).toEqual([
      'asset.created',
      'asset.deleted',
    ])
  })

  it('needs a token: 401 in the error envelope, and nothing happens', async () => {
    const file = await client.createFile(root, 'guarded', 5)
    for (const token of [null, 'fio-u-nobody']) {
      const stranger = createReferenceClient(server.url, token)
      const answer = await stranger.call<V2Error>('DELETE', `/v2/assets/${file.id}`)
      expect(answer.status).toBe(401)
      expect(answer.body).toMatchObject({ code: 401, message: 'Unauthorized', errors: [{ status: 401 }] })
    }
    expect(await statusOf(file.id)).toBe(200)
  })

  it('knows nothing of an unknown id, of what is no id, of a project’s id', async () => {
    for (const id of [unknownId, 'no-id', project.id]) expect((await del(id)).status).toBe(404)
  })

  it('does not delete the root folder of a project', async () => {
    const answer = await del(root)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0]).toMatchObject({ status: 422, field: 'asset_id' })
    expect(await statusOf(root)).toBe(200)
  })

  it('is found only by those who ask for what is deleted', async () => {
    const folder = await client.createFolder(root, 'looked for')
    const file = await client.createFile(folder.id, 'file', 5)
    await client.remove(file.id)
    expect(await statusOf(file.id)).toBe(404)
    expect(await client.asset(file.id, '?include_deleted=true')).toMatchObject({ id: file.id })
    expect(await client.children(folder.id)).toEqual([])
    expect(await client.children(folder.id, '?include_deleted=true')).toMatchObject([{ id: file.id }])
    expect((await client.trash(project.id)).map(({ id }) => id)).toContain(file.id)
    expect(await client.asset(folder.id)).toMatchObject({ item_count: 0, public_item_count: 0 })
  })

  it('comes back as it was, where it was', async () => {
    const folder = await client.createFolder(root, 'comes back')
    const files = [await client.createFile(folder.id, 'a', 5), await client.createFile(folder.id, 'b', 5)]
    const [first] = files
    const before = await client.asset(first?.id ?? '')
    await client.remove(before.id)
    const restored = await client.restore(before.id)
    expect(restored).toMatchObject({
      id: before.id,
      deleted_at: null,
      parent_id: folder.id,
      index: before.index,
      name: 'a',
      inserted_at: before.inserted_at,
      label: before.label,
    })
    expect((await client.children(folder.id)).map(({ name }) => name)).toEqual(['b', 'a'])
    expect((await client.trash(project.id)).map(({ id }) => id)).not.toContain(before.id)
    expect((await client.asset(folder.id)).item_count).toBe(2)
    const me = await client.ok<{ id: string }>('GET', '/v2/me')
    expect(await eventsOf(server, before.id)).toMatchObject([
      { type: 'asset.created' },
      { type: 'asset.deleted', actor_id: me.id, before: { name: 'a', type: 'file' } },
      { type: 'asset.restored', actor_id: me.id },
    ])
  })

  it('comes back as often as somebody wants, and once when two press undo', async () => {
    const folder = await client.createFolder(root, 'to and fro')
    const file = await client.createFile(folder.id, 'file', 5)
    for (let round = 0; round < 3; round += 1) {
      await client.remove(file.id)
      await Promise.all([client.restore(file.id), client.restore(file.id)])
      expect((await client.asset(folder.id)).item_count).toBe(1)
    }
  })

  it('changes nothing when what is restored was not deleted', async () => {
    const file = await client.createFile(root, 'never deleted', 5)
    expect(await client.restore(file.id)).toMatchObject({ id: file.id, updated_at: file.updated_at })
    expect((await eventsOf(server, file.id)).map(({ type }) => type)).toEqual(['asset.created'])
    expect((await client.call('PUT', `/v2/assets/${unknownId}/restore`, { body: {} })).status).toBe(404)
  })

  it('stops its upload URLs at once', async () => {
    const file = await client.createFile(root, 'unsent.bin', 5)
    await client.remove(file.id)
    const refused = await putPart(file.upload_urls?.[0] ?? '', seededBytes(70, 5))
    expect(refused.status).toBe(404)
    expect(await refused.text()).toContain('<Code>NoSuchKey</Code>')
  })

  it('stops its media links at once, those of a file in a deleted folder too, and gives them back', async () => {
    const folder = await client.createFolder(root, 'links')
    const { id } = await upload(client, folder.id, 'linked.bin', seededBytes(71, 500))
    const { original = '' } = await waitForUpload(client, id)
    const status = async () => (await fetch(original)).status
    expect(await status()).toBe(200)
    for (const deleted of [id, folder.id]) {
      await client.remove(deleted)
      expect(await status()).toBe(404)
      await client.restore(deleted)
      expect(await status()).toBe(200)
    }
  })
})
