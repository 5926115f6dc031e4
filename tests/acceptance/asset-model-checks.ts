// Whether a server shows what the model says: the tree after each step; trash, counters and bytes in the end.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'vitest'
import * as model from './asset-model.ts'
import type { Node } from './asset-model.ts'
import { handOf } from './asset-model-world.ts'
import type { World } from './asset-model-world.ts'
import { waitUntil } from './wait-until.ts'

interface TreeNode {
  id: string
  type: Node['type']
  name: string
  parent_id: string | null
  item_count: number
  children: TreeNode[]
}

interface Sums {
  files: number
  folders: number
  bytes: number
}

/** Everybody sees the same tree, so somebody else looks each time. */
export async function expectPicture(world: World, who: number, after: string): Promise<void> {
  const { client } = handOf(world.lane, who)
  const root = await client.ok<TreeNode>('GET', `/v2/projects/${world.project.id}/tree?depth=50`)
  const lines: string[] = []
  const draw = (node: TreeNode): void => {
    const versions = node.type === 'version_stack' ? node.children.map(({ id }) => id).join(' ') : ''
    lines.push(
      `${node.id} ${node.type} ${node.name} in ${node.parent_id ?? ''}: ${String(node.item_count)} ${versions}`,
    )
    for (const child of node.children) draw(child)
  }
  draw(root)
  expect(lines.toSorted(), after).toEqual(model.picture(world.model))
}

export async function copiesFilled({ lane, project }: World): Promise<void> {
  await waitUntil(
    'the copies are filled',
    () =>
      lane.query(
        'select 1 from copies c join assets a on a.id = c.target_id where a.project_id = $1 and c.finished_at is null',
        [project.id],
      ),
    (rows) => rows.length === 0,
  )
}

/** Where nobody can say what must be there: that it is whole, and every count is true of it. */
export async function expectWhole(world: World): Promise<void> {
  await copiesFilled(world)
  await countersAre(world, await walk(world))
  await nothingIsLeftOver(world)
}

/** What can be seen from the root, with every count held to its listing. */
async function walk({ lane, project }: World): Promise<Sums> {
  const { client } = lane.hands[0]
  const sums = { files: 0, folders: 0, bytes: 0 }
  const enter = async (id: string): Promise<void> => {
    const children = await client.children(id, '?page_size=1000')
    expect((await client.asset(id)).item_count).toBe(children.length)
    for (const child of children) {
      if (child.type === 'file') {
        sums.files += 1
        sums.bytes += child.filesize
        continue
      }
      if (child.type === 'folder') sums.folders += 1
      else expect(child['cover_asset_id']).toBe((await client.children(child.id))[0]?.id)
      await enter(child.id)
    }
  }
  await enter(project.root_asset_id)
  return sums
}

async function countersAre({ lane, project }: World, sums: Sums): Promise<void> {
  await waitUntil(
    `the project counts ${JSON.stringify(sums)}`,
    () => lane.hands[0].client.project(project.id),
    (seen) =>
      seen.file_count === sums.files && seen.folder_count === sums.folders && seen.storage === sums.bytes,
  )
}

/** Content that no asset shows is erased. */
async function nothingIsLeftOver({ lane, project }: World): Promise<void> {
  await waitUntil(
    'no content is left that nothing shows',
    () =>
      lane.query(
        `select m.id from media m join projects p on p.account_id = m.account_id
         where p.id = $1 and not exists (select 1 from assets a where a.media_id = m.id)`,
        [project.id],
      ),
    (rows) => rows.length === 0,
  )
}

/** The trash, the counters of the project, and the content of every file: there, or erased with its bytes. */
export async function expectEnd(world: World): Promise<void> {
  const { lane, project, mediaIds } = world
  const { client } = lane.hands[0]
  const inTrash = world.model.nodes.filter(({ state }) => state === 'deleted').map(({ id }) => id)
  expect((await client.trash(project.id)).map(({ id }) => id).toSorted()).toEqual(inTrash.toSorted())
  await countersAre(world, model.sumsOf(world.model))
  const kept = new Set(
    world.model.nodes.flatMap(({ state, content }) =>
      state === 'purged' || content === null ? [] : [content.mediaId],
    ),
  )
  const left = await waitUntil(
    'content that nothing shows is erased',
    () => lane.query<{ id: string }>('select id from media where id = any($1)', [[...mediaIds]]),
    (rows) => rows.length === kept.size,
  )
  expect(left.map(({ id }) => id).toSorted()).toEqual([...kept].toSorted())
  await waitUntil(
    'the bytes of erased content are gone',
    () =>
      Promise.resolve(
        [...mediaIds].filter(
          (id) => !kept.has(id) && existsSync(join(lane.server.dataFolder, 'blobs', 'media', id)),
        ),
      ),
    (ids) => ids.length === 0,
  )
  for (const { id, content } of model.visible(world.model, ['file'])) {
    if (content?.hasArrived !== true) continue
    const arrived = await waitUntil(
      'the file has arrived',
      () => client.asset(id),
      (asset) => asset.upload_completed_at !== null,
    )
    expect(await (await fetch(arrived.original ?? '')).text()).toBe(content.text)
  }
}
