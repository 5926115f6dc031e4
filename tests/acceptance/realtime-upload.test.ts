// Real-time uploads (v2-assets.md 7 and 12): parts of a file that is still being made.
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

/** The smallest size a part but the last may be declared with. */
const MIN = 5_242_880

describe.each(servers)('real-time uploads on the $name database', (server) => {
  let client: ReferenceClient
  let project: Project

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    project = await makeProject(client, 'realtime')
  })

  const create = (body: Record<string, unknown>) =>
    client.call<Asset & V2Error>('POST', `/v2/assets/${project.root_asset_id}/children`, {
      body: { type: 'file', is_realtime_upload: true, filetype: 'video/mp4', ...body },
    })
  const register = (id: string, body: unknown) =>
    client.call<{ upload_urls: string[] } & V2Error>('POST', `/v2/assets/${id}/realtime_upload/parts`, {
      body,
    })
  const part = (number: number, size = MIN, isFinal = false) => ({ number, size, is_final: isFinal })
  const put = (url: string | undefined, body: string) =>
    fetch(url ?? '', {
      method: 'PUT',
      body,
      headers: { 'content-type': 'video/mp4', 'x-amz-acl': 'private' },
    })

  it('says only the id and the name of a new one, made of the extension where there is no name', async () => {
    const made = await create({ extension: '.mov' })
    expect(made.status).toBe(200)
    expect(made.body).toEqual({ id: expect.any(String) as string, name: '[new file].mov' })
    expect((await create({ name: 'take.MOV', extension: '.mov' })).body.name).toBe('take.MOV')
    expect(await client.asset(made.body.id)).toMatchObject({ status: 'created', filesize: 0, type: 'file' })
  })

  it('joins parts in the order of their numbers, gaps and all, once the final one is there (10, check 7)', async () => {
    const { id } = (await create({ extension: '.mov' })).body
    const first = await register(id, { parts: [part(1), part(7)] })
    expect(first.status).toBe(200)
    expect(first.body.upload_urls).toHaveLength(2)
    expect((await put(first.body.upload_urls[1], 'seven')).status).toBe(200)
    const last = await register(id, {
      parts: [part(3, 5, true)],
      asset_name: 'take 1.mov',
      asset_filesize: 13,
    })
    expect((await put(last.body.upload_urls[0], 'three')).status).toBe(200)
    // Part 1 is registered and has not come: whatever is final, it is not over.
    expect(await client.asset(id)).toMatchObject({ upload_completed_at: null, name: 'take 1.mov' })
    expect((await put(first.body.upload_urls[0], 'one')).status).toBe(200)
    const whole = await waitUntil(
      'the file is whole',
      () => client.asset(id),
      (asset) => asset.checksums !== null,
    )
    expect(whole).toMatchObject({ filesize: 13, upload_failed_at: null })
    expect(await (await fetch(whole.original ?? '')).text()).toBe('onethreeseven')
    expect((await register(id, { parts: [part(9)] })).status).toBe(400)
    const counted = await waitUntil(
      'the project counts its bytes',
      () => client.project(project.id),
      ({ storage }) => storage === 13,
    )
    expect(counted.storage).toBe(13)
  })

  it('can be read as far as it has come, and says how far that is (7)', async () => {
    const { id } = (await create({ name: 'growing.mov' })).body
    const { original } = await client.asset(id)
    const read = (range?: string) => fetch(original ?? '', range === undefined ? {} : { headers: { range } })
    const progress = async () => (await client.asset(id))['realtime_upload']
    const status = () => client.ok<Record<string, unknown>>('GET', `/api/assets/${id}/upload`)
    expect(await progress()).toMatchObject({ received_bytes: 0, readable_bytes: 0 })
    expect((await read('bytes=0-')).status).toBe(416)

    const urls = (await register(id, { parts: [part(1), part(2), part(4)] })).body.upload_urls
    await put(urls[1], 'second')
    // Nothing stands at the start yet.
    expect(await progress()).toMatchObject({ received_bytes: 6, readable_bytes: 0 })
    await put(urls[0], 'first ')
    await put(urls[2], 'fourth')
    // The third may still be registered.
    expect(await progress()).toMatchObject({ received_bytes: 18, readable_bytes: 12 })
    expect(await status()).toMatchObject({
      state: 'arriving',
      received_bytes: 18,
      readable_bytes: 12,
      parts: [
        { number: 1, start: 0, end_exclusive: 6, received_bytes: 6 },
        { number: 2, start: 6, end_exclusive: 12, received_bytes: 6 },
        { number: 4, start: 12, end_exclusive: 18, received_bytes: 6 },
      ],
    })
    const whole = await read()
    expect([whole.status, whole.headers.get('content-length'), await whole.text()]).toEqual([
      200,
      '12',
      'first second',
    ])
    const middle = await read('bytes=4-8')
    expect([middle.status, middle.headers.get('content-range'), await middle.text()]).toEqual([
      206,
      'bytes 4-8/*',
      't sec',
    ])
    expect(await (await read('bytes=10-99')).text()).toBe('nd')
    const behind = await read('bytes=12-')
    expect([behind.status, behind.headers.get('content-range'), await behind.text()]).toEqual([
      416,
      'bytes */12',
      expect.stringMatching(/still being uploaded.*12 bytes/) as string,
    ])
    expect(whole.headers.get('cache-control')).toBe('no-store')

    const [last] = (await register(id, { parts: [part(3, 5, true)], asset_filesize: 23 })).body.upload_urls
    await put(last, 'third')
    const done = await waitUntil(
      'the file is whole',
      () => client.asset(id),
      (asset) => asset.upload_completed_at !== null,
    )
    expect(done['realtime_upload']).toMatchObject({ received_bytes: 23, readable_bytes: 23 })
    expect(await (await fetch(done.original ?? '')).text()).toBe('first secondthirdfourth')
    const plain = await client.createFile(project.root_asset_id, 'plain.bin', 10, { parts: 2 })
    expect(plain['realtime_upload']).toBeNull()
    await put(plain.upload_urls?.[0], '12345')
    expect((await fetch(plain.original ?? '')).status).toBe(404)
  })

  it('gives a fresh URL for a part that was registered before, and the last bytes count', async () => {
    const { id } = (await create({ name: 'again.mp4' })).body
    const [once] = (await register(id, { parts: [part(1)] })).body.upload_urls
    await put(once, 'old')
    const [again] = (await register(id, { parts: [part(1)] })).body.upload_urls
    await put(again, 'new')
    // The name was given by its maker: it stays.
    const [final] = (
      await register(id, { parts: [part(2, 3, true)], asset_filesize: 6, asset_name: 'other.mp4' })
    ).body.upload_urls
    await put(final, 'end')
    const whole = await waitUntil(
      'the file is whole',
      () => client.asset(id),
      (asset) => asset.upload_completed_at !== null,
    )
    expect(whole.name).toBe('again.mp4')
    expect(await (await fetch(whole.original ?? '')).text()).toBe('newend')
  })

  it('keeps a name that somebody gave it meanwhile', async () => {
    const { id } = (await create({ extension: '.mp4' })).body
    await client.update(id, { name: 'by hand.mp4' })
    expect((await register(id, { parts: [part(1)], asset_name: 'by device.mp4' })).status).toBe(200)
    expect((await client.asset(id)).name).toBe('by hand.mp4')
  })

  it('ends with its deletion: no part is taken any more', async () => {
    const { id } = (await create({ extension: '.mp4' })).body
    const [url] = (await register(id, { parts: [part(1)] })).body.upload_urls
    await client.remove(id)
    expect((await put(url, 'late')).status).toBe(404)
    expect((await register(id, { parts: [part(2)] })).status).toBe(404)
    await client.restore(id)
    expect((await put(url, 'in time')).status).toBe(200)
  })

  it('says when registered parts did not come in time, and takes them all the same (12)', async () => {
    const { id } = (await create({ name: 'late.mp4' })).body
    const [url] = (await register(id, { parts: [part(1, 4, true)], asset_filesize: 4 })).body.upload_urls
    await queryDatabase(
      server,
      `update uploads set expires_at = now() - interval '1 minute'
       where media_id = (select media_id from assets where id = $1)`,
      [id],
    )
    await queryDatabase(server, `select graphile_worker.add_job('upload.sweep', '{}'::json)`)
    const late = await waitUntil(
      'the asset says so',
      () => client.asset(id),
      (asset) => asset['upload_failed_at'] !== null,
    )
    expect(late).toMatchObject({ status: 'created', upload_completed_at: null })
    expect((await put(url, 'late')).status).toBe(200)
    const whole = await waitUntil(
      'the file is whole',
      () => client.asset(id),
      (asset) => asset.upload_completed_at !== null,
    )
    expect(whole['upload_failed_at']).toBeNull()
  })

  it('refuses what cannot be a real-time upload with 422', async () => {
    const bad: [body: Record<string, unknown>, field: string][] = [
      [{}, 'name'],
      [{ name: 'no extension' }, 'name'],
      [{ extension: 'mov' }, 'extension'],
      [{ name: 'a.mp4', extension: '.mov' }, 'extension'],
      [{ name: 'a.mp4', filetype: null }, 'filetype'],
      [{ name: 'a.mp4', type: 'folder' }, 'type'],
    ]
    for (const [body, field] of bad) {
      const answer = await create(body)
      expect([answer.status, answer.body.errors[0]?.field], JSON.stringify(body)).toEqual([422, field])
    }
    // Only JSON may ask for one (1 and 3.6).
    const form = { type: 'file', name: 'a.mp4', filetype: 'video/mp4', is_realtime_upload: 'true' }
    const asForm = await client.call<V2Error>('POST', `/v2/assets/${project.root_asset_id}/children`, {
      form,
    })
    expect([asForm.status, asForm.body.errors[0]?.field]).toEqual([422, 'is_realtime_upload'])
  })

  it('refuses parts that S3 would not take with 400 and says why', async () => {
    const { id } = (await create({ extension: '.mp4' })).body
    const bad: [body: unknown, detail: RegExp][] = [
      [{}, /parts/],
      [[], /./],
      [{ parts: [] }, /parts/],
      [{ parts: [part(0)] }, /number/],
      [{ parts: [part(10_001)] }, /number/],
      [{ parts: [part(1, MIN - 1)] }, /size.*5242880/],
      [{ parts: [part(1, 6_000_000_000)] }, /size/],
      [{ parts: [part(1, 5, true)] }, /asset_filesize/],
      [{ parts: [part(1, 5, true), part(2, 5, true)], asset_filesize: 10 }, /final/],
      [{ parts: [part(1), part(1)] }, /twice/],
      [{ parts: [{ number: 1, size: MIN }] }, /is_final/],
      [{ parts: [part(1)], asset_name: 'no extension' }, /asset_name/],
      [{ parts: [part(1, 5, true)], asset_filesize: 5_497_558_138_881 }, /asset_filesize/],
    ]
    for (const [body, detail] of bad) {
      const answer = await register(id, body)
      expect(answer.status, JSON.stringify(body)).toBe(400)
      expect(answer.body.errors[0]?.detail).toMatch(detail)
    }
    await register(id, { parts: [part(4, 5, true)], asset_filesize: 5 })
    expect((await register(id, { parts: [part(5, 5, true)], asset_filesize: 5 })).status).toBe(400)
    const plain = await client.createFile(project.root_asset_id, 'plain.mp4', 5)
    expect((await register(plain.id, { parts: [part(1)] })).status).toBe(400)
    expect((await register(project.root_asset_id, { parts: [part(1)] })).status).toBe(400)
  })
})
