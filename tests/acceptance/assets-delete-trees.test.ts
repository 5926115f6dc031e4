// Folders go with everything below them and come back with exactly that, in whatever order they are undone.
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient } from './reference-client.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

/** project / outer / middle / inner, each with one file of its own size, so that every count tells what is missing. */
interface Tree {
  project: Project
  outer: Asset
  middle: Asset
  inner: Asset
  outerFile: Asset
  middleFile: Asset
  innerFile: Asset
}

describe.each(servers)('deleting folders on the $name database', (server) => {
  let client: ReferenceClient

  beforeAll(() => {
    client = createReferenceClient(server.url, server.token)
  })

  async function makeTree(name: string): Promise<Tree> {
    const project = await makeProject(client, name)
    const outer = await client.createFolder(project.root_asset_id, 'outer')
    const middle = await client.createFolder(outer.id, 'middle')
    const inner = await client.createFolder(middle.id, 'inner')
    return {
      project,
      outer,
      middle,
      inner,
      outerFile: await client.createFile(outer.id, 'outer file', 1),
      middleFile: await client.createFile(middle.id, 'middle file', 10),
      innerFile: await client.createFile(inner.id, 'inner file', 100),
    }
  }

  /** The counters follow a deletion in the background: waits until they are what they should be. */
  async function expectCounters(tree: Tree, files: number, folders: number, storage: number): Promise<void> {
    const counted = await waitUntil(
      `the project counts ${String(files)} files, ${String(folders)} folders, ${String(storage)} bytes`,
      () => client.project(tree.project.id),
      (project) =>
        project.file_count === files && project.folder_count === folders && project.storage === storage,
    )
    expect(counted.id).toBe(tree.project.id)
  }

  const statusOf = async ({ id }: Asset) => (await client.call('GET', `/v2/assets/${id}`)).status
  const trashOf = async (tree: Tree) => (await client.trash(tree.project.id)).map(({ name }) => name)

  it('hides everything below at once, lists only the folder in the trash, and brings all of it back', async () => {
    const tree = await makeTree('trees-whole')
    const { outer, middle, inner, outerFile, middleFile, innerFile } = tree
    const below = [outer, middle, inner, outerFile, middleFile, innerFile]
    await expectCounters(tree, 3, 3, 111)
    await client.remove(outer.id)
    for (const asset of below) expect(await statusOf(asset)).toBe(404)
    for (const { id } of [outer, middle])
      expect((await client.call('GET', `/v2/assets/${id}/children`)).status).toBe(404)
    expect(await trashOf(tree)).toEqual(['outer'])
    await expectCounters(tree, 0, 0, 0)

    await client.restore(outer.id)
    for (const asset of below) expect(await statusOf(asset)).toBe(200)
    expect(await client.asset(innerFile.id)).toMatchObject({ parent_id: inner.id, deleted_at: null })
    expect(await trashOf(tree)).toEqual([])
    await expectCounters(tree, 3, 3, 111)
  })

  it('does not bring back with a folder what was deleted inside it before', async () => {
    const tree = await makeTree('trees-before')
    await client.remove(tree.innerFile.id)
    await client.remove(tree.outer.id)
    expect(await trashOf(tree)).toEqual(['outer', 'inner file'])
    await client.restore(tree.outer.id)
    expect(await statusOf(tree.innerFile)).toBe(404)
    expect(await client.children(tree.inner.id)).toEqual([])
    expect(await trashOf(tree)).toEqual(['inner file'])
    await expectCounters(tree, 2, 3, 11)
    await client.restore(tree.innerFile.id)
    await expectCounters(tree, 3, 3, 111)
  })

  /** All orders of undoing three deletions, one inside the other. */
  const orders = [
    ['inner', 'middle', 'outer'],
    ['inner', 'outer', 'middle'],
    ['middle', 'inner', 'outer'],
    ['middle', 'outer', 'inner'],
    ['outer', 'inner', 'middle'],
    ['outer', 'middle', 'inner'],
  ] as const

  it.each(orders)('undoes nested deletions in the order %s, %s, %s', async (...order) => {
    const tree = await makeTree(`trees-${order.join('-')}`)
    for (const name of ['inner', 'middle', 'outer'] as const) await client.remove(tree[name].id)
    expect(await trashOf(tree)).toEqual(['outer', 'middle', 'inner'])
    await expectCounters(tree, 0, 0, 0)
    for (const name of order) {
      const restored = await client.restore(tree[name].id)
      expect(restored.deleted_at).toBeNull()
      expect(await statusOf(tree[name])).toBe(200)
    }
    await expectCounters(tree, 3, 3, 111)
    expect(await trashOf(tree)).toEqual([])
    // Everything is found by walking down from the root, and every folder counts what it holds.
    const seen: string[] = []
    const walk = async (id: string): Promise<void> => {
      const children = await client.children(id)
      expect((await client.asset(id)).item_count).toBe(children.length)
      for (const child of children) {
        seen.push(child.name)
        if (child.type === 'folder') await walk(child.id)
      }
    }
    await walk(tree.project.root_asset_id)
    expect(seen.toSorted()).toEqual(
      ['outer', 'middle', 'inner', 'outer file', 'middle file', 'inner file'].toSorted(),
    )
  })

  it('restores into the nearest folder that still lives when the old one does not', async () => {
    const tree = await makeTree('trees-nearest')
    await client.remove(tree.innerFile.id)
    await client.remove(tree.middle.id)
    expect(await client.restore(tree.innerFile.id)).toMatchObject({ parent_id: tree.outer.id })
    expect((await client.children(tree.outer.id)).map(({ name }) => name)).toContain('inner file')
    await expectCounters(tree, 2, 1, 101)
    await client.restore(tree.middle.id)
    expect(await client.children(tree.inner.id)).toEqual([])
    expect((await client.asset(tree.inner.id)).item_count).toBe(0)
    await expectCounters(tree, 3, 3, 111)
  })

  it('restores into the root folder when nothing between lives', async () => {
    const tree = await makeTree('trees-root')
    await client.remove(tree.innerFile.id)
    await client.remove(tree.outer.id)
    const restored = await client.restore(tree.innerFile.id)
    expect(restored.parent_id).toBe(tree.project.root_asset_id)
    await expectCounters(tree, 1, 0, 100)
  })

  it('takes out of a deleted folder what is asked for alone, and leaves the rest there', async () => {
    const tree = await makeTree('trees-out')
    const { outer, middle, inner, innerFile, project } = tree
    const other = await client.createFile(inner.id, 'other', 1000)
    const stack = await client.ok<Asset>('POST', `/v2/assets/${innerFile.id}/version`, {
      body: { next_asset_id: other.id },
    })
    await client.remove(outer.id)
    await expectCounters(tree, 0, 0, 0)
    // A version: its stack has one left, which is none.
    expect(await client.restore(innerFile.id)).toMatchObject({
      parent_id: project.root_asset_id,
      deleted_at: null,
    })
    expect(await statusOf(innerFile)).toBe(200)
    await expectCounters(tree, 1, 0, 100)
    expect(await client.restore(middle.id)).toMatchObject({ parent_id: project.root_asset_id })
    expect((await client.asset(other.id)).parent_id).toBe(inner.id)
    expect(await statusOf(stack)).toBe(404)
    await expectCounters(tree, 3, 2, 1110)
    expect(await statusOf(tree.outerFile)).toBe(404)
    expect(await trashOf(tree)).toEqual(['outer'])
    await client.restore(outer.id)
    expect((await client.children(outer.id)).map(({ name }) => name)).toEqual(['outer file'])
    expect((await client.asset(outer.id)).item_count).toBe(1)
    expect((await client.asset(project.root_asset_id)).item_count).toBe(3)
    await expectCounters(tree, 4, 3, 1111)
  })

  it('keeps private what comes out of a private folder', async () => {
    const tree = await makeTree('trees-private')
    const { outer, middleFile, innerFile, project } = tree
    await client.ok('PUT', `/v2/assets/${outer.id}`, { body: { private: true } })
    await client.remove(innerFile.id)
    await client.remove(outer.id)
    for (const { id } of [innerFile, middleFile])
      expect(await client.restore(id)).toMatchObject({ parent_id: project.root_asset_id, private: true })
    expect(await client.asset(project.root_asset_id)).toMatchObject({ item_count: 2, public_item_count: 0 })
  })

  it('has nowhere to restore to when the project is gone', async () => {
    const tree = await makeTree('trees-project')
    await client.remove(tree.outerFile.id)
    await client.ok('DELETE', `/v2/projects/${tree.project.id}`)
    const refused = await client.call('PUT', `/v2/assets/${tree.outerFile.id}/restore`, { body: {} })
    expect(refused.status).toBe(409)
    expect(refused.body).toMatchObject({
      code: 409,
      errors: [{ detail: expect.stringMatching(/project/) as string }],
    })
    for (const asset of [tree.outer, tree.innerFile]) expect(await statusOf(asset)).toBe(404)
  })

  it('counts right when many deletions and restores run at the same time', async () => {
    const tree = await makeTree('trees-parallel')
    const { root_asset_id: root } = tree.project
    const folders = await Promise.all(
      Array.from({ length: 6 }, (_, index) => client.createFolder(root, `f${String(index)}`)),
    )
    const files = await Promise.all(folders.map(({ id }) => client.createFile(id, 'file', 1000)))
    await Promise.all([...files, ...folders].map(({ id }) => client.call('DELETE', `/v2/assets/${id}`)))
    await Promise.all([...files, ...folders].map(({ id }) => client.call('PUT', `/v2/assets/${id}/restore`)))
    await expectCounters(tree, 9, 9, 6111)
    const walked = await Promise.all(folders.map(({ id }) => client.children(id)))
    const atRoot = await client.children(root)
    expect(walked.flat().length + atRoot.filter(({ type }) => type === 'file').length).toBe(6)
    expect((await client.asset(root)).item_count).toBe(atRoot.length)
  })

  it('pages the trash like every list', async () => {
    const project = await makeProject(client, 'trees-trash')
    for (const name of ['1', '2', '3']) {
      const { id } = await client.createFile(project.root_asset_id, name, 1)
      await client.remove(id)
    }
    const answer = await client.call<Asset[]>('GET', `/v2/projects/${project.id}/trash?page=2&page_size=2`)
    expect(answer.body.map(({ name }) => name)).toEqual(['1'])
    expect(answer.headers.get('total')).toBe('3')
    expect(answer.headers.get('total-pages')).toBe('2')
    expect(answer.headers.get('link')).toContain('rel="prev"')
  })
})
