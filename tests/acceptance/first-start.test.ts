// The first start, when it does not go well: who reads the log has a sentence, and nothing that is told once is lost.
import { createServer } from 'node:net'
import type { AddressInfo, Server } from 'node:net'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { createReferenceClient } from './reference-client.ts'
import { startServer } from './server.ts'

let folder: string
let occupier: Server
let port: number

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-first-start-'))
  occupier = createServer()
  await new Promise<void>((resolve) => occupier.listen(0, '127.0.0.1', resolve))
  // A TCP server's address is always one of this kind.
  ;({ port } = occupier.address() as AddressInfo)
})
afterEach(async () => {
  occupier.close()
  await rm(folder, { recursive: true, force: true })
})

it('says in one sentence that the port is taken, and keeps the token and the link for the next start', async () => {
  const ownToken = { RUSHES_TOKEN: '', RUSHES_PASSWORD: '' }
  const failure = await startServer({ folder, env: { ...ownToken, RUSHES_PORT: String(port) } }).then(
    () => 'it started',
    (error: unknown) => String(error),
  )
  expect(failure).toContain(
    `The address 127.0.0.1:${String(port)} cannot be used: another program listens there already. Choose another one with RUSHES_PORT or RUSHES_HOST.`,
  )
  expect(failure).not.toMatch(/\n\s+at /)

  const kept = await readFile(join(folder, 'data/first-login.txt'), 'utf8')
  const token = /^Developer token: (fio-u-\S+)$/m.exec(kept)?.[1] ?? ''
  const code = /^Set a password: {2}\S+\/welcome\/(\S+)$/m.exec(kept)?.[1] ?? ''
  const server = await startServer({ folder, env: ownToken })
  expect((await createReferenceClient(server.url, token).call('GET', '/v2/me')).status).toBe(200)
  const welcome = await createReferenceClient(server.url, null).call('POST', '/api/welcome', {
    body: { code, name: 'Ann', email: 'ann@example.org', password: 'a good long password' },
    headers: { 'sec-fetch-site': 'same-origin' },
  })
  expect(welcome.status).toBe(200)
  await server.stop()
})
