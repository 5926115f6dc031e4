// How the server is reached from outside: its own TLS, a proxy in front, a public name, and Host headers that lie.
import { readFile } from 'node:fs/promises'
import { request as httpRequest } from 'node:http'
import type { IncomingHttpHeaders } from 'node:http'
import { request as httpsRequest } from 'node:https'
import { join } from 'node:path'
import { afterEach, expect, it } from 'vitest'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'

// Made for these tests alone, for the name localhost.
const certPath = join(import.meta.dirname, 'fixtures/tls-cert.pem')
const keyPath = join(import.meta.dirname, 'fixtures/tls-key.pem')

const servers: RunningServer[] = []
afterEach(async () => {
  for (const server of servers.splice(0)) {
    await server.stop()
    await server.remove()
  }
})

it('speaks https itself, with links to match and a secure session cookie', async () => {
  const server = await start({
    RUSHES_TLS_CERT: certPath,
    RUSHES_TLS_KEY: keyPath,
    NODE_EXTRA_CA_CERTS: certPath,
  })
  expect(server.url).toMatch(/^https:\/\/127\.0\.0\.1:\d+$/)
  const asset = await createFile(server, server.url, {})
  expect(asset.upload_urls[0]).toMatch(/^https:\/\/127\.0\.0\.1:\d+\/uploads\//)
  const login = await call(
    server.url,
    'POST',
    '/api/session',
    { 'sec-fetch-site': 'same-origin' },
    { email: 'owner@example.org', password: 'correct horse battery' },
  )
  expect(login.status).toBe(200)
  expect(login.headers['set-cookie']?.[0]).toMatch(/HttpOnly; Secure; SameSite=Lax/)
  expect(login.headers['strict-transport-security']).toBe('max-age=31536000')
})

it('builds every link from RUSHES_URL when it is set', async () => {
  const server = await start({ RUSHES_URL: 'https://review.example.org' })
  const asset = await createFile(server, server.url, {})
  expect(asset.upload_urls[0]).toMatch(/^https:\/\/review\.example\.org\/uploads\//)
  expect(asset.original).toMatch(/^https:\/\/review\.example\.org\/media\//)
})

it('believes forwarded headers of a proxy it was told of', async () => {
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': '127.0.0.1:8443' }
  const trusting = await start({ RUSHES_TRUSTED_PROXIES: '127.0.0.1' })
  expect((await createFile(trusting, trusting.url, forwarded)).upload_urls[0]).toMatch(
    /^https:\/\/127\.0\.0\.1:8443\//,
  )
})

it('believes no forwarded headers by default, and signs no links to a host that somebody else named', async () => {
  const server = await start({})
  const forwarded = { 'x-forwarded-proto': 'https', 'x-forwarded-host': '127.0.0.1:8443' }
  expect((await createFile(server, server.url, forwarded)).upload_urls[0]).toMatch(`${server.url}/uploads/`)
  const asset = await createFile(server, server.url, { host: 'evil.example.org' })
  expect(asset.upload_urls[0]).toMatch(`${server.url}/uploads/`)
})

async function start(env: Record<string, string>): Promise<RunningServer> {
  const server = await startServer({ env })
  servers.push(server)
  return server
}

interface CreatedFile {
  upload_urls: [string]
  original: string
}

async function createFile(
  server: RunningServer,
  url: string,
  headers: Record<string, string>,
): Promise<CreatedFile> {
  const token = { authorization: `Bearer ${server.token}`, ...headers }
  const teams = await call(url, 'GET', '/v2/teams', token)
  const projects = await call(
    url,
    'GET',
    `/v2/teams/${(teams.body as [{ id: string }])[0].id}/projects`,
    token,
  )
  const root = (projects.body as [{ root_asset_id: string }])[0].root_asset_id
  const created = await call(url, 'POST', `/v2/assets/${root}/children`, token, {
    type: 'file',
    name: 'a.mov',
    filesize: 10,
  })
  expect(created.status).toBe(200)
  return created.body as CreatedFile
}

interface Answer {
  status: number
  headers: IncomingHttpHeaders
  body: unknown
}

/** Not fetch: it neither takes a certificate of its own nor lets a test set Host. */
async function call(
  url: string,
  method: string,
  path: string,
  headers: Record<string, string>,
  body?: unknown,
): Promise<Answer> {
  const isTls = url.startsWith('https:')
  const options = {
    method,
    headers: { 'content-type': 'application/json', ...headers },
    ...(isTls ? { ca: await readFile(certPath) } : {}),
  }
  return new Promise((resolve, reject) => {
    const request = (isTls ? httpsRequest : httpRequest)(new URL(path, url), options, (response) => {
      let text = ''
      response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk))
      response.once('end', () =>
        resolve({
          status: response.statusCode ?? 0,
          headers: response.headers,
          body: JSON.parse(text) as unknown,
        }),
      )
    })
    request.once('error', reject)
    request.end(body === undefined ? undefined : JSON.stringify(body))
  })
}
