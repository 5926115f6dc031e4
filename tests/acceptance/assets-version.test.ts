// Version stacks (v2-assets.md 3.16, 3.18, 5, 12).
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient, V2Error } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { upload } from './uploader.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('version stacks on the $name database', (server) => {
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'assets-version')).root_asset_id
  })

  const version = (base: string, next: string) =>
    client.call<Asset & V2Error>('POST', `/v2/assets/${base}/version`, { body: { next_asset_id: next } })
  const unversion = (id: string) =>
    client.call<Asset & V2Error>('DELETE', `/v2/assets/${id}/unversion`, { body: {} })
  const namesIn = async (folder: string) => (await client.children(folder)).map(({ name }) => name)

  async function folderWith(...names: string[]): Promise<{ folder: string; ids: string[] }> {
    const folder = (await client.createFolder(root, 'stack test')).id
    const ids: string[] = []
    for (const name of names) ids.push((await client.createFile(folder, name, 0)).id)
    return { folder, ids }
  }

  it('makes a stack with a new id in the place of the base, newest first, the newest as its cover', async () => {
    const { folder, ids } = await folderWith('a', 'b', 'other')
    const [a = '', b = ''] = ids
    const { index } = await client.asset(a)
    const made = await version(a, b)
    expect(made.status).toBe(200)
    expect(made.body).toMatchObject({
      type: 'version_stack',
      _type: 'version_stack',
      parent_id: folder,
      cover_asset_id: b,
      name: 'b',
      versions: 2,
      item_count: 2,
      index,
    })
    expect([a, b]).not.toContain(made.body.id)
    expect(made.body['cover_asset']).toMatchObject({ id: b, type: 'file' })
    expect((await client.update(made.body.id, { description: 'd' }))['cover_asset']).toMatchObject({ id: b })
    expect(made.body).not.toHaveProperty('original')
    expect((await client.children(made.body.id)).map(({ id }) => id)).toEqual([b, a])
    expect((await client.asset(a)).parent_id).toBe(made.body.id)
    expect(await namesIn(folder)).toEqual(['other', 'b'])
    expect((await client.asset(folder)).item_count).toBe(2)
  })

  it('embeds the cover in listings without being asked', async () => {
    const { folder, ids } = await folderWith('a', 'b')
    await version(ids[0] ?? '', ids[1] ?? '')
    expect((await client.children(folder))[0]?.['cover_asset']).toMatchObject({ id: ids[1] })
  })

  it('extends a stack and answers with it', async () => {
    const { folder, ids } = await folderWith('a', 'b', 'c')
    const [a = '', b = '', c = ''] = ids
    const stack = (await version(a, b)).body.id
    const extended = await version(stack, c)
    expect(extended.body).toMatchObject({ id: stack, cover_asset_id: c, versions: 3, name: 'c' })
    expect((await client.children(stack)).map(({ id }) => id)).toEqual([c, b, a])
    expect(await namesIn(folder)).toEqual(['c'])
  })

  it('refuses a base inside a stack with 422 and names the stack', async () => {
    const { ids } = await folderWith('a', 'b', 'c')
    const [a = '', b = '', c = ''] = ids
    const stack = (await version(a, b)).body.id
    const refused = await version(a, c)
    expect(refused.status).toBe(422)
    expect(refused.body.errors[0]?.detail).toContain(stack)
  })

  it('refuses folders, stacks on stacks, an asset on itself, other projects and unknown ids', async () => {
    const { folder, ids } = await folderWith('a', 'b', 'c', 'd')
    const [a = '', b = '', c = '', d = ''] = ids
    const stack = (await version(a, b)).body.id
    const elsewhere = await client.createFile((await makeProject(client, 'elsewhere')).root_asset_id, 'x', 0)
    for (const [base, next] of [
      [folder, c],
      [c, folder],
      [c, stack],
      [c, c],
      [c, elsewhere.id],
      [c, a],
    ] as const)
      expect((await version(base, next)).status, `${base} ${next}`).toBe(422)
    expect((await version(c, '00000000-0000-4000-8000-000000000000')).status).toBe(404)
    expect((await version(c, 'nonsense')).status).toBe(422)
    expect((await version(c, d)).status).toBe(200)
  })

  it('takes a version out, and the cover moves to the highest that remains', async () => {
    const { folder, ids } = await folderWith('a', 'b', 'c')
    const [a = '', b = '', c = ''] = ids
    const stack = (await version(a, b)).body.id
    await version(stack, c)
    const out = await unversion(c)
    expect(out.status).toBe(200)
    expect(out.body).toMatchObject({ id: c, parent_id: folder })
    expect(await client.asset(stack)).toMatchObject({ cover_asset_id: b, versions: 2, name: 'b' })
    expect(await namesIn(folder)).toEqual(['b', 'c'])
  })

  it('dissolves a stack of two when one is taken out', async () => {
    const { folder, ids } = await folderWith('a', 'b')
    const [a = '', b = ''] = ids
    const stack = (await version(a, b)).body.id
    expect((await unversion(b)).status).toBe(200)
    expect((await client.call('GET', `/v2/assets/${stack}`)).status).toBe(404)
    expect((await client.children(folder)).map(({ id }) => id).toSorted()).toEqual([a, b].toSorted())
    expect((await client.asset(folder)).item_count).toBe(2)
  })

  it('refuses to take out what is in no stack, and the stack itself', async () => {
    const { ids } = await folderWith('a', 'b', 'c')
    const [a = '', b = '', c = ''] = ids
    const stack = (await version(a, b)).body.id
    expect((await unversion(c)).status).toBe(422)
    expect((await unversion(stack)).status).toBe(422)
  })

  it('deletes a stack without deleting its members, and restoring stacks them again in their old order', async () => {
    const { folder, ids } = await folderWith('a', 'b', 'c')
    const [a = '', b = '', c = ''] = ids
    const stack = (await version(a, b)).body.id
    await version(stack, c)
    expect((await client.remove(stack)).deleted_at).not.toBeNull()
    expect((await client.children(folder)).map(({ id }) => id)).toEqual([c, b, a])
    expect((await client.asset(folder)).item_count).toBe(3)
    expect(await client.restore(stack)).toMatchObject({ id: stack, cover_asset_id: c, versions: 3 })
    expect((await client.children(stack)).map(({ id }) => id)).toEqual([c, b, a])
    expect((await client.asset(folder)).item_count).toBe(1)
  })

  it('deletes a stack with its versions as one deletion, and restoring brings all of them back', async () => {
    const { folder, ids } = await folderWith('a', 'b', 'c')
    const stack = (await version(ids[0] ?? '', ids[1] ?? '')).body.id
    const deleted = await client.call<Asset>('DELETE', `/api/assets/${stack}/versions`)
    expect(deleted.body).toMatchObject({ id: stack, type: 'version_stack' })
    expect(deleted.body.deleted_at).not.toBeNull()
    expect(await namesIn(folder)).toEqual(['c'])
    expect((await client.call('GET', `/v2/assets/${ids[0] ?? ''}`)).status).toBe(404)
    expect((await client.call('DELETE', `/api/assets/${stack}/versions`)).status).toBe(404)
    expect((await client.call('DELETE', `/api/assets/${ids[2] ?? ''}/versions`)).status).toBe(422)
    await client.ok('PUT', `/v2/assets/${stack}/restore`)
    expect(await namesIn(folder)).toEqual(['c', 'b'])
    expect(await namesIn(stack)).toEqual(['b', 'a'])
    expect(await client.asset(stack)).toMatchObject({ versions: 2, cover_asset_id: ids[1] })
  })

  it('open threads come along to another version by hand, once, and closed ones stay', async () => {
    const { ids } = await folderWith('a', 'b', 'elsewhere')
    const [a = '', b = '', elsewhere = ''] = ids
    await version(a, b)
    const say = (path: string, body: object) => client.ok<{ id: string }>('POST', path, { body })
    const drawing = '[{"tool":"line","x1":0,"y1":0,"x2":1,"y2":1,"color":"#FF0000","size":4}]'
    const open = await say(`/v2/assets/${a}/comments`, { text: 'open', timestamp: 7, annotation: drawing })
    await say(`/v2/comments/${open.id}/replies`, { text: 'reply' })
    const done = await say(`/v2/assets/${a}/comments`, { text: 'done' })
    await client.ok('POST', `/v2/comments/${done.id}/complete`)
    const carry = (from_asset_id: string) =>
      client.call<{ comment_ids: string[] }>('POST', `/api/assets/${b}/comments/carry`, {
        body: { from_asset_id },
      })
    const [first, second] = await Promise.all([carry(a), carry(a)])
    expect(first.body.comment_ids.length + second.body.comment_ids.length).toBe(1)
    expect((await carry(elsewhere)).status).toBe(422)
    expect((await carry(b)).status).toBe(422)
    const [head, reply, ...more] = await client.ok<Record<string, unknown>[]>(
      'GET',
      `/v2/assets/${b}/comments`,
    )
    const source = await client.ok<Record<string, unknown>>('GET', `/v2/comments/${open.id}`)
    expect(more).toEqual([])
    expect(head).toMatchObject({
      text: 'open',
      timestamp: 7,
      annotation: drawing,
      has_replies: true,
      inserted_at: source['inserted_at'],
    })
    expect(reply).toMatchObject({ text: 'reply', parent_id: head?.['id'] })
    expect((await client.asset(b)).comment_count).toBe(2)
    expect((await client.asset(a)).comment_count).toBe(3)
  })

  it('keeps the stack right when a version is deleted and restored', async () => {
    const { ids } = await folderWith('a', 'b', 'c')
    const [a = '', b = '', c = ''] = ids
    const stack = (await version(a, b)).body.id
    await version(stack, c)
    await client.remove(c)
    expect(await client.asset(stack)).toMatchObject({ cover_asset_id: b, versions: 2 })
    await client.restore(c)
    expect(await client.asset(stack)).toMatchObject({ cover_asset_id: c, versions: 3 })
  })

  it('stacks by itself what was created with auto_version_id, once it has arrived', async () => {
    const { folder, ids } = await folderWith('a')
    const [a = ''] = ids
    const next = await upload(client, folder, 'next', seededBytes(5, 1000), {
      create: { auto_version_id: a },
    })
    await expect
      .poll(async () => (await client.children(folder))[0]?.type, { timeout: 10_000 })
      .toBe('version_stack')
    expect((await client.children(folder))[0]).toMatchObject({ cover_asset_id: next.id })
    const refused = await client.call('POST', `/v2/assets/${folder}/children`, {
      body: { type: 'file', name: 'x', filesize: 1, auto_version_id: '00000000-0000-4000-8000-000000000000' },
    })
    expect(refused.status).toBe(422)
  })

  it('comes out right when many version at once', async () => {
    const { folder, ids } = await folderWith(
      'base',
      ...Array.from({ length: 10 }, (_, index) => `v${String(index)}`),
    )
    const [base = '', first = '', ...rest] = ids
    const stack = (await version(base, first)).body.id
    const answers = await Promise.all(rest.map((id) => version(stack, id)))
    expect(answers.map(({ status }) => status)).toEqual(rest.map(() => 200))
    const members = await client.children(stack)
    expect(members.map(({ id }) => id).toSorted()).toEqual([base, first, ...rest].toSorted())
    expect(new Set(members.map(({ index }) => index)).size).toBe(members.length)
    expect(await client.asset(stack)).toMatchObject({ item_count: 11, cover_asset_id: members[0]?.id })
    expect((await client.asset(folder)).item_count).toBe(1)
  })
})
