// Copying assets, one and many (v2-assets.md 3.3, 3.5 and 12): content is shared, the answer does not wait for the tree.
import { beforeAll, describe, expect, it } from 'vitest'
import { problemsOfAsset } from './asset-shape.ts'
import { serversByTurns } from './by-turns.ts'
import { eventsOf, queryDatabase } from './database.ts'
import { makeAccount } from './people-made.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

interface Batch {
  success: Record<string, Asset>
  error: Record<string, { status: number; detail: string }>
}

describe.each(servers)('copying on the $name database', (server) => {
  let client: ReferenceClient

  beforeAll(() => {
    client = createReferenceClient(server.url, server.token)
  })

  const copy = (id: string, destinationId: string) =>
    client.ok<Asset>('POST', `/v2/assets/${destinationId}/copy`, { body: { id } })
  const tryCopy = (id: string, destinationId: string, by = client) =>
    by.call<V2Error>('POST', `/v2/assets/${destinationId}/copy`, { body: { id } })

  async function expectCounters(project: Project, files: number, folders: number, storage: number) {
    const counted = await waitUntil(
      `${project.name} counts ${String(files)} files, ${String(folders)} folders, ${String(storage)} bytes`,
      () => client.project(project.id),
      (seen) => seen.file_count === files && seen.folder_count === folders && seen.storage === storage,
    )
    expect(counted.id).toBe(project.id)
  }

  /** Waits until every copy of the server is filled. */
  async function expectFilled(): Promise<void> {
    const left = await waitUntil(
      'all copies are filled',
      () => queryDatabase(server, 'select id from copies where finished_at is null'),
      (rows) => rows.length === 0,
    )
    expect(left).toEqual([])
  }

  /** Names with what hangs below them, and every folder held to its own count. */
  async function treeOf(id: string): Promise<Record<string, unknown>> {
    const children = await client.children(id, '?page_size=1000')
    expect((await client.asset(id)).item_count).toBe(children.length)
    const entries = await Promise.all(
      children.map(async (child) => [
        child.name,
        child.type === 'file' ? child.filesize : await treeOf(child.id),
      ]),
    )
    return Object.fromEntries(entries) as Record<string, unknown>
  }

  it('answers with a new asset on the same content (3.5, 12)', async () => {
    const project = await makeProject(client, 'copy-file')
    const to = await client.createFolder(project.root_asset_id, 'to')
    const file = await client.createFile(project.root_asset_id, 'file.txt', 5, {
      description: 'kept',
      label: 'approved',
      properties: { reel: 7 },
    })
    await fetch(file.upload_urls?.[0] ?? '', { method: 'PUT', body: 'hello' })
    await waitUntil(
      'the file has arrived and its checksum is known',
      () => client.asset(file.id),
      ({ checksums }) => checksums !== null,
    )
    const copied = await copy(file.id, to.id)
    expect(problemsOfAsset(copied)).toEqual([])
    expect(copied).toMatchObject({
      parent_id: to.id,
      name: 'file.txt',
      copy: true,
      description: 'kept',
      properties: { reel: 7 },
      label: 'none',
      view_count: 0,
      comment_count: 0,
      filesize: 5,
      upload_completed_at: expect.any(String) as string,
    })
    expect(copied.id).not.toBe(file.id)
    expect(copied.inserted_at > file.inserted_at).toBe(true)
    expect(copied.checksums?.xx_hash).toBe((await client.asset(file.id)).checksums?.xx_hash)
    // No bytes were copied, and those of the copy outlive the asset it was made of.
    await client.remove(file.id)
    expect(await (await fetch(copied.original ?? '')).text()).toBe('hello')
    expect(
      (await eventsOf(server, copied.id)).slice(0, 1).map(({ type, after }) => [type, after?.['source_id']]),
    ).toEqual([['asset.copied', file.id]])
    await expectCounters(project, 1, 1, 5)
  })

  it('keeps the name where it is taken already, and puts the copy first', async () => {
    const project = await makeProject(client, 'copy-name')
    const file = await client.createFile(project.root_asset_id, 'same', 1)
    const copied = await copy(file.id, project.root_asset_id)
    expect((await client.children(project.root_asset_id)).map(({ id, name }) => [id, name])).toEqual([
      [copied.id, 'same'],
      [file.id, 'same'],
    ])
  })

  it('shares an upload that has not arrived yet', async () => {
    const project = await makeProject(client, 'copy-arriving')
    const file = await client.createFile(project.root_asset_id, 'file.txt', 99)
    const copied = await copy(file.id, project.root_asset_id)
    expect(copied).toMatchObject({ status: 'created', upload_completed_at: null })
    await fetch(file.upload_urls?.[0] ?? '', { method: 'PUT', body: 'five.' })
    const arrived = await waitUntil(
      'the copy has arrived',
      () => client.asset(copied.id),
      (seen) => seen.upload_completed_at !== null,
    )
    expect(arrived.filesize).toBe(5)
    await expectCounters(project, 2, 0, 10)
  })

  it('promises what a folder will hold in its first answer, then fills it', async () => {
    const project = await makeProject(client, 'copy-tree')
    const tree = await client.createFolder(project.root_asset_id, 'tree')
    const inner = await client.createFolder(tree.id, 'inner')
    const deep = await client.createFolder(inner.id, 'deep')
    await client.createFile(tree.id, 'one', 1)
    await client.createFile(inner.id, 'two', 20)
    await client.createFile(deep.id, 'three', 300)
    const gone = await client.createFile(inner.id, 'gone', 4000)
    await client.remove(gone.id)
    const copied = await copy(tree.id, project.root_asset_id)
    expect(copied).toMatchObject({ type: 'folder', name: 'tree', item_count: 2, copy: true })
    // Later changes of the source are not copied.
    await client.createFile(deep.id, 'later', 7)
    await expectFilled()
    expect(await treeOf(copied.id)).toEqual({ one: 1, inner: { two: 20, deep: { three: 300 } } })
    await expectCounters(project, 7, 6, 649)
  })

  it('copies a folder into itself and below itself, once', async () => {
    const project = await makeProject(client, 'copy-itself')
    const tree = await client.createFolder(project.root_asset_id, 'tree')
    const below = await client.createFolder(tree.id, 'below')
    await client.createFile(below.id, 'file', 1)
    await copy(tree.id, tree.id)
    await expectFilled()
    expect(await treeOf(tree.id)).toEqual({ below: { file: 1 }, tree: { below: { file: 1 } } })
    await copy(tree.id, below.id)
    await expectFilled()
    const whole = { below: { file: 1 }, tree: { below: { file: 1 } } }
    expect(await treeOf(below.id)).toEqual({ file: 1, tree: whole })
  })

  it('copies stacks with their versions, order and cover', async () => {
    const project = await makeProject(client, 'copy-stack')
    const folder = await client.createFolder(project.root_asset_id, 'folder')
    const files: Asset[] = []
    for (const name of ['v1', 'v2', 'v3']) files.push(await client.createFile(folder.id, name, 1))
    const [v1, v2, v3] = files.map(({ id }) => id)
    const stack = await client.ok<Asset>('POST', `/v2/assets/${v1 ?? ''}/version`, {
      body: { next_asset_id: v2 },
    })
    await client.ok('POST', `/v2/assets/${stack.id}/version`, { body: { next_asset_id: v3 } })
    const alone = await copy(stack.id, project.root_asset_id)
    expect(alone).toMatchObject({
      type: 'version_stack',
      versions: 3,
      name: 'v3',
      cover_asset: { name: 'v3' },
    })
    const inTree = await copy(folder.id, project.root_asset_id)
    await expectFilled()
    const [copied] = await client.children(inTree.id)
    for (const { id, cover_asset_id: coverId } of [alone, copied ?? alone]) {
      const versions = await client.children(id)
      expect(versions.map(({ name }) => name)).toEqual(['v3', 'v2', 'v1'])
      expect(versions[0]?.id).toBe(coverId)
    }
    // One version is taken out of the stack by copying it.
    expect(await copy(v2 ?? '', project.root_asset_id)).toMatchObject({ type: 'file', name: 'v2' })
    await expectCounters(project, 10, 2, 10)
  })

  it('copies to another project, and between accounts where the caller may', async () => {
    const from = await makeProject(client, 'copy-from')
    const to = await makeProject(client, 'copy-to')
    const tree = await client.createFolder(from.root_asset_id, 'tree')
    await client.createFile(tree.id, 'file', 3)
    const copied = await copy(tree.id, to.root_asset_id)
    expect(copied).toMatchObject({ project_id: to.id, parent_id: to.root_asset_id })
    await expectFilled()
    expect((await client.children(copied.id))[0]).toMatchObject({ project_id: to.id })
    await expectCounters(to, 1, 1, 3)
    await expectCounters(from, 1, 1, 3)
    const stranger = await makeAccount(server)
    expect((await tryCopy(tree.id, to.root_asset_id, stranger.owner.client)).status).toBe(404)
    await client.ok('POST', `/v2/projects/${from.id}/collaborators`, {
      body: { email: stranger.owner.email },
    })
    await stranger.owner.client.ok('POST', `/v2/accounts/${stranger.id}/teams`, { body: { name: 'Team' } })
    const theirs = await makeProject(stranger.owner.client, 'copy-elsewhere')
    const elsewhere = await tryCopy(tree.id, theirs.root_asset_id, stranger.owner.client)
    expect(elsewhere.status).toBe(200)
    expect(elsewhere.body).toMatchObject({ account_id: stranger.id, item_count: 1 })
  })

  it('leaves out what is private for whoever may not see it', async () => {
    const account = await makeAccount(server)
    const { owner } = account
    await owner.client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Team' } })
    const project = await makeProject(owner.client, 'copy-private')
    const guest = await account.person('Guest', null)
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: guest.email },
    })
    const tree = await owner.client.createFolder(project.root_asset_id, 'tree')
    const secret = await owner.client.createFile(tree.id, 'secret', 1, { private: true })
    await owner.client.createFile(tree.id, 'open', 1)
    const guests = await guest.client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/copy`, {
      body: { id: tree.id },
    })
    expect(guests.item_count).toBe(1)
    await expectFilled()
    expect((await owner.client.children(guests.id)).map(({ name }) => name)).toEqual(['open'])
    expect((await tryCopy(secret.id, project.root_asset_id, guest.client)).status).toBe(404)
    const owners = await owner.client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/copy`, {
      body: { id: tree.id },
    })
    await expectFilled()
    const copies = await owner.client.children(owners.id)
    expect(Object.fromEntries(copies.map((item) => [item.name, item.private]))).toEqual({
      open: false,
      secret: true,
    })
    expect(await owner.client.asset(owners.id)).toMatchObject({ item_count: 2, public_item_count: 1 })
  })

  it('ends with the deletion of what it fills, and everything still counts right', async () => {
    const project = await makeProject(client, 'copy-deleted')
    const tree = await client.createFolder(project.root_asset_id, 'tree')
    for (let index = 0; index < 6; index += 1) {
      const folder = await client.createFolder(tree.id, `folder ${String(index)}`)
      await client.createFile(folder.id, 'file', 1)
    }
    const copied = await copy(tree.id, project.root_asset_id)
    await client.remove(copied.id)
    await expectFilled()
    await expectCounters(project, 6, 7, 6)
    expect((await client.restore(copied.id)).deleted_at).toBeNull()
    const seen = JSON.stringify(await treeOf(copied.id))
    const files = seen.split('"file"').length - 1
    const folders = seen.split('"folder').length - 1
    await expectCounters(project, 6 + files, 8 + folders, 6 + files)
  })

  it('refuses root folders, destinations that are no folders, and nonsense', async () => {
    const project = await makeProject(client, 'copy-refused')
    const file = await client.createFile(project.root_asset_id, 'file', 1)
    const folder = await client.createFolder(project.root_asset_id, 'folder')
    expect((await tryCopy(project.root_asset_id, folder.id)).status).toBe(422)
    expect((await tryCopy(folder.id, file.id)).status).toBe(422)
    expect((await tryCopy('00000000-0000-4000-8000-000000000000', folder.id)).status).toBe(404)
    for (const body of [{}, { id: null }, { id: [] }, []])
      expect((await client.call('POST', `/v2/assets/${folder.id}/copy`, { body })).status).toBe(422)
  })

  it('copies many, and names what it could not copy (3.3, 12)', async () => {
    const project = await makeProject(client, 'copy-batch')
    const to = await client.createFolder(project.root_asset_id, 'to')
    const file = await client.createFile(project.root_asset_id, 'file', 1)
    const folder = await client.createFolder(project.root_asset_id, 'folder')
    const missing = '00000000-0000-4000-8000-000000000000'
    const batch = [file, folder, { id: missing }, { id: project.root_asset_id }].map(({ id }) => ({ id }))
    for (const more of [{}, { copy_comments: 'all' }, { copy_comments: 'none' }, { copy_comments: true }]) {
      const answer = await client.ok<Batch>('POST', `/v2/batch/assets/${to.id}/copy`, {
        body: { batch, ...more },
      })
      expect(Object.keys(answer).toSorted()).toEqual(['error', 'success'])
      expect(answer.success[file.id]).toMatchObject({ name: 'file', parent_id: to.id, copy: true })
      expect(answer.success[folder.id]).toMatchObject({ name: 'folder', parent_id: to.id })
      expect(answer.error[missing]).toMatchObject({ status: 404, detail: expect.any(String) as string })
      expect(answer.error[project.root_asset_id]?.status).toBe(422)
    }
    expect((await client.asset(to.id)).item_count).toBe(8)
    const whole = await client.ok<Batch>('POST', `/v2/batch/assets/${to.id}/copy`, {
      body: { batch: [{ id: file.id }] },
    })
    expect(whole.error).toEqual({})
    const bad: [destination: string, body: unknown, status: number][] = [
      [file.id, { batch }, 422],
      [missing, { batch }, 404],
      [to.id, {}, 422],
      [to.id, { batch: [] }, 422],
      [to.id, { batch: [file.id] }, 422],
      [to.id, { batch, copy_comments: 'some' }, 422],
    ]
    for (const [destination, body, status] of bad)
      expect((await client.call('POST', `/v2/batch/assets/${destination}/copy`, { body })).status).toBe(
        status,
      )
  })
})
