// kill -9 while a tree is copied, with its comments too, carried to another project, purged; and between the steps of the
// model: what the answer promised comes true after the next start, with every count right (design invariants 1 and 4).
import { setTimeout as sleep } from 'node:timers/promises'
import * as fc from 'fast-check'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { expectEnd, expectPicture } from './asset-model-checks.ts'
import { anyStep, take } from './asset-model-steps.ts'
import { makeWorld, openLane } from './asset-model-world.ts'
import { queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { seededRandom } from './seeded.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { waitUntil } from './wait-until.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
const seed = Number(process.env['RUSHES_SEED'] ?? Date.now() % 1_000_000)
/** Four kills each. */
const rounds = isLong ? 13 : 1
/** One kill each. */
const sequences = isLong ? 50 : 1
const limitMs = (rounds + sequences) * 240_000

/** Copies into itself double a tree: enough that each job needs several batches. */
const doublings = 5
/** A kill comes this long after the answer, at the latest. */
const withinMs = 200

let server: RunningServer
const clientOf = () => createReferenceClient(server.url, server.token)
const random = seededRandom(seed)

beforeAll(async () => {
  server = await startServer()
})

afterAll(async () => {
  await server.kill()
  await server.remove()
})

/** On the same port, so that whoever knows its address may go on. */
async function killAndRestart(): Promise<ReferenceClient> {
  await sleep(random() * withinMs)
  await server.kill()
  const env = { RUSHES_PORT: new URL(server.url).port }
  server = await startServer({ folder: server.dataFolder.replace(/\/data$/, ''), env })
  return clientOf()
}

it(
  'finishes copies, moves and purges that were cut short by kill -9',
  async () => {
    for (let round = 1; round <= rounds; round += 1) {
      if (isLong)
        console.log(`round ${String(round)} of ${String(rounds)}, four kills each, seed ${String(seed)}`)
      let client = clientOf()
      const from = await makeProject(client, 'kill-from')
      const to = await makeProject(client, 'kill-to')
      const tree = await makeTree(client, from.root_asset_id)
      const size = await counted(client, from.id)

      const copied = await client.ok<Asset>('POST', `/v2/assets/${to.root_asset_id}/copy`, {
        body: { id: tree.id },
      })
      client = await killAndRestart()
      await settled(client, to.id, size)
      expect((await client.asset(copied.id)).item_count).toBe(tree.item_count)

      await commentAll(from.id)
      await client.ok('POST', `/v2/batch/assets/${to.root_asset_id}/copy`, {
        body: { batch: [{ id: tree.id }], copy_comments: 'all' },
      })
      client = await killAndRestart()
      await settled(client, to.id, times(size, 2))
      await commentsSettled(to.id, size.files * 2)

      await client.ok('POST', `/v2/assets/${to.root_asset_id}/move`, { body: { id: tree.id } })
      client = await killAndRestart()
      await settled(client, from.id, times(size, 0))
      await settled(client, to.id, times(size, 3))

      await client.remove(tree.id)
      await client.ok('DELETE', `/api/assets/${tree.id}`)
      client = await killAndRestart()
      await settled(client, to.id, times(size, 2))
      const alive = await waitUntil(
        'all of it are tombstones',
        () =>
          queryDatabase<{ alive: number }>(
            server,
            'select count(*)::int as alive from assets where project_id = $1 and hard_deleted_at is null',
            [to.id],
          ),
        // The copies, and the root folder of the project.
        (rows) => rows[0]?.alive === (size.files + size.folders) * 2 + 1,
      )
      expect(alive).toHaveLength(1)
      for (const { id } of await client.children(to.root_asset_id)) await client.remove(id)
      await settled(client, to.id, times(size, 0))
    }
  },
  limitMs,
)

it(
  'is what the model says when it was killed between two steps',
  async () => {
    const lane = await openLane(server)
    let kills = 0
    const someSteps = fc.array(anyStep, { minLength: 4, maxLength: 10 })
    const property = fc.asyncProperty(someSteps, someSteps, async (before, after) => {
      const world = await makeWorld(lane)
      for (const step of before) await take(world, step)
      await killAndRestart()
      await expectPicture(world, 0, 'the kill')
      for (const step of after) await take(world, step)
      await expectPicture(world, 1, 'all steps')
      await expectEnd(world)
      kills += 1
      if (isLong) console.log(`kill ${String(kills)} of ${String(sequences)}, seed ${String(seed)}`)
    })
    try {
      const run = await fc.check(property, { seed, numRuns: sequences, endOnFailure: true })
      expect(await fc.asyncDefaultReportMessage(run)).toBeUndefined()
    } finally {
      await lane.close()
    }
  },
  limitMs,
)

interface Sums {
  files: number
  folders: number
  bytes: number
}

const times = ({ files, folders, bytes }: Sums, by: number): Sums => ({
  files: files * by,
  folders: folders * by,
  bytes: bytes * by,
})

/** Folders with files in them, doubled by copying the tree into itself. */
async function makeTree(client: ReferenceClient, rootId: string): Promise<Asset> {
  const tree = await client.createFolder(rootId, 'tree')
  for (let index = 0; index < 4; index += 1) {
    const { id } = await client.createFolder(tree.id, `folder ${String(index)}`)
    for (let file = 0; file < 8; file += 1) await client.createFile(id, `file ${String(file)}`, 2)
  }
  for (let doubling = 0; doubling < doublings; doubling += 1) {
    await client.ok('POST', `/v2/assets/${tree.id}/copy`, { body: { id: tree.id } })
    await copiesFinished()
  }
  return client.asset(tree.id)
}

async function copiesFinished(): Promise<void> {
  await waitUntil(
    'all copies are filled',
    () => queryDatabase(server, 'select 1 from copies where finished_at is null'),
    (rows) => rows.length === 0,
  )
}

/** Two on every file of the project: more than one batch takes. */
async function commentAll(projectId: string): Promise<void> {
  await queryDatabase(
    server,
    `insert into comments (id, asset_id, owner_id, text, team_only, inserted_at, updated_at)
     select gen_random_uuid(), a.id, a.creator_id, 'comment ' || n, false, a.inserted_at, a.inserted_at
     from assets a, generate_series(1, 2) n where a.project_id = $1 and a.type = 'file'`,
    [projectId],
  )
  await queryDatabase(
    server,
    `update assets set comment_count = 2, public_comment_count = 2 where project_id = $1 and type = 'file'`,
    [projectId],
  )
}

/** As many comments in the project as there must be, each file with the number it says it has. */
async function commentsSettled(projectId: string, wanted: number): Promise<void> {
  await copiesFinished()
  const rows = await queryDatabase(
    server,
    `select sum(held)::int as held, count(*) filter (where held <> comment_count)::int as wrong
     from (select a.comment_count, (select count(*) from comments c where c.asset_id = a.id) as held
           from assets a where a.project_id = $1 and a.type = 'file') counts`,
    [projectId],
  )
  expect(rows).toEqual([{ held: wanted, wrong: 0 }])
}

async function counted(client: ReferenceClient, projectId: string): Promise<Sums> {
  const project = await client.project(projectId)
  return { files: project.file_count, folders: project.folder_count, bytes: project.storage }
}

async function settled(client: ReferenceClient, projectId: string, wanted: Sums): Promise<void> {
  const seen = await waitUntil(
    `the project counts ${JSON.stringify(wanted)}`,
    () => counted(client, projectId),
    ({ files, folders, bytes }) =>
      files === wanted.files && folders === wanted.folders && bytes === wanted.bytes,
  )
  expect(seen).toEqual(wanted)
}
