// kill -9 while a tree is copied, carried to another project, purged: what the answer promised comes true after the next
// start, with every count right (design invariants 1 and 4).
import { expect, it } from 'vitest'
import { queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { waitUntil } from './wait-until.ts'

const rounds = process.env['RUSHES_LONG'] === '1' ? 34 : 1
const limitMs = rounds * 240_000

/** Copies into itself double a tree: enough that each job needs several batches. */
const doublings = 6

it(
  'finishes copies, moves and purges that were cut short by kill -9',
  async () => {
    let server = await startServer()
    const folder = server.dataFolder.replace(/\/data$/, '')
    const restart = async (): Promise<ReferenceClient> => {
      await server.kill()
      server = await startServer({ folder })
      return createReferenceClient(server.url, server.token)
    }
    try {
      for (let round = 0; round < rounds; round += 1) {
        let client = createReferenceClient(server.url, server.token)
        const from = await makeProject(client, 'kill-from')
        const to = await makeProject(client, 'kill-to')
        const tree = await makeTree(client, server, from.root_asset_id)
        const size = await counted(client, from.id)

        const copied = await client.ok<Asset>('POST', `/v2/assets/${to.root_asset_id}/copy`, {
          body: { id: tree.id },
        })
        client = await restart()
        await settled(client, to.id, size)
        expect((await client.asset(copied.id)).item_count).toBe(tree.item_count)

        await client.ok('POST', `/v2/assets/${to.root_asset_id}/move`, { body: { id: tree.id } })
        client = await restart()
        await settled(client, from.id, { files: 0, folders: 0, bytes: 0 })
        await settled(client, to.id, {
          files: size.files * 2,
          folders: size.folders * 2,
          bytes: size.bytes * 2,
        })

        await client.remove(tree.id)
        await client.ok('DELETE', `/api/assets/${tree.id}`)
        client = await restart()
        await settled(client, to.id, size)
        const alive = await waitUntil(
          'all of it are tombstones',
          () =>
            queryDatabase<{ alive: number }>(
              server,
              'select count(*)::int as alive from assets where project_id = $1 and hard_deleted_at is null',
              [to.id],
            ),
          // The copy, and the root folder of the project.
          (rows) => rows[0]?.alive === size.files + size.folders + 1,
        )
        expect(alive).toHaveLength(1)
        await client.remove(copied.id)
        await settled(client, to.id, { files: 0, folders: 0, bytes: 0 })
      }
    } finally {
      await server.kill()
      await server.remove()
    }
  },
  limitMs,
)

interface Sums {
  files: number
  folders: number
  bytes: number
}

/** Folders with files in them, doubled by copying the tree into itself. */
async function makeTree(client: ReferenceClient, server: RunningServer, rootId: string): Promise<Asset> {
  const tree = await client.createFolder(rootId, 'tree')
  for (let index = 0; index < 4; index += 1) {
    const { id } = await client.createFolder(tree.id, `folder ${String(index)}`)
    for (let file = 0; file < 8; file += 1) await client.createFile(id, `file ${String(file)}`, 2)
  }
  for (let doubling = 0; doubling < doublings; doubling += 1) {
    await client.ok('POST', `/v2/assets/${tree.id}/copy`, { body: { id: tree.id } })
    await waitUntil(
      'the tree has doubled',
      () => queryDatabase(server, 'select 1 from copies where finished_at is null'),
      (rows) => rows.length === 0,
    )
  }
  return client.asset(tree.id)
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
