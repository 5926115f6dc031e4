// The whole Assets family against a model in memory: random steps, and after each of them the tree, the trash, the order
// of versions; in the end the counters and the bytes. RUSHES_LONG=1 runs the full ten thousand.
import * as fc from 'fast-check'
import { describe, expect, inject, it } from 'vitest'
import * as model from './asset-model.ts'
import type { Model, Node } from './asset-model.ts'
import { queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient } from './reference-client.ts'
import type { ServerUnderTest } from './start-servers.ts'
import { waitUntil } from './wait-until.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
/** On each of two databases. */
const sequences = isLong ? 5_000 : 50
const races = isLong ? 500 : 10
const limitMs = isLong ? 12 * 3_600_000 : 500_000

const kinds = [
  'folder',
  'file',
  'move',
  'copy',
  'version',
  'version',
  'unversion',
  'reorder',
  'delete',
  'restore',
  'purge',
] as const

interface Step {
  kind: (typeof kinds)[number]
  /** Which of the assets that are there, counted around. */
  one: number
  other: number
}

const anyStep = fc.record<Step>({
  kind: fc.constantFrom(...kinds),
  one: fc.nat({ max: 50 }),
  other: fc.nat({ max: 50 }),
})

interface TreeNode {
  id: string
  type: Node['type']
  name: string
  parent_id: string | null
  item_count: number
  children: TreeNode[]
}

interface World {
  client: ReferenceClient
  server: ServerUnderTest
  project: Project
  model: Model
  mediaIds: Set<string>
  count: number
}

describe.each(inject('servers'))('the tree on the $name database', (server) => {
  it(
    'is what the model says after every step',
    async () => {
      const property = fc.asyncProperty(fc.array(anyStep, { minLength: 3, maxLength: 14 }), async (steps) => {
        const world = await makeWorld(server)
        for (const step of steps) {
          const wanted = await take(world, step)
          if (wanted === null) continue
          expect(await pictureOf(world), JSON.stringify(step)).toEqual(model.picture(world.model))
        }
        await expectEnd(world)
      })
      const run = await fc.check(property, { numRuns: sequences, endOnFailure: true })
      expect(await fc.asyncDefaultReportMessage(run)).toBeUndefined()
    },
    limitMs,
  )

  it(
    'stays whole and counts right when several people change it at once',
    async () => {
      const property = fc.asyncProperty(
        fc.array(anyStep, { minLength: 4, maxLength: 8 }),
        fc.array(anyStep, { minLength: 4, maxLength: 8 }),
        async (before, raced) => {
          const world = await makeWorld(server)
          for (const step of before) await take(world, step)
          // The model does not know who comes first, so it is not asked any more.
          const answers = await Promise.all(raced.map((step) => send(world, step)))
          for (const answer of answers)
            if (answer !== null) expect([200, 404, 409, 422], answer.text).toContain(answer.status)
          await copiesFilled(world)
          const whole = await walk(world)
          await countersAre(world, whole)
        },
      )
      const run = await fc.check(property, { numRuns: races, endOnFailure: true })
      expect(await fc.asyncDefaultReportMessage(run)).toBeUndefined()
    },
    limitMs,
  )
})

async function makeWorld(server: ServerUnderTest): Promise<World> {
  const client = createReferenceClient(server.url, server.token)
  const project = await makeProject(client, 'model')
  return {
    client,
    server,
    project,
    model: model.makeModel(project.root_asset_id),
    mediaIds: new Set(),
    count: 0,
  }
}

const pick = (nodes: Node[], number: number): Node | undefined => nodes[number % Math.max(1, nodes.length)]

interface Request {
  method: string
  path: string
  body?: Record<string, unknown>
  /** Whether the server has to take it; the model has changed by then. */
  apply: (answer: Asset) => boolean | Promise<boolean>
}

/** What a step is among the assets that are there; null when there is nothing to take it with. */
function requestOf(world: World, { kind, one, other }: Step): Request | null {
  const tree = world.model
  const assets = model.visible(tree)
  const folder = pick(model.visible(tree, ['folder']), other) ?? tree.root
  const first = pick(assets, one)
  const second = pick(assets, other)
  const dead = pick(
    tree.nodes.filter(({ state }) => state === 'deleted'),
    one,
  )
  const hidden = pick(
    tree.nodes.filter((node) => node.state !== 'purged' && !model.isVisible(node)),
    one,
  )
  if (first === undefined || second === undefined) return null
  const path = `/v2/assets/${first.id}`
  switch (kind) {
    case 'folder':
    case 'file': {
      world.count += 1
      const name = `${kind} ${String(world.count)}`
      return {
        method: 'POST',
        path: `/v2/assets/${folder.id}/children`,
        body: { type: kind, name, ...(kind === 'file' ? { filesize: name.length } : {}) },
        apply: async (answer) => {
          const content = kind === 'file' ? { mediaId: await mediaOf(world, answer.id), text: name } : null
          if (content !== null) world.mediaIds.add(content.mediaId)
          model.add(tree, folder, { id: answer.id, name, type: kind, content })
          if (kind === 'file') await fetch(answer.upload_urls?.[0] ?? '', { method: 'PUT', body: name })
          return true
        },
      }
    }
    case 'move':
      return {
        method: 'POST',
        path: `/v2/assets/${second.id}/move`,
        body: { id: first.id },
        apply: () => model.move(tree, first, second),
      }
    case 'copy':
      return first.parent === null
        ? null
        : {
            method: 'POST',
            path: `/v2/assets/${folder.id}/copy`,
            body: { id: first.id },
            apply: async (answer) => {
              await copiesFilled(world)
              await learnCopy(world, first, folder, answer)
              return true
            },
          }
    case 'version':
      return {
        method: 'POST',
        path: `${path}/version`,
        body: { next_asset_id: second.id },
        apply: (answer) => model.version(tree, first, second, () => answer.id),
      }
    case 'unversion':
      return { method: 'DELETE', path: `${path}/unversion`, apply: () => model.unversion(tree, first) }
    case 'reorder': {
      if (first.parent === null) return null
      world.count += 1
      const index = other - 25 + world.count / 1000
      return { method: 'PUT', path, body: { index }, apply: () => model.reorder(tree, first, index) }
    }
    case 'delete':
      return { method: 'DELETE', path, apply: () => model.remove(tree, first) }
    case 'restore':
      return hidden === undefined
        ? null
        : {
            method: 'PUT',
            path: `/v2/assets/${hidden.id}/restore`,
            body: {},
            apply: () => model.restore(tree, hidden),
          }
    case 'purge':
      return dead === undefined
        ? null
        : { method: 'DELETE', path: `/api/assets/${dead.id}`, apply: () => model.purge(tree, dead) }
  }
}

async function send(world: World, step: Step) {
  const request = requestOf(world, step)
  if (request === null) return null
  const { method, path, body } = request
  return world.client.call<Asset>(method, path, body === undefined ? {} : { body })
}

/** Takes a step on both sides. Null when there was nothing to take it with. */
async function take(world: World, step: Step): Promise<boolean | null> {
  const request = requestOf(world, step)
  if (request === null) return null
  const { method, path, body, apply } = request
  const answer = await world.client.call<Asset>(method, path, body === undefined ? {} : { body })
  // Nothing speaks against these, ever.
  if (['folder', 'file', 'copy'].includes(step.kind)) expect(answer.status, answer.text).toBe(200)
  const wanted = await apply(answer.body)
  expect(
    answer.status === 200,
    `${method} ${path} ${JSON.stringify(body)} → ${answer.text.slice(0, 500)}`,
  ).toBe(wanted)
  return wanted
}

/** What the copy of an asset holds, told by walking both; their children come in the same order. */
async function learnCopy(
  world: World,
  source: Node,
  parent: Node,
  copied: Asset,
  rootId = copied.id,
): Promise<void> {
  const node = model.add(world.model, parent, {
    id: copied.id,
    name: source.name,
    type: source.type,
    content: source.content,
  })
  if (source.type === 'file') return
  const inOrder = (items: Asset[]) =>
    items.toSorted((one, other) => one.index - other.index || (one.name < other.name ? -1 : 1))
  const [originals, copies] = await Promise.all([
    world.client.children(source.id, '?page_size=1000'),
    world.client.children(copied.id, '?page_size=1000'),
  ])
  // A folder that is copied into itself holds its copy by now, which is not copied again.
  const wanted = inOrder(originals.filter(({ id }) => id !== rootId))
  const got = inOrder(copies)
  expect(got.map(({ name, type }) => `${type} ${name}`)).toEqual(
    wanted.map(({ name, type }) => `${type} ${name}`),
  )
  for (const [index, original] of wanted.entries()) {
    const from = world.model.nodes.find(({ id }) => id === original.id)
    const to = got[index]
    if (from === undefined || to === undefined) continue
    await learnCopy(world, from, node, to, rootId)
    const made = world.model.nodes.find(({ id }) => id === to.id)
    if (made !== undefined) made.index = to.index
  }
  node.nextIndex = source.nextIndex
}

async function mediaOf(world: World, id: string): Promise<string> {
  const rows = await queryDatabase<{ media_id: string }>(
    world.server,
    'select media_id from assets where id = $1',
    [id],
  )
  return rows[0]?.media_id ?? ''
}

async function copiesFilled({ server, project }: World): Promise<void> {
  await waitUntil(
    'the copies are filled',
    () =>
      queryDatabase(
        server,
        'select 1 from copies c join assets a on a.id = c.target_id where a.project_id = $1 and c.finished_at is null',
        [project.id],
      ),
    (rows) => rows.length === 0,
  )
}

async function pictureOf({ client, project }: World): Promise<string[]> {
  const root = await client.ok<TreeNode>('GET', `/v2/projects/${project.id}/tree?depth=50`)
  const lines: string[] = []
  const draw = (node: TreeNode): void => {
    const versions = node.type === 'version_stack' ? node.children.map(({ id }) => id).join(' ') : ''
    lines.push(
      `${node.id} ${node.type} ${node.name} in ${node.parent_id ?? ''}: ${String(node.item_count)} ${versions}`,
    )
    for (const child of node.children) draw(child)
  }
  draw(root)
  return lines.toSorted()
}

/** What can be seen from the root, with every count held to its listing. */
async function walk({ client, project }: World): Promise<{ files: number; folders: number; bytes: number }> {
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

async function countersAre(
  world: World,
  sums: { files: number; folders: number; bytes: number },
): Promise<void> {
  await waitUntil(
    `the project counts ${JSON.stringify(sums)}`,
    () => world.client.project(world.project.id),
    (seen) =>
      seen.file_count === sums.files && seen.folder_count === sums.folders && seen.storage === sums.bytes,
  )
}

async function expectEnd(world: World): Promise<void> {
  const { client, server, project, mediaIds } = world
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
    () => queryDatabase<{ id: string }>(server, 'select id from media where id = any($1)', [[...mediaIds]]),
    (rows) => rows.length === kept.size,
  )
  expect(left.map(({ id }) => id).toSorted()).toEqual([...kept].toSorted())
  for (const { id, content } of model.visible(world.model, ['file'])) {
    const arrived = await waitUntil(
      'the file has arrived',
      () => client.asset(id),
      (asset) => asset.upload_completed_at !== null,
    )
    expect(await (await fetch(arrived.original ?? '')).text()).toBe(content?.text)
  }
}
