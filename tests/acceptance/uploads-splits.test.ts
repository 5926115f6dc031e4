import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import {
  cut,
  download,
  factsOf,
  sendPart,
  splitters,
  upload,
  waitForChecksum,
  waitForUpload,
  whatArrived,
} from './uploader.ts'

/** The documented example: two URLs, 10,568,125 bytes each (v2-assets.md 6). */
const documentedBytes = 21_136_250
const file = seededBytes(1, documentedBytes)
const emptyXxHash = 'ef46db3751d8e999'

// How a file is cut does not depend on which PostgreSQL keeps the parts' rows, and these files are large.
describe.each(inject('servers').slice(0, 1))('an upload on the $name database', (server) => {
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'uploads-splits')).root_asset_id
  })

  it.each(Object.entries(splitters))('is whole when it is cut as %s', async (_name, splitter) => {
    const asset = await upload(client, root, 'documented.bin', file, { splitter })
    expect(asset.upload_urls).toHaveLength(2)
    expect(asset.original_upload).toBe(asset.upload_urls?.[0])
    expect(asset.filesize).toBe(documentedBytes)
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(file))
  })

  it.each(['ceil', 'floor with the remainder on the last', 'ceil plus one byte'] as const)(
    'is whole when its size does not divide and it is cut as %s',
    async (name) => {
      const odd = seededBytes(2, 100_003)
      const asset = await upload(client, root, 'odd.bin', odd, {
        splitter: splitters[name],
        create: { parts: 7 },
      })
      expect(await whatArrived(client, asset.id)).toEqual(factsOf(odd))
    },
  )

  it('is complete at creation when the file is empty: nobody PUTs nothing', async () => {
    const asset = await client.createFile(root, 'empty.bin', 0)
    expect(asset.upload_urls).toHaveLength(1)
    const done = await waitForChecksum(client, asset.id)
    expect(done).toMatchObject({ filesize: 0, status: 'uploaded', checksums: { xx_hash: emptyXxHash } })
    expect(await download(done.original ?? '')).toHaveLength(0)
  })

  it('takes an empty part for an empty file', async () => {
    const asset = await client.createFile(root, 'empty-and-sent.bin', 0)
    await sendPart(asset.upload_urls?.[0] ?? '', new Uint8Array())
    expect((await waitForUpload(client, asset.id)).filesize).toBe(0)
  })

  it('takes a file of one byte', async () => {
    const one = new Uint8Array([0x41])
    const asset = await upload(client, root, 'one.bin', one)
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(one))
  })

  it('does not mind the order of the parts', async () => {
    const bytes = seededBytes(3, 300_000)
    const asset = await client.createFile(root, 'backwards.bin', bytes.length, { parts: 5 })
    const pieces = cut(bytes, splitters.ceil(bytes.length, 5))
    for (const index of [4, 1, 3, 0, 2])
      await sendPart(asset.upload_urls?.[index] ?? '', pieces[index] ?? new Uint8Array())
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it('takes all parts at the same time', async () => {
    const bytes = seededBytes(4, 1_000_000)
    const asset = await client.createFile(root, 'parallel.bin', bytes.length, { parts: 16 })
    const pieces = cut(bytes, splitters.ceil(bytes.length, 16))
    await Promise.all(pieces.map((piece, index) => sendPart(asset.upload_urls?.[index] ?? '', piece)))
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it('takes a part that is sent twice with the same bytes', async () => {
    const bytes = seededBytes(5, 100_000)
    const asset = await client.createFile(root, 'twice.bin', bytes.length, { parts: 2 })
    const [first, second] = cut(bytes, splitters.ceil(bytes.length, 2))
    const [firstUrl = '', secondUrl = ''] = asset.upload_urls ?? []
    await sendPart(firstUrl, first ?? new Uint8Array())
    await sendPart(firstUrl, first ?? new Uint8Array())
    await sendPart(secondUrl, second ?? new Uint8Array())
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it.each([
    ['as long', 50_000],
    ['shorter', 10],
    ['longer', 70_000],
  ])('keeps the later bytes when a part is sent again with others, %s', async (_how, sizeBytes) => {
    const wrong = seededBytes(6, sizeBytes)
    const right = seededBytes(7, 100_000)
    const asset = await client.createFile(root, 'corrected.bin', right.length, { parts: 2 })
    const [first, second] = cut(right, splitters.ceil(right.length, 2))
    const [firstUrl = '', secondUrl = ''] = asset.upload_urls ?? []
    await sendPart(firstUrl, wrong)
    await sendPart(firstUrl, first ?? new Uint8Array())
    await sendPart(secondUrl, second ?? new Uint8Array())
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(right))
  })

  it('is not changed by a part that comes again after it was complete', async () => {
    const bytes = seededBytes(8, 5_000)
    const asset = await upload(client, root, 'late.bin', bytes)
    await waitForChecksum(client, asset.id)
    await sendPart(asset.upload_urls?.[0] ?? '', seededBytes(9, 5_000))
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
  })

  it('has the sum of its parts as its size, whatever was declared, and the project counts that', async () => {
    const project = await makeProject(client, 'uploads-true-size')
    const bytes = seededBytes(10, 4_321)
    const asset = await client.createFile(project.root_asset_id, 'declared-wrongly.bin', 1_000_000)
    expect((await client.project(project.id)).storage).toBe(1_000_000)
    await sendPart(asset.upload_urls?.[0] ?? '', bytes)
    expect(await whatArrived(client, asset.id)).toEqual(factsOf(bytes))
    expect((await client.project(project.id)).storage).toBe(4_321)
  })
})
