// Our page beside /v2: what has arrived, fresh URLs for the rest, and giving up.
import { connect } from 'node:net'
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { cut, factsOf, putPart, sendPart, splitters, upload, waitForUpload, whatArrived } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

interface UploadPage {
  asset_id: string
  state: string
  filesize: number
  received_bytes: number
  expires_at: string
  parts: {
    number: number
    start: number
    end_exclusive: number
    received_bytes: number | null
    received_at: string | null
    url: string
  }[]
}

const bytes = seededBytes(30, 90_001)
const pieces = cut(bytes, splitters.ceil(bytes.length, 4))

describe.each(servers)('the upload page on the $name database', (server) => {
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'uploads-page')).root_asset_id
  })

  const page = (id: string) => client.ok<UploadPage>('GET', `/api/assets/${id}/upload`)
  const start = (name: string, parentId = root) =>
    client.createFile(parentId, name, bytes.length, { parts: 4 })
  const send = (asset: Asset, number: number) =>
    sendPart(asset.upload_urls?.[number - 1] ?? '', pieces[number - 1] ?? new Uint8Array())

  it('lists what has arrived, and its fresh URLs finish the upload', async () => {
    const asset = await start('resumed.bin')
    await send(asset, 3)
    await send(asset, 1)
    const seen = await page(asset.id)
    expect(seen).toMatchObject({ asset_id: asset.id, state: 'arriving', filesize: bytes.length })
    expect(seen.received_bytes).toBe((pieces[0]?.length ?? 0) + (pieces[2]?.length ?? 0))
    expect(seen.parts.map(({ number, received_bytes: size }) => [number, size])).toEqual([
      [1, pieces[0]?.length],
      [2, null],
      [3, pieces[2]?.length],
      [4, null],
    ])
    expect(seen.parts.map((part) => part.received_at === null)).toEqual([false, true, false, true])
    expect(Date.parse(seen.expires_at)).toBeGreaterThan(Date.now())
    for (const part of seen.parts.filter(({ received_bytes: size }) => size === null))
      await sendPart(part.url, bytes.slice(part.start, part.end_exclusive))
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
    expect((await page(asset.id)).state).toBe('complete')
  })

  it('does not count a part whose sender went away in the middle', async () => {
    const asset = await start('broken.bin')
    const url = new URL(asset.upload_urls?.[0] ?? '')
    await new Promise<void>((resolve, reject) => {
      const socket = connect(Number(url.port), url.hostname, () => {
        socket.write(
          `PUT ${url.pathname}${url.search} HTTP/1.1\r\nHost: ${url.host}\r\nContent-Length: 22501\r\n\r\n`,
        )
        socket.write(bytes.subarray(0, 10_000), () => socket.destroy())
      })
      socket.once('close', () => resolve())
      socket.once('error', reject)
    })
    for (const number of [2, 3, 4]) await send(asset, number)
    expect((await page(asset.id)).parts[0]?.received_bytes).toBeNull()
    expect((await client.asset(asset.id)).upload_completed_at).toBeNull()
    await send(asset, 1)
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it('ends an upload that is cancelled, and everything it counted for', async () => {
    const project = await makeProject(client, 'uploads-cancel')
    const asset = await start('cancelled.bin', project.root_asset_id)
    await send(asset, 1)
    expect((await client.call('DELETE', `/api/assets/${asset.id}/upload`)).status).toBe(200)

    expect((await client.call('GET', `/v2/assets/${asset.id}?include_deleted=true`)).status).toBe(404)
    expect(await client.children(project.root_asset_id, '?include_deleted=true')).toEqual([])
    expect(await client.trash(project.id)).toEqual([])
    expect(await client.project(project.id)).toMatchObject({ file_count: 0, folder_count: 0, storage: 0 })
    expect((await client.asset(project.root_asset_id)).item_count).toBe(0)
    const late = await putPart(asset.upload_urls?.[1] ?? '', pieces[1] ?? new Uint8Array())
    expect(late.status).toBe(404)
    expect(await late.text()).toMatch(
      /^<\?xml.*<Error><Code>NoSuchKey<\/Code><Message>.+<\/Message><\/Error>$/s,
    )
  })

  it('does not cancel an upload that is complete', async () => {
    const asset = await upload(client, root, 'complete.bin', bytes)
    await waitForUpload(client, asset.id)
    expect((await client.call('DELETE', `/api/assets/${asset.id}/upload`)).status).toBe(409)
    expect((await client.asset(asset.id)).upload_completed_at).not.toBeNull()
  })

  it('refuses the parts of a deleted asset, and goes on when it is restored', async () => {
    const asset = await start('deleted-meanwhile.bin')
    await send(asset, 1)
    await client.remove(asset.id)
    expect((await putPart(asset.upload_urls?.[1] ?? '', pieces[1] ?? new Uint8Array())).status).toBe(404)
    await client.restore(asset.id)
    for (const number of [2, 3, 4]) await send(asset, number)
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it('refuses the parts of an asset whose folder is deleted', async () => {
    const folder = await client.createFolder(root, 'deleted meanwhile')
    const asset = await start('inside.bin', folder.id)
    await client.remove(folder.id)
    expect((await putPart(asset.upload_urls?.[0] ?? '', pieces[0] ?? new Uint8Array())).status).toBe(404)
  })

  it.each(['the file', 'its folder'])(
    'counts the true size of an upload that was finished while %s was being deleted',
    async (which) => {
      const project = await makeProject(client, `uploads-deleted-late ${which}`)
      const folder = await client.createFolder(project.root_asset_id, 'folder')
      const asset = await client.createFile(folder.id, 'late.bin', 1_000_000)
      const deleted = which === 'the file' ? asset.id : folder.id
      await Promise.all([
        sendPart(asset.upload_urls?.[0] ?? '', bytes).catch(() => undefined),
        client.remove(deleted),
      ])
      await waitUntil(
        'the deletion is counted',
        () => client.project(project.id),
        ({ storage, file_count: files }) => storage === 0 && files === 0,
      )
      await client.restore(deleted)
      const before = await client.asset(asset.id)
      if (before.upload_completed_at === null) await sendPart(asset.upload_urls?.[0] ?? '', bytes)
      await waitForUpload(client, asset.id)
      const counted = await waitUntil(
        'the restored file is counted',
        () => client.project(project.id),
        ({ storage, file_count: files }) => storage === bytes.length && files === 1,
      )
      expect(counted).toMatchObject({ folder_count: 1 })
    },
  )

  it('knows no upload of a folder, of nothing, or of no id', async () => {
    const folder = await client.createFolder(root, 'no upload')
    for (const id of [folder.id, '00000000-0000-4000-8000-000000000000', 'no-id'])
      for (const method of ['GET', 'DELETE'])
        expect((await client.call(method, `/api/assets/${id}/upload`)).status).toBe(404)
  })
})
