import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { sortsByTurns } from './by-turns.ts'
import { makeExternalDatabase } from './external-database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { factsOf, putPart, sendPart, upload, waitForUpload, whatArrived } from './uploader.ts'

const sorts = sortsByTurns(import.meta.filename)

const bytes = seededBytes(40, 10_000)
/** Two starts, one after the other, on a machine that may have much else to do. */
const startsMs = 180_000
const clock = join(import.meta.dirname, 'clock-ahead.ts')

describe.each(sorts)('links on the %s database', (sort) => {
  let later: RunningServer
  let unfinished: Asset
  let finished: Asset

  beforeAll(async () => {
    const env: Record<string, string> = sort === 'embedded' ? {} : { DATABASE_URL: await externalUrl() }
    const today = await startServer({ env })
    const client = createReferenceClient(today.url, today.token)
    const { root_asset_id: root } = await makeProject(client, 'links')
    unfinished = await client.createFile(root, 'unfinished.bin', bytes.length, { parts: 2 })
    await sendPart(unfinished.upload_urls?.[0] ?? '', bytes.subarray(0, 5_000))
    finished = await waitForUpload(client, (await upload(client, root, 'finished.bin', bytes)).id)
    await today.stop()
    later = await startServer({
      folder: join(today.dataFolder, '..'),
      env: { ...env, RUSHES_TEST_HOURS_AHEAD: '31' },
      nodeArguments: ['--import', clock],
    })
  }, startsMs)
  afterAll(async () => {
    await later.stop()
    await later.remove()
  })

  const externalUrl = () => makeExternalDatabase(inject('externalPostgres'))
  /** The same link as the server of today would have it, were it still running. */
  const at = (url: string | undefined) => later.url + new URL(url ?? '').pathname

  it('takes no part after a day: S3’s XML with 403', async () => {
    const refused = await putPart(at(unfinished.upload_urls?.[1]), bytes.subarray(5_000))
    expect(refused.status).toBe(403)
    expect(refused.headers.get('content-type')).toMatch(/^application\/xml/)
    expect(await refused.text()).toMatch(
      /^<\?xml.*<Error><Code>AccessDenied<\/Code><Message>.*expired.*<\/Message><\/Error>$/s,
    )
  })

  it('gives nothing away after a day and what it was rounded up by', async () => {
    const refused = await fetch(at(finished.original))
    expect(refused.status).toBe(403)
    expect(await refused.json()).toMatchObject({ code: 403, errors: [{ status: 403 }] })
  })

  it('goes on with fresh links of the same upload and the same file', async () => {
    const client = createReferenceClient(later.url, later.token)
    const page = await client.ok<{ parts: { url: string; received_bytes: number | null }[] }>(
      'GET',
      `/api/assets/${unfinished.id}/upload`,
    )
    expect(page.parts.map((part) => part.received_bytes)).toEqual([5_000, null])
    await sendPart(page.parts[1]?.url ?? '', bytes.subarray(5_000))
    expect(await whatArrived(client, unfinished.id)).toEqual(factsOf(bytes))
    expect(await whatArrived(client, finished.id)).toEqual(factsOf(bytes))
  })

  it.each([
    ['a changed signature', (url: string) => url.slice(0, -1) + (url.endsWith('A') ? 'B' : 'A')],
    ['no signature', (url: string) => url.replace(/\.[^.]*$/, '.')],
    ['a longer life', (url: string) => url.replace(/\/(\w+)(\.[^./]*)$/, '/zzzzzz$2')],
    ['another part', (url: string) => url.replace('/parts/1/', '/parts/2/')],
    ['another asset', (url: string) => url.replace(/[\da-f-]{36}/, '00000000-0000-4000-8000-000000000000')],
  ])('takes no part by a link with %s', async (_what, forge) => {
    const client = createReferenceClient(later.url, later.token)
    const { root_asset_id: root } = await makeProject(client, 'forged')
    const asset = await client.createFile(root, 'forged.bin', bytes.length, { parts: 2 })
    const forged = forge(asset.upload_urls?.[0] ?? '')
    expect(forged).not.toBe(asset.upload_urls?.[0])
    const refused = await putPart(forged, bytes)
    expect(refused.status).toBe(403)
    expect(await refused.text()).toContain('<Code>AccessDenied</Code>')
  })

  it.each([
    [
      'a changed signature',
      (url: string) => url.replace(/\.([\w-]+)\/original/, '.AAAAAAAAAAAAAAAAAAAAAA/original'),
    ],
    ['a longer life', (url: string) => url.replace(/\/([dv])\.\w+\./, '/$1.zzzzzz.')],
    ['another asset', (url: string) => url.replace(/[\da-f-]{36}/, '00000000-0000-4000-8000-000000000000')],
  ])('gives no file by a link with %s', async (_what, forge) => {
    const client = createReferenceClient(later.url, later.token)
    const { original = '' } = await client.asset(finished.id)
    const forged = forge(original)
    expect(forged).not.toBe(original)
    expect((await fetch(forged)).status).toBe(403)
  })
})
