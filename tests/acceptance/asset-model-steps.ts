// Steps through the Assets family, each taken on the server and on the model.
import * as fc from 'fast-check'
import { expect } from 'vitest'
import { copiesFilled } from './asset-model-checks.ts'
import * as model from './asset-model.ts'
import type { Node } from './asset-model.ts'
import { handOf } from './asset-model-world.ts'
import type { World } from './asset-model-world.ts'
import type { Answer, Asset } from './reference-client.ts'

const kinds = ['folder', 'file', 'upload', 'move', 'copy', 'version', 'unversion', 'reorder'] as const
const endings = ['delete', 'restore', 'purge'] as const

export interface Step {
  kind: (typeof kinds)[number] | (typeof endings)[number]
  /** Who of the people takes it, counted around. */
  who: number
  /** Which of the assets that are there, counted around. */
  one: number
  other: number
}

/** Small trees are soon empty: more is made than deleted. */
const weights = { folder: 3, file: 4, upload: 1, version: 3 } as Partial<Record<Step['kind'], number>>

export const anyStep: fc.Arbitrary<Step> = fc.record<Step>({
  kind: fc.oneof(
    ...[...kinds, ...endings].map((kind) => ({ weight: weights[kind] ?? 2, arbitrary: fc.constant(kind) })),
  ),
  who: fc.nat({ max: 2 }),
  one: fc.nat({ max: 50 }),
  other: fc.nat({ max: 50 }),
})

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
  const isDead = (node: Node) => node.state === 'deleted'
  const isHidden = (node: Node) => node.state !== 'purged' && !model.isVisible(node)
  const dead = pick(tree.nodes.filter(isDead), one)
  const hidden = pick(tree.nodes.filter(isHidden), one)
  if (first === undefined || second === undefined) return null
  const path = `/v2/assets/${first.id}`
  switch (kind) {
    case 'folder':
    case 'file':
    case 'upload':
      return creation(world, kind, folder)
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

/** A file is announced and its bytes never come; those of an upload do. */
function creation(world: World, kind: 'folder' | 'file' | 'upload', folder: Node): Request {
  world.count += 1
  const type = kind === 'folder' ? 'folder' : 'file'
  const name = `${kind} ${String(world.count)}`
  return {
    method: 'POST',
    path: `/v2/assets/${folder.id}/children`,
    body: { type, name, ...(type === 'file' ? { filesize: name.length } : {}) },
    apply: async ({ id, upload_urls: urls }) => {
      const isUpload = kind === 'upload'
      const content =
        type === 'file' ? { mediaId: await mediaOf(world, id), text: name, hasArrived: isUpload } : null
      if (content !== null) world.mediaIds.add(content.mediaId)
      model.add(world.model, folder, { id, name, type, content })
      if (isUpload) expect((await fetch(urls?.[0] ?? '', { method: 'PUT', body: name })).status).toBe(200)
      return true
    },
  }
}

/** Takes a step on the server alone. Null when there was nothing to take it with. */
export async function send(world: World, step: Step): Promise<Answer<Asset> | null> {
  const request = requestOf(world, step)
  return request === null ? null : ask(world, step, request)
}

/** Takes a step on both sides. Says whether the server took it; null when there was nothing to take it with. */
export async function take(world: World, step: Step): Promise<boolean | null> {
  const request = requestOf(world, step)
  if (request === null) return null
  const answer = await ask(world, step, request)
  const said = `${request.method} ${request.path} ${JSON.stringify(request.body)} → ${answer.text.slice(0, 500)}`
  if (step.kind === 'purge' && !handOf(world.lane, step.who).mayPurge) {
    expect(answer.status, said).toBe(403)
    return false
  }
  // Nothing speaks against these, ever.
  if (['folder', 'file', 'upload', 'copy'].includes(step.kind)) expect(answer.status, said).toBe(200)
  const wanted = await request.apply(answer.body)
  expect(answer.status === 200, said).toBe(wanted)
  return wanted
}

function ask({ lane }: World, { who }: Step, { method, path, body }: Request): Promise<Answer<Asset>> {
  return handOf(lane, who).client.call<Asset>(method, path, body === undefined ? {} : { body })
}

/** What the copy of an asset holds, told by walking both; their children come in the same order. */
async function learnCopy(
  world: World,
  source: Node,
  parent: Node,
  copied: Asset,
  rootId = copied.id,
): Promise<void> {
  const { client } = world.lane.hands[0]
  const { name, type, content } = source
  const node = model.add(world.model, parent, { id: copied.id, name, type, content })
  if (source.type === 'file') return
  const inOrder = (items: Asset[]) =>
    items.toSorted((one, other) => one.index - other.index || (one.name < other.name ? -1 : 1))
  const [originals, copies] = await Promise.all([
    client.children(source.id, '?page_size=1000'),
    client.children(copied.id, '?page_size=1000'),
  ])
  // A folder that is copied into itself holds its copy by now, which is not copied again.
  const wanted = inOrder(originals.filter(({ id }) => id !== rootId))
  const got = inOrder(copies)
  expect(got.map((item) => `${item.type} ${item.name}`)).toEqual(
    wanted.map((item) => `${item.type} ${item.name}`),
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

async function mediaOf({ lane }: World, id: string): Promise<string> {
  const rows = await lane.query<{ media_id: string }>('select media_id from assets where id = $1', [id])
  return rows[0]?.media_id ?? ''
}
