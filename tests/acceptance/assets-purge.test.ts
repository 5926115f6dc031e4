// Removing for good what lies in the trash (v2-assets.md 3.7 and 12): tombstones stay, shared content too.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { Client } from 'pg'
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { eventsOf, queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient } from './reference-client.ts'
import { startServer } from './server.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('purging on the $name database', (server) => {
  let client: ReferenceClient

  beforeAll(() => {
    client = createReferenceClient(server.url, server.token)
  })

  const purge = (id: string) => client.call<{ asset_id: string }>('DELETE', `/api/assets/${id}`)
  const statusOf = async (id: string, query = '') =>
    (await client.call('GET', `/v2/assets/${id}${query}`)).status

  async function makeArrived(parentId: string, name: string): Promise<Asset> {
    const file = await client.createFile(parentId, name, 5)
    await fetch(file.upload_urls?.[0] ?? '', { method: 'PUT', body: 'hello' })
    return waitUntil(
      `${name} has arrived`,
      () => client.asset(file.id),
      ({ checksums }) => checksums !== null,
    )
  }

  const filesOf = (mediaId: string) =>
    readdir(join(server.dataFolder, 'blobs'), { recursive: true }).then((names) =>
      names.filter((name) => name.includes(mediaId) && !name.endsWith(mediaId)),
    )
  const mediaIdOf = (asset: Asset) => asset.checksums?.id ?? ''

  async function expectCounters(project: Project, files: number, folders: number, storage: number) {
    const counted = await waitUntil(
      `${project.name} counts ${String(files)} files, ${String(folders)} folders, ${String(storage)} bytes`,
      () => client.project(project.id),
      (seen) => seen.file_count === files && seen.folder_count === folders && seen.storage === storage,
    )
    expect(counted.id).toBe(project.id)
  }

  it('takes a file out of the trash at once, its bytes behind, and leaves a tombstone', async () => {
    const project = await makeProject(client, 'purge-file')
    const file = await makeArrived(project.root_asset_id, 'file.txt')
    expect(await filesOf(mediaIdOf(file))).not.toEqual([])
    await client.remove(file.id)
    expect((await purge(file.id)).body).toEqual({ asset_id: file.id })
    expect(await client.trash(project.id)).toEqual([])
    expect(await statusOf(file.id, '?include_deleted=true')).toBe(404)
    expect((await client.call('PUT', `/v2/assets/${file.id}/restore`, { body: {} })).status).toBe(404)
    expect((await purge(file.id)).status).toBe(404)
    await waitUntil(
      'the bytes are gone',
      () => filesOf(mediaIdOf(file)),
      (names) => names.length === 0,
    )
    const [tombstone] = await queryDatabase(
      server,
      'select name, parent_id, hard_deleted_at is not null as is_dead, media_id from assets where id = $1',
      [file.id],
    )
    expect(tombstone).toEqual({
      name: 'file.txt',
      parent_id: project.root_asset_id,
      is_dead: true,
      media_id: null,
    })
    // What was being told of its media in that moment may still come after it.
    const purged = (await eventsOf(server, file.id)).filter(({ type }) => type === 'asset.purged')
    expect(purged).toMatchObject([{ before: { name: 'file.txt' } }])
    await expectCounters(project, 0, 0, 0)
  })

  it('leaves bytes alone that a copy shows, until the copy goes too', async () => {
    const project = await makeProject(client, 'purge-shared')
    const file = await makeArrived(project.root_asset_id, 'file.txt')
    const copied = await client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/copy`, {
      body: { id: file.id },
    })
    await client.remove(file.id)
    await purge(file.id)
    await waitUntil(
      'the purge is through',
      () =>
        queryDatabase(server, 'select 1 from deletions where asset_id = $1 and purged_at is null', [file.id]),
      (rows) => rows.length === 0,
    )
    const shown = await client.asset(copied.id)
    expect(await (await fetch(shown.original ?? '')).text()).toBe('hello')
    await client.remove(copied.id)
    await purge(copied.id)
    await waitUntil(
      'the bytes are gone',
      () => filesOf(mediaIdOf(file)),
      (names) => names.length === 0,
    )
    await expectCounters(project, 0, 0, 0)
  })

  it('takes a folder with all its deletion took, and nothing that was deleted before', async () => {
    const project = await makeProject(client, 'purge-folder')
    const outer = await client.createFolder(project.root_asset_id, 'outer')
    const inner = await client.createFolder(outer.id, 'inner')
    const file = await makeArrived(inner.id, 'file.txt')
    const before = await makeArrived(inner.id, 'before.txt')
    await client.remove(before.id)
    await client.remove(outer.id)
    // Only what lies in the trash itself.
    expect((await purge(file.id)).status).toBe(409)
    expect((await purge(project.root_asset_id)).status).toBe(409)
    expect((await purge(outer.id)).status).toBe(200)
    const dead = await waitUntil(
      'all of it are tombstones',
      () =>
        queryDatabase(server, 'select id from assets where project_id = $1 and hard_deleted_at is not null', [
          project.id,
        ]),
      (rows) => rows.length === 3,
    )
    expect(dead).toHaveLength(3)
    expect((await client.trash(project.id)).map(({ id }) => id)).toEqual([before.id])
    // Its place is gone: the nearest folder that lives takes it, and the answer says so.
    expect(await client.restore(before.id)).toMatchObject({ parent_id: project.root_asset_id })
    expect(await (await fetch((await client.asset(before.id)).original ?? '')).text()).toBe('hello')
    await expectCounters(project, 1, 0, 5)
  })

  it('ends an upload that is on its way', async () => {
    const project = await makeProject(client, 'purge-upload')
    const file = await client.createFile(project.root_asset_id, 'file.bin', 10, { parts: 2 })
    await fetch(file.upload_urls?.[0] ?? '', { method: 'PUT', body: '12345' })
    await client.remove(file.id)
    await purge(file.id)
    await waitUntil(
      'its content is forgotten',
      () =>
        queryDatabase(server, 'select 1 from media where id = (select media_id from assets where id = $1)', [
          file.id,
        ]),
      (rows) => rows.length === 0,
    )
    expect((await fetch(file.upload_urls?.[1] ?? '', { method: 'PUT', body: '67890' })).status).toBe(404)
    await expectCounters(project, 0, 0, 0)
  })

  it('is the last that is said of a file, also when its upload ends at the same moment', async () => {
    const project = await makeProject(client, 'purge-last')
    const file = await client.createFile(project.root_asset_id, 'late.txt', 5)
    const purging = new Client(server.database)
    await purging.connect()
    try {
      // What a purge holds until it is committed.
      await purging.query('begin')
      await purging.query('select id from assets where id = $1 for update', [file.id])
      await fetch(file.upload_urls?.[0] ?? '', { method: 'PUT', body: 'hello' })
      const { rows } = await purging.query<{ pid: number }>('select pg_backend_pid() as pid')
      await waitUntil(
        'the end of the upload waits for it',
        () =>
          queryDatabase(server, 'select pid from pg_stat_activity where $1 = any(pg_blocking_pids(pid))', [
            rows[0]?.pid,
          ]),
        (waiting) => waiting.length > 0,
      )
      await purging.query('update assets set deleted_at = now(), hard_deleted_at = now() where id = $1', [
        file.id,
      ])
      await purging.query('commit')
    } finally {
      await purging.end()
    }
    await waitUntil(
      'its content is known',
      () =>
        queryDatabase(
          server,
          'select 1 from media m join assets a on a.media_id = m.id where a.id = $1 and m.xx_hash is not null',
          [file.id],
        ),
      (rows) => rows.length === 1,
    )
    expect((await eventsOf(server, file.id)).map(({ type }) => type)).toEqual(['asset.created'])
  })

  it('purges exactly one of many callers’ orders, and counts right', async () => {
    const project = await makeProject(client, 'purge-race')
    const folder = await client.createFolder(project.root_asset_id, 'folder')
    await client.createFile(folder.id, 'file', 3)
    await client.remove(folder.id)
    const answers = await Promise.all([
      purge(folder.id),
      client.call('PUT', `/v2/assets/${folder.id}/restore`, { body: {} }),
      purge(folder.id),
      client.call('PUT', `/v2/assets/${folder.id}/restore`, { body: {} }),
    ])
    for (const { status } of answers) expect([200, 404, 409]).toContain(status)
    const isAlive = (await statusOf(folder.id)) === 200
    await expectCounters(project, isAlive ? 1 : 0, isAlive ? 1 : 0, isAlive ? 3 : 0)
  })
})

it('purges by itself what has lain in the trash for RUSHES_TRASH_DAYS', async () => {
  const server = await startServer({ env: { RUSHES_TRASH_DAYS: '3' } })
  try {
    const client = createReferenceClient(server.url, server.token)
    const project = await makeProject(client, 'purge-later')
    const old = await client.createFile(project.root_asset_id, 'old', 1)
    const young = await client.createFile(project.root_asset_id, 'young', 1)
    await client.remove(old.id)
    await client.remove(young.id)
    await queryDatabase(
      server,
      `update deletions set inserted_at = inserted_at - interval '73 hours' where asset_id = $1`,
      [old.id],
    )
    await queryDatabase(server, `select graphile_worker.add_job('trash.sweep', '{}'::json)`)
    const left = await waitUntil(
      'the older one is gone',
      () => client.trash(project.id),
      (items) => items.length === 1,
    )
    expect(left.map(({ id }) => id)).toEqual([young.id])
  } finally {
    await server.stop()
    await server.remove()
  }
})
