// What real clients send beside or instead of the documented request (v2-assets.md 6 and 8).
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { cut, factsOf, putPart, sendPart, splitters, upload, whatArrived } from './uploader.ts'

const servers = serversByTurns(import.meta.filename)

const bytes = seededBytes(20, 40_000)

describe.each(servers)('an upload by a client of its own kind on the $name database', (server) => {
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'uploads-clients')).root_asset_id
  })

  it.each<[string, Record<string, string>]>([
    ['no content-type, as requests drops an unknown one', {}],
    ['another content-type than was declared', { 'content-type': 'text/html' }],
    ['a content-type that is none', { 'content-type': 'nonsense' }],
    ['a form’s content-type', { 'content-type': 'application/x-www-form-urlencoded' }],
    ['JSON’s content-type', { 'content-type': 'application/json' }],
    ['a Bearer token, also one that is not valid', { authorization: 'Bearer fio-u-nobody' }],
  ])('takes parts with %s', async (_what, headers) => {
    const asset = await upload(client, root, 'headers.bin', bytes, { headers, create: { parts: 2 } })
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it('answers a part with 200, an empty body and an ETag', async () => {
    const asset = await client.createFile(root, 'etag.bin', bytes.length)
    const response = await putPart(asset.upload_urls?.[0] ?? '', bytes)
    expect(response.status).toBe(200)
    expect(response.headers.get('etag')).toMatch(/^".+"$/)
    expect(await response.text()).toBe('')
  })

  it('takes a part that is streamed without a length', async () => {
    const asset = await client.createFile(root, 'chunked.bin', bytes.length)
    const response = await fetch(asset.upload_urls?.[0] ?? '', {
      method: 'PUT',
      body: new Blob(cut(bytes, splitters.ceil(bytes.length, 9))).stream(),
      duplex: 'half',
    })
    expect(response.status).toBe(200)
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it('takes a create that is sent as a form, with numbers as text', async () => {
    const created = await client.ok<Asset>('POST', `/v2/assets/${root}/children`, {
      form: {
        type: 'file',
        name: 'form.bin',
        filesize: String(bytes.length),
        filetype: 'application/octet-stream',
        private: 'true',
        'properties[camera]': 'A',
      },
    })
    expect(created).toMatchObject({
      filesize: bytes.length,
      private: true,
      properties: { camera: 'A' },
      filetype: 'application/octet-stream',
    })
    await sendPart(created.upload_urls?.[0] ?? '', bytes)
    expect(await whatArrived(client, created.id)).toEqual(factsOf(bytes))
  })

  it('takes a size that is text in JSON', async () => {
    const created = await client.ok<Asset>('POST', `/v2/assets/${root}/children`, {
      body: { type: 'file', name: 'text.bin', filesize: '40000', label: 'approved' },
    })
    expect(created).toMatchObject({ filesize: 40_000, label: 'approved' })
  })

  it.each([
    [5, 5],
    ['3', 3],
    [1, 1],
  ])('gives as many URLs as the caller wants: parts %j', async (parts, count) => {
    const asset = await client.createFile(root, 'wanted.bin', bytes.length, { parts })
    expect(asset.upload_urls).toHaveLength(count)
    for (const [index, piece] of cut(bytes, splitters.ceil(bytes.length, count)).entries())
      await sendPart(asset.upload_urls?.[index] ?? '', piece)
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it.each([0, -1, 1.5, 'many', 10_001])('refuses parts %j with 422', async (parts) => {
    const refused = await client.call('POST', `/v2/assets/${root}/children`, {
      body: { type: 'file', name: 'wanted.bin', filesize: 100, parts },
    })
    expect(refused.status).toBe(422)
    expect(refused.body).toMatchObject({ code: 422, errors: [{ field: 'parts', status: 422 }] })
  })

  it('gives URLs that name the asset and the part and nothing of the account', async () => {
    const asset = await client.createFile(root, 'urls.bin', bytes.length, { parts: 3 })
    const urls = asset.upload_urls ?? []
    expect(new Set(urls).size).toBe(3)
    for (const url of urls) {
      expect(url.startsWith(`${server.url}/`)).toBe(true)
      expect(url).toContain(asset.id)
      expect(url).not.toContain(server.token)
    }
  })
})
