import { beforeAll, describe, expect, it } from 'vitest'
import { problemsOfAsset } from './asset-shape.ts'
import { serversByTurns } from './by-turns.ts'
import { eventsOf } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient, V2Error } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

const unknownId = '00000000-0000-4000-8000-000000000000'

describe.each(servers)('updating an asset on the $name database', (server) => {
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'assets-update')).root_asset_id
  })

  const makeFile = (more: Record<string, unknown> = {}) => client.createFile(root, 'before.mov', 1, more)
  const put = (id: string, body: unknown) => client.call<Asset & V2Error>('PUT', `/v2/assets/${id}`, { body })
  const eventTypes = async (id: string) => (await eventsOf(server, id)).map(({ type }) => type)

  it.each([
    { name: 'Nachher – „2“ 🎬.mov' },
    { description: 'said' },
    { description: null },
    { label: 'in_progress' },
    { properties: { a: { b: [1, null, 'x'] } } },
    { properties: null },
    { private: true },
    { index: -7.5 },
    { name: 'all', description: 'of', label: 'approved', properties: {}, private: false, index: 3 },
  ])('changes %j and answers with the asset', async (changes) => {
    const file = await makeFile({ description: 'before', properties: { before: true } })
    const answer = await put(file.id, changes)
    expect(answer.status).toBe(200)
    expect(problemsOfAsset(answer.body)).toEqual([])
    expect(answer.body).toMatchObject(changes)
    expect(answer.headers.get('total-pages')).toBeNull()
    const after = await client.asset(file.id)
    expect(after).toMatchObject({ ...changes, filesize: 1, filetype: file.filetype })
    expect(Date.parse(after.updated_at)).toBeGreaterThanOrEqual(Date.parse(file.updated_at))
  })

  it('replaces the properties as a whole', async () => {
    const file = await makeFile({ properties: { a: 1, b: 2 } })
    expect((await client.update(file.id, { properties: { c: 3 } })).properties).toEqual({ c: 3 })
  })

  it.each<[Record<string, unknown>, Record<string, unknown>]>([
    [{ private: 'true' }, { private: true }],
    [{ private: '1' }, { private: true }],
    [{ index: '12.5' }, { index: 12.5 }],
  ])('reads %j, which is text, as what is meant', async (body, seen) => {
    const file = await makeFile()
    expect(await client.update(file.id, body)).toMatchObject(seen)
  })

  it('takes a form', async () => {
    const file = await makeFile()
    const changed = await client.ok<Asset>('PUT', `/v2/assets/${file.id}`, {
      form: { name: 'by form', private: 'false', 'properties[camera][name]': 'A' },
    })
    expect(changed).toMatchObject({ name: 'by form', properties: { camera: { name: 'A' } } })
  })

  it('ignores what belongs to the server or to nobody', async () => {
    const file = await makeFile()
    const { body, status } = await put(file.id, {
      id: unknownId,
      type: 'folder',
      parent_id: unknownId,
      project_id: unknownId,
      creator_id: unknownId,
      filesize: 99,
      status: 'transcoded',
      deleted_at: '2020-01-01T00:00:00Z',
      item_count: 5,
      inserted_at: '2020-01-01T00:00:00Z',
      view_count: 9,
      whatever: { deep: true },
    })
    expect(status).toBe(200)
    expect(body).toMatchObject({
      id: file.id,
      type: 'file',
      parent_id: root,
      project_id: file.project_id,
      filesize: 1,
      status: 'created',
      deleted_at: null,
      inserted_at: file.inserted_at,
      creator_id: file.creator_id,
    })
    expect(body).not.toHaveProperty('whatever')
  })

  it('changes nothing and says nothing happened when nothing is new', async () => {
    const file = await makeFile({ description: 'same' })
    for (const body of [{}, { name: 'before.mov' }, { description: 'same', label: 'none', private: false }])
      expect((await put(file.id, body)).body.updated_at).toBe(file.updated_at)
    expect(await eventTypes(file.id)).toEqual(['asset.created'])
  })

  it('writes one event with what was and what is', async () => {
    const file = await makeFile({ description: 'old' })
    await client.update(file.id, { name: 'new', description: 'young' })
    const me = await client.ok<{ id: string }>('GET', '/v2/me')
    expect((await eventsOf(server, file.id)).slice(1)).toMatchObject([
      {
        type: 'asset.updated',
        actor_id: me.id,
        before: { name: 'before.mov', description: 'old' },
        after: { name: 'new', description: 'young' },
      },
    ])
  })

  it('fires no label event when the label is changed by PUT, as the original does not', async () => {
    const file = await makeFile()
    await client.update(file.id, { label: 'approved' })
    expect(await eventTypes(file.id)).toEqual(['asset.created', 'asset.updated'])
  })

  it('counts private items out of what everybody sees', async () => {
    const folder = await client.createFolder(root, 'private inside')
    const file = await client.createFile(folder.id, 'secret', 1)
    const counts = async () => {
      const { item_count: all, public_item_count: visible } = await client.asset(folder.id)
      return [all, visible]
    }
    await client.update(file.id, { private: true })
    await client.update(file.id, { private: true })
    expect(await counts()).toEqual([1, 0])
    await client.update(file.id, { private: false })
    expect(await counts()).toEqual([1, 1])
  })

  it('sorts by the index it is given', async () => {
    const folder = await client.createFolder(root, 'sorted by hand')
    const made = [await client.createFile(folder.id, '1', 1), await client.createFile(folder.id, '2', 1)]
    await client.update(made[0]?.id ?? '', { index: -10 })
    expect((await client.children(folder.id)).map(({ name }) => name)).toEqual(['1', '2'])
  })

  it.each<[string, unknown, string]>([
    ['an empty name', { name: '' }, 'name'],
    ['a name that is a number', { name: 5 }, 'name'],
    ['a name with a NUL', { name: 'a\0' }, 'name'],
    ['a description with a NUL', { description: 'a\0' }, 'description'],
    ['a label that does not exist', { label: 'maybe' }, 'label'],
    ['properties that are text', { properties: 'x' }, 'properties'],
    ['properties without end', { properties: { a: 'x'.repeat(200_000) } }, 'properties'],
    ['an index that is no number', { index: 'first' }, 'index'],
    ['an answer that is neither yes nor no', { private: 'maybe' }, 'private'],
  ])('refuses %s with 422 and names the field', async (_what, body, field) => {
    const file = await makeFile()
    const answer = await put(file.id, body)
    expect(answer.status).toBe(422)
    expect(answer.body.errors.map((error) => error.field)).toEqual([field])
    expect((await client.asset(file.id)).updated_at).toBe(file.updated_at)
  })

  it('takes properties with text that PostgreSQL cannot keep as an error, not as a fault', async () => {
    const file = await makeFile()
    for (const properties of [{ a: 'x\0y' }, { 'k\0': 1 }, { deep: [{ '\0': '\0' }] }])
      expect((await put(file.id, { properties })).status).toBe(422)
  })

  it('does not rename the root folder of a project', async () => {
    expect((await put(root, { name: 'mine' })).status).toBe(422)
    expect((await client.asset(root)).name).not.toBe('mine')
  })

  it('knows no asset of an unknown id, and none that is deleted', async () => {
    const folder = await client.createFolder(root, 'deleted')
    const inside = await client.createFile(folder.id, 'inside', 1)
    await client.remove(folder.id)
    for (const id of [unknownId, 'no-id', folder.id, inside.id])
      expect((await put(id, { name: 'x' })).status).toBe(404)
  })
})
