// What a browser may be talked into: nothing uploaded runs as a page of ours, every kind of answer says how it may be
// used, and programs of other pages may read what they need and nothing that rides on a cookie.
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { sendRaw } from './raw-http.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { upload, waitForUpload } from './uploader.ts'

const servers = serversByTurns(import.meta.filename)

const script = '<script>parent.stolen = document.cookie</script>'
const page = `<!doctype html><html xmlns="http://www.w3.org/1999/xhtml"><body>${script}</body></html>`
const drawing = `<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)">${script}</svg>`

describe.each(servers)('what browsers are told on the $name database', (server) => {
  let client: ReferenceClient
  let root: string
  let file: Asset

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'security')).root_asset_id
    const { id } = await upload(client, root, 'plain.txt', textBytes('plain text'))
    file = await waitForUpload(client, id)
  })

  it.each([
    ['page.html', 'text/html', page],
    ['page.html', undefined, page],
    ['page.htm', 'TEXT/HTML; charset=utf-8', page],
    ['page.xhtml', 'application/xhtml+xml', page],
    ['drawing.svg', 'image/svg+xml', drawing],
    ['drawing.svg', undefined, drawing],
    ['feed.xml', 'text/xml', page],
    ['feed.rss', 'application/rss+xml', page],
    ['code.js', 'text/javascript', 'parent.stolen = 1'],
    ['code.mjs', 'application/javascript', 'parent.stolen = 1'],
    ['style.css', 'text/css', 'body { background: url(//elsewhere.example) }'],
    ['archive.mht', 'message/rfc822', page],
  ])('serves an uploaded %s of type %j as a download that nothing runs', async (name, filetype, content) => {
    const create = filetype === undefined ? {} : { filetype }
    const { id } = await upload(client, root, name, textBytes(content), { create })
    const { original = '' } = await waitForUpload(client, id)
    for (const init of [{}, { method: 'HEAD' }, { headers: { range: 'bytes=0-20' } }]) {
      const { headers } = await fetch(original, init)
      expect(headers.get('content-type')).toBe('application/octet-stream')
      expect(headers.get('content-disposition')).toMatch(/^attachment;/)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
      expect(headers.get('content-security-policy')).toMatch(/^default-src 'none';.*\bsandbox$/)
    }
  })

  it.each([
    ['page.mp4', 'video/mp4\tx; text/html', 'video/mp4'],
    ['picture.png', 'image/png, text/html', 'image/png'],
    ['picture.jpg', 'image/jpeg; charset=text/html', 'image/jpeg'],
  ])('lets no second type ride along: %s as %j', async (name, filetype, type) => {
    const { id } = await upload(client, root, name, textBytes(page), { create: { filetype } })
    const { original = '' } = await waitForUpload(client, id)
    const { headers } = await fetch(original)
    expect(headers.get('content-type')).toBe(type)
    expect(headers.get('x-content-type-options')).toBe('nosniff')
  })

  it('makes no picture of a drawing that could run', async () => {
    const { id } = await upload(client, root, 'drawing.svg', textBytes(drawing), {
      create: { filetype: 'image/svg+xml' },
    })
    await waitForUpload(client, id)
    const asset = await client.asset(id)
    expect([asset['thumb'], asset['image_full'], asset['cover']]).toEqual([null, null, null])
  })

  it('keeps names out of the headers: line breaks, quotes and other scripts', async () => {
    const name = 'a"b\r\nset-cookie: x=1\r\n\r\n<b>é😀\\.html'
    const { id } = await upload(client, root, name, textBytes('x'))
    const asset = await waitForUpload(client, id)
    expect(asset.name).toBe(name)
    const response = await fetch(asset.original ?? '')
    expect(response.status).toBe(200)
    expect(response.headers.get('set-cookie')).toBeNull()
    const disposition = response.headers.get('content-disposition') ?? ''
    expect(disposition).toMatch(/^attachment; filename="[\x20-\x7e]*"; filename\*=UTF-8''[\w%.~-]+$/)
    expect(decodeURIComponent(disposition.split("UTF-8''")[1] ?? '')).toBe(name)
  })

  it.each([
    '../../../../etc/passwd',
    '..%2f..%2f..%2fetc%2fpasswd',
    '%2e%2e/%2e%2e/server.log',
    'x/../../first',
  ])('leads nowhere with %s behind a valid link', async (path) => {
    const link = new URL(file.original ?? '')
    const target = link.pathname.replace(/original\/.*/, path)
    const answer = await sendRaw(
      server.url,
      Buffer.from(`GET ${target} HTTP/1.1\r\nhost: ${link.host}\r\nconnection: close\r\n\r\n`),
    )
    expect(answer.status).toBe(404)
    expect(answer.body).not.toContain('root:')
  })

  describe('every kind of answer', () => {
    const token = () => ({ authorization: `Bearer ${server.token}` })
    const kinds: [string, () => Promise<Response>, number][] = [
      ['an object', () => fetch(`${server.url}/v2/me`, { headers: token() }), 200],
      ['a list', () => fetch(`${server.url}/v2/teams`, { headers: token() }), 200],
      ['no token', () => fetch(`${server.url}/v2/me`), 401],
      ['an unknown path', () => fetch(`${server.url}/v2/nothing`, { headers: token() }), 404],
      ['an address that cannot be decoded', () => fetch(`${server.url}/v2/assets/%E0%A4`), 404],
      ['bad input', () => post({ type: 'x' }), 422],
      ['a body that is no JSON', () => post('{'), 400],
      ['a body of another type', () => post({}, 'text/xml'), 415],
      ['a file', () => fetch(file.original ?? ''), 200],
      ['a range', () => fetch(file.original ?? '', { headers: { range: 'bytes=1-2' } }), 206],
      ['a range behind the end', () => fetch(file.original ?? '', { headers: { range: 'bytes=99-' } }), 416],
      ['a forged link', () => fetch((file.original ?? '').replace('/d.', '/v.')), 403],
      [
        'a part by a forged link',
        () => fetch(`${server.url}/uploads/${file.id}/parts/1/a.b`, { method: 'PUT' }),
        403,
      ],
      ['live updates', liveUpdates, 200],
      ['health', () => fetch(`${server.url}/health`), 200],
      ['readiness', () => fetch(`${server.url}/ready`), 200],
      ['a wrong password', signInWrongly, 401],
      ['a question of another origin', preflight, 204],
    ]

    it.each(kinds)('says how it may be used: %s', async (_kind, ask, status) => {
      const response = await ask()
      await response.body?.cancel()
      expect(response.status).toBe(status)
      expect(response.headers.get('x-content-type-options')).toBe('nosniff')
      expect(response.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
      expect(response.headers.get('referrer-policy')).toBe('no-referrer')
      expect(response.headers.get('x-frame-options')).toBe('DENY')
      expect(response.headers.get('x-request-id')).toMatch(/^[\w-]{8,64}$/)
      expect(response.headers.get('x-powered-by')).toBeNull()
      expect(response.headers.get('server')).toBeNull()
    })

    function post(body: unknown, type = 'application/json'): Promise<Response> {
      return fetch(`${server.url}/v2/assets/${root}/children`, {
        method: 'POST',
        headers: { ...token(), 'content-type': type },
        body: typeof body === 'string' ? body : JSON.stringify(body),
      })
    }
    async function liveUpdates(): Promise<Response> {
      const { project_id: id } = await client.asset(root)
      return fetch(`${server.url}/live?project_id=${id}`, { headers: token() })
    }
    function signInWrongly(): Promise<Response> {
      return fetch(`${server.url}/api/session`, {
        method: 'POST',
        headers: { 'content-type': 'application/json', 'sec-fetch-site': 'same-origin' },
        body: JSON.stringify({ email: 'nobody@example.org', password: 'nothing at all' }),
      })
    }
    function preflight(): Promise<Response> {
      return fetch(`${server.url}/v2/me`, {
        method: 'OPTIONS',
        headers: { origin: 'https://elsewhere.example', 'access-control-request-method': 'PUT' },
      })
    }
  })

  it('answers broken HTTP with the same care', async () => {
    const answer = await sendRaw(server.url, Buffer.from('no http\r\n\r\n'), { endsAfterwards: true })
    expect(answer.status).toBe(400)
    expect(answer.headers.get('x-content-type-options')).toBe('nosniff')
    expect(answer.headers.get('content-security-policy')).toMatch(/^default-src 'none'/)
  })

  it('lets programs of other pages read lists, files and failures, and never with a cookie', async () => {
    const origin = 'https://elsewhere.example'
    const headers = { origin, authorization: `Bearer ${server.token}` }
    const answers = [
      await fetch(`${server.url}/v2/assets/${root}/children`, { headers }),
      await fetch(file.original ?? '', { headers: { origin, range: 'bytes=0-1' } }),
      await fetch(`${server.url}/v2/me`, { headers: { origin } }),
    ]
    for (const answer of answers) {
      expect(answer.headers.get('access-control-allow-origin')).toBe('*')
      expect(answer.headers.get('access-control-allow-credentials')).toBeNull()
      const exposed = (answer.headers.get('access-control-expose-headers') ?? '').split(/,\s*/)
      expect(exposed).toEqual(
        expect.arrayContaining([
          'link',
          'page-number',
          'per-page',
          'total',
          'total-pages',
          'x-ratelimit-limit',
          'x-ratelimit-remaining',
          'x-ratelimit-window',
          'content-range',
          'content-length',
        ]),
      )
    }
  })

  it.each([
    ['a call with a token', () => `${server.url}/v2/me`, 'PUT', 'authorization,content-type'],
    ['a part', () => file.original ?? '', 'PUT', 'content-type,x-amz-acl'],
  ])('allows %s from other pages', async (_what, address, method, wanted) => {
    const { headers } = await fetch(address(), {
      method: 'OPTIONS',
      headers: {
        origin: 'https://elsewhere.example',
        'access-control-request-method': method,
        'access-control-request-headers': wanted,
      },
    })
    expect(headers.get('access-control-allow-origin')).toBe('*')
    expect(headers.get('access-control-allow-methods')).toContain(method)
    expect(headers.get('access-control-allow-headers')?.toLowerCase()).toContain(wanted)
    expect(headers.get('access-control-allow-credentials')).toBeNull()
  })

  it('repeats a caller’s request id only when it is one', async () => {
    const ask = async (id: string) =>
      (await fetch(`${server.url}/health`, { headers: { 'x-request-id': id } })).headers.get('x-request-id')
    expect(await ask('trace-1234-abcd')).toBe('trace-1234-abcd')
    expect(await ask('"><script>')).not.toContain('<')
  })
})

function textBytes(text: string): Uint8Array<ArrayBuffer> {
  return new TextEncoder().encode(text)
}
