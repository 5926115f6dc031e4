// Fetching a file as shipped clients do (v2-assets.md 6, "Download side").
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { seededBytes } from './seeded.ts'
import { upload, waitForChecksum, waitForUpload, xxHashOf } from './uploader.ts'

const servers = serversByTurns(import.meta.filename)

const name = 'Überblick "final" 50% (v2)\'; \\ ε.mov'
const bytes = seededBytes(50, 3_000_001)
const size = bytes.length

describe.each(servers)('downloading on the $name database', (server) => {
  let client: ReferenceClient
  let root: string
  let url: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'downloads')).root_asset_id
    const { id } = await upload(client, root, name, bytes, { create: { filetype: 'video/quicktime' } })
    url = (await waitForChecksum(client, id)).original ?? ''
  })

  async function get(range: string | null, headers: Record<string, string> = {}) {
    const response = await fetch(url, { headers: { ...(range === null ? {} : { range }), ...headers } })
    const body = new Uint8Array(await response.arrayBuffer())
    return { status: response.status, headers: response.headers, body }
  }

  it('gives the whole file with its length, its name and its type', async () => {
    const answer = await get(null)
    expect(answer.status).toBe(200)
    expect(xxHashOf(answer.body)).toBe(xxHashOf(bytes))
    expect(answer.headers.get('content-length')).toBe(String(size))
    expect(answer.headers.get('accept-ranges')).toBe('bytes')
    expect(answer.headers.get('content-type')).toBe('video/quicktime')
    expect(answer.headers.get('etag')).toMatch(/^"[^"]+"$/)
  })

  it('names the file for old readers in ASCII and for new ones as it is', async () => {
    const disposition = (await get('bytes=0-0')).headers.get('content-disposition') ?? ''
    const parts = /^attachment; filename="([\x20-\x7e]*)"; filename\*=UTF-8''([\w.%~!-]+)$/.exec(disposition)
    expect(parts?.[1]).not.toMatch(/["\\]/)
    expect(decodeURIComponent(parts?.[2] ?? '')).toBe(name)
  })

  it.each<[string, number, number]>([
    ['bytes=0-0', 0, 0],
    ['bytes=0-99', 0, 99],
    ['bytes=1000-1999', 1000, 1999],
    [`bytes=${String(size - 1)}-`, size - 1, size - 1],
    // Resume (backblaze, deBilla).
    ['bytes=2500000-', 2_500_000, size - 1],
    // The SDK's last slice runs past the end.
    ['bytes=2999990-99999999999', 2_999_990, size - 1],
    [`bytes=0-${String(size)}`, 0, size - 1],
    ['bytes=-500', size - 500, size - 1],
    ['bytes=-99999999999', 0, size - 1],
  ])('answers %s with 206 and exactly those bytes', async (range, start, end) => {
    const answer = await get(range)
    expect(answer.status).toBe(206)
    expect(answer.headers.get('content-range')).toBe(`bytes ${String(start)}-${String(end)}/${String(size)}`)
    expect(answer.headers.get('content-length')).toBe(String(end - start + 1))
    expect(answer.body.length).toBe(end - start + 1)
    expect(xxHashOf(answer.body)).toBe(xxHashOf(bytes.subarray(start, end + 1)))
  })

  it.each([`bytes=${String(size)}-`, `bytes=${String(size + 5)}-${String(size + 9)}`, 'bytes=-0'])(
    'answers %s, which names nothing, with 416 and the size',
    async (range) => {
      const answer = await get(range)
      expect(answer.status).toBe(416)
      expect(answer.headers.get('content-range')).toBe(`bytes */${String(size)}`)
    },
  )

  it.each([
    'bytes=5-2',
    'bytes=-',
    'bytes=a-b',
    'items=0-5',
    'bytes 0-5',
    'bytes=0-1,5-6',
    'bytes=0x10-0x20',
  ])('ignores %s and gives the whole file', async (range) => {
    const answer = await get(range)
    expect(answer.status).toBe(200)
    expect(answer.body.length).toBe(size)
  })

  it('puts slices that overlap by a byte together to the same file, as the SDK does', async () => {
    const sliceBytes = 700_000
    const whole = new Uint8Array(size)
    for (let start = 0; start < size; start += sliceBytes) {
      const answer = await get(`bytes=${String(start)}-${String(start + sliceBytes)}`)
      expect(answer.status).toBe(206)
      whole.set(answer.body, start)
    }
    expect(xxHashOf(whole)).toBe(xxHashOf(bytes))
  })

  it.each(['.', '..', 'a/../../b'])('can be fetched by its link when it is called %j', async (called) => {
    const { id } = await upload(client, root, called, new TextEncoder().encode('dots'))
    const { original = '' } = await waitForUpload(client, id)
    const answer = await fetch(original)
    expect({ status: answer.status, text: await answer.text() }).toEqual({ status: 200, text: 'dots' })
    expect(/filename="([^"]*)"/.exec(answer.headers.get('content-disposition') ?? '')?.[1]).not.toContain('/')
  })

  it.each(['', 'not valid'])('does not mind a Bearer token on the link: %j', async (kind) => {
    const answer = await get('bytes=0-9', {
      authorization: `Bearer ${kind === '' ? server.token : 'fio-u-nobody'}`,
    })
    expect(answer.status).toBe(206)
  })

  it.each<[string | null, number, number]>([
    [null, 200, size],
    ['bytes=10-19', 206, 10],
  ])('answers HEAD like GET without the bytes: range %j', async (range, status, length) => {
    const response = await fetch(url, { method: 'HEAD', headers: range === null ? {} : { range } })
    expect(response.status).toBe(status)
    expect(response.headers.get('content-length')).toBe(String(length))
    expect(response.headers.get('content-disposition')).toContain('attachment')
    expect((await response.arrayBuffer()).byteLength).toBe(0)
  })

  it('says that nothing has changed, and gives a range only of the file that is meant', async () => {
    const etag = (await get('bytes=0-0')).headers.get('etag') ?? ''
    expect((await get(null, { 'if-none-match': etag })).status).toBe(304)
    expect((await get(null, { 'if-none-match': '"other"' })).status).toBe(200)
    expect((await get('bytes=0-9', { 'if-range': etag })).status).toBe(206)
    expect((await get('bytes=0-9', { 'if-range': '"other"' })).status).toBe(200)
  })

  it('has a link before the bytes, which leads to nothing until they have arrived', async () => {
    const asset = await client.createFile(root, 'not yet.mov', 10)
    expect(asset.original).toMatch(/^http/)
    expect((await fetch(asset.original ?? '')).status).toBe(404)
  })

  it('takes no other method on a link', async () => {
    for (const method of ['POST', 'PUT', 'DELETE']) expect((await fetch(url, { method })).status).toBe(404)
    expect((await get('bytes=0-9')).body).toEqual(bytes.slice(0, 10))
  })
})
