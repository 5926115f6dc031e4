// Moving assets (v2-assets.md 3.12 and 12): one row inside a project; to another project at once, carried down behind.
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { eventsOf } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'
import { makeSecondAccount } from './second-account.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('moving on the $name database', (server) => {
  let client: ReferenceClient

  beforeAll(() => {
    client = createReferenceClient(server.url, server.token)
  })

  const move = (id: string, destinationId: string) =>
    client.ok<Asset>('POST', `/v2/assets/${destinationId}/move`, { body: { id } })
  const tryMove = (id: string, destinationId: string) =>
    client.call<V2Error>('POST', `/v2/assets/${destinationId}/move`, { body: { id } })
  const namesIn = async (id: string) => (await client.children(id)).map(({ name }) => name)

  async function expectCounters(project: Project, files: number, folders: number, storage: number) {
    const counted = await waitUntil(
      `${project.name} counts ${String(files)} files, ${String(folders)} folders, ${String(storage)} bytes`,
      () => client.project(project.id),
      (seen) => seen.file_count === files && seen.folder_count === folders && seen.storage === storage,
    )
    expect(counted.id).toBe(project.id)
  }

  it('puts a file first in another folder, with all else unchanged (3.12)', async () => {
    const project = await makeProject(client, 'move-file')
    const from = await client.createFolder(project.root_asset_id, 'from')
    const to = await client.createFolder(project.root_asset_id, 'to')
    const file = await client.createFile(from.id, 'file', 7, { description: 'kept', label: 'approved' })
    await client.createFile(to.id, 'older', 1)
    const moved = await move(file.id, to.id)
    expect(moved).toMatchObject({
      id: file.id,
      parent_id: to.id,
      parent_asset_id: to.id,
      project_id: project.id,
      description: 'kept',
      label: 'approved',
      inserted_at: file.inserted_at,
    })
    expect(await namesIn(to.id)).toEqual(['file', 'older'])
    expect(await namesIn(from.id)).toEqual([])
    expect((await client.asset(from.id)).item_count).toBe(0)
    expect((await client.asset(to.id)).item_count).toBe(2)
    await expectCounters(project, 2, 2, 8)
    const events = (await eventsOf(server, file.id)).filter(({ type }) => type === 'asset.updated')
    expect(events).toMatchObject([{ before: { parent_id: from.id }, after: { parent_id: to.id } }])
  })

  it('moves a folder with all below it, and takes it back', async () => {
    const project = await makeProject(client, 'move-folder')
    const outer = await client.createFolder(project.root_asset_id, 'outer')
    const inner = await client.createFolder(outer.id, 'inner')
    const file = await client.createFile(inner.id, 'file', 3)
    await move(inner.id, project.root_asset_id)
    expect(await client.asset(file.id)).toMatchObject({ parent_id: inner.id })
    expect((await client.asset(project.root_asset_id)).item_count).toBe(2)
    // What was above it does not take it along any more.
    await client.remove(outer.id)
    expect((await client.call('GET', `/v2/assets/${file.id}`)).status).toBe(200)
    await client.restore(outer.id)
    await move(inner.id, outer.id)
    expect(await namesIn(project.root_asset_id)).toEqual(['outer'])
    await expectCounters(project, 1, 2, 3)
  })

  it('changes nothing when the asset lies there already', async () => {
    const project = await makeProject(client, 'move-same')
    const older = await client.createFile(project.root_asset_id, 'older', 1)
    await client.createFile(project.root_asset_id, 'newer', 1)
    await move(older.id, project.root_asset_id)
    expect(await namesIn(project.root_asset_id)).toEqual(['newer', 'older'])
    expect((await eventsOf(server, older.id)).map(({ type }) => type)).toEqual(['asset.created'])
  })

  it('refuses with 422 what has no meaning, and says why (12)', async () => {
    const project = await makeProject(client, 'move-refused')
    const root = project.root_asset_id
    const folder = await client.createFolder(root, 'folder')
    const below = await client.createFolder(folder.id, 'below')
    const file = await client.createFile(root, 'file', 1)
    const refused: [id: string, destination: string, detail: RegExp][] = [
      [folder.id, folder.id, /the folder itself/],
      [folder.id, below.id, /inside it/],
      [folder.id, file.id, /not a folder/],
      [root, folder.id, /root folder/],
    ]
    for (const [id, destination, detail] of refused) {
      const answer = await tryMove(id, destination)
      expect(answer.status).toBe(422)
      expect(answer.body.errors[0]?.detail).toMatch(detail)
    }
    for (const body of [{}, { id: null }, { id: 7 }, { id: 'x' }, []])
      expect((await client.call('POST', `/v2/assets/${folder.id}/move`, { body })).status).toBe(422)
    expect((await tryMove(file.id, '00000000-0000-4000-8000-000000000000')).status).toBe(404)
    expect((await tryMove('00000000-0000-4000-8000-000000000000', folder.id)).status).toBe(404)
    await client.remove(folder.id)
    expect((await tryMove(file.id, below.id)).status).toBe(404)
    expect((await tryMove(below.id, root)).status).toBe(404)
  })

  it('moves a stack with its versions, and a version out of its stack', async () => {
    const project = await makeProject(client, 'move-stack')
    const to = await client.createFolder(project.root_asset_id, 'to')
    const files: Asset[] = []
    for (const name of ['v1', 'v2', 'v3']) files.push(await client.createFile(project.root_asset_id, name, 1))
    const [v1, v2, v3] = files
    const stack = await client.ok<Asset>('POST', `/v2/assets/${v1?.id ?? ''}/version`, {
      body: { next_asset_id: v2?.id },
    })
    await client.ok('POST', `/v2/assets/${stack.id}/version`, { body: { next_asset_id: v3?.id } })
    expect(await move(stack.id, to.id)).toMatchObject({ parent_id: to.id, cover_asset: { id: v3?.id } })
    expect(await namesIn(stack.id)).toEqual(['v3', 'v2', 'v1'])
    expect((await tryMove(to.id, stack.id)).status).toBe(422)

    await move(v3?.id ?? '', project.root_asset_id)
    expect(await client.asset(stack.id)).toMatchObject({ cover_asset_id: v2?.id, name: 'v2', versions: 2 })
    // Of two the second one is no version any more either (12).
    await move(v2?.id ?? '', project.root_asset_id)
    expect((await client.call('GET', `/v2/assets/${stack.id}`)).status).toBe(404)
    expect(await namesIn(to.id)).toEqual(['v1'])
    expect((await client.asset(to.id)).item_count).toBe(1)
    await expectCounters(project, 3, 1, 3)
  })

  it('moves a tree to another project at once, with everything below and both counters (12)', async () => {
    const from = await makeProject(client, 'move-across-from')
    const to = await makeProject(client, 'move-across-to')
    const tree = await client.createFolder(from.root_asset_id, 'tree')
    const inner = await client.createFolder(tree.id, 'inner')
    const file = await client.createFile(inner.id, 'file', 10)
    const deleted = await client.createFile(inner.id, 'deleted', 100)
    const early = await client.createFolder(tree.id, 'deleted folder')
    await client.createFile(early.id, 'in it', 1000)
    await client.createFile(from.root_asset_id, 'stays', 5)
    await client.remove(deleted.id)
    await client.remove(early.id)
    expect(await move(tree.id, to.root_asset_id)).toMatchObject({
      project_id: to.id,
      parent_id: to.root_asset_id,
    })
    // In the very next requests, whether or not it was carried down already.
    for (const { id } of [inner, file]) expect(await client.asset(id)).toMatchObject({ project_id: to.id })
    const listed = await client.children(tree.id, '?include=children')
    expect(listed.map(({ name, project_id: projectId }) => [name, projectId])).toEqual([['inner', to.id]])
    expect(listed[0]?.children?.map(({ project_id: projectId }) => projectId)).toEqual([to.id])
    const added = await client.createFile(inner.id, 'added', 10_000)
    expect(added.project_id).toBe(to.id)

    await expectCounters(from, 1, 0, 5)
    await expectCounters(to, 2, 2, 10_010)
    // The trash moved along, and comes back into the new project.
    const trash = await waitUntil(
      'the trash has moved',
      () => client.trash(to.id),
      (items) => items.length === 2,
    )
    expect(trash.map(({ name }) => name).toSorted()).toEqual(['deleted', 'deleted folder'])
    expect(await client.trash(from.id)).toEqual([])
    await client.restore(early.id)
    await client.restore(deleted.id)
    await expectCounters(to, 4, 3, 11_110)
    await expectCounters(from, 1, 0, 5)
  })

  it('counts right when a tree is moved, deleted, restored and moved back at once', async () => {
    const one = await makeProject(client, 'move-race-one')
    const two = await makeProject(client, 'move-race-two')
    const tree = await client.createFolder(one.root_asset_id, 'tree')
    const folders = await Promise.all(
      Array.from({ length: 8 }, (_, index) => client.createFolder(tree.id, `folder ${String(index)}`)),
    )
    await Promise.all(folders.map(({ id }) => client.createFile(id, 'file', 10)))
    const steps: [method: string, path: string, body?: Record<string, unknown>][] = [
      ['POST', `/v2/assets/${two.root_asset_id}/move`, { id: tree.id }],
      ['DELETE', `/v2/assets/${folders[0]?.id ?? ''}`],
      ['DELETE', `/v2/assets/${folders[1]?.id ?? ''}`],
      ['PUT', `/v2/assets/${folders[0]?.id ?? ''}/restore`, {}],
      ['POST', `/v2/assets/${one.root_asset_id}/move`, { id: folders[2]?.id }],
      ['POST', `/v2/assets/${folders[3]?.id ?? ''}/move`, { id: folders[4]?.id }],
      ['POST', `/v2/assets/${folders[4]?.id ?? ''}/move`, { id: folders[3]?.id }],
      ['DELETE', `/v2/assets/${tree.id}`],
      ['POST', `/v2/assets/${folders[5]?.id ?? ''}/children`, { type: 'folder', name: 'new' }],
    ]
    for (let round = 0; round < 3; round += 1) {
      const answers = await Promise.all(
        steps.map(([method, path, body]) => client.call(method, path, body === undefined ? {} : { body })),
      )
      for (const { status, text } of answers) expect([200, 404, 409, 422], text).toContain(status)
      await client.call('PUT', `/v2/assets/${tree.id}/restore`, { body: {} })
      await client.call('POST', `/v2/assets/${one.root_asset_id}/move`, { body: { id: tree.id } })
    }
    for (const project of [one, two]) {
      const seen = await countBelow(project.root_asset_id)
      await expectCounters(project, seen.files, seen.folders, seen.files * 10)
    }
  })

  /** What a walk from the root finds; also holds every item_count to its listing. */
  async function countBelow(id: string): Promise<{ files: number; folders: number }> {
    const children = await client.children(id, '?page_size=1000')
    expect((await client.asset(id)).item_count).toBe(children.length)
    const sum = { files: 0, folders: 0 }
    for (const child of children) {
      if (child.type === 'file') sum.files += 1
      else {
        const below = await countBelow(child.id)
        sum.files += below.files
        sum.folders += below.folders + 1
      }
    }
    return sum
  }

  it('never makes a cycle, however many moves run at once', async () => {
    const project = await makeProject(client, 'move-cycle')
    const root = project.root_asset_id
    const folders = await Promise.all(
      Array.from({ length: 5 }, (_, index) => client.createFolder(root, `f${String(index)}`)),
    )
    for (let round = 0; round < 4; round += 1) {
      const answers = await Promise.all(
        folders.map(({ id }, index) => tryMove(id, folders[(index + 1 + round) % 5]?.id ?? '')),
      )
      for (const { status } of answers) expect([200, 422]).toContain(status)
      expect(await countBelow(root)).toEqual({ files: 0, folders: 5 })
      for (const { id } of folders) expect((await tryMove(id, root)).status).toBe(200)
    }
  })

  it('never loses count when things are made in a folder whose parent is being deleted', async () => {
    const project = await makeProject(client, 'move-create-race')
    for (let round = 0; round < 6; round += 1) {
      const outer = await client.createFolder(project.root_asset_id, 'outer')
      const inner = await client.createFolder(outer.id, 'inner')
      const create = () =>
        client.call('POST', `/v2/assets/${inner.id}/children`, {
          body: { type: 'file', name: 'file', filesize: 1 },
        })
      const answers = await Promise.all([
        create(),
        create(),
        client.call('DELETE', `/v2/assets/${outer.id}`),
        create(),
        create(),
      ])
      for (const { status } of answers) expect([200, 404]).toContain(status)
    }
    await expectCounters(project, 0, 0, 0)
  })

  it('refuses another account, and hides what the caller may not know of (9)', async () => {
    const second = await makeSecondAccount(server)
    const project = await makeProject(client, 'move-account')
    const file = await client.createFile(project.root_asset_id, 'file', 1)
    expect((await tryMove(file.id, second.rootAssetId)).status).toBe(404)
    const stranger = createReferenceClient(server.url, second.token)
    const answer = await stranger.call('POST', `/v2/assets/${second.rootAssetId}/move`, {
      body: { id: file.id },
    })
    expect(answer.status).toBe(404)
  })
})
