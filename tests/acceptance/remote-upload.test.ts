// Files that the server fetches by itself (v2-assets.md 3.6 `source`, 6): from the internet and from nowhere else, and
// whatever the other server does, the asset is there and says what became of it.
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient } from './reference-client.ts'
import { remoteFile, startRemoteFiles } from './remote-files.ts'
import type { RemoteFiles } from './remote-files.ts'
import { startServer } from './server.ts'
import type { RunningServer } from './server.ts'
import { factsOf, waitForUpload, whatArrived } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

const maxBytes = 100_000
const maxSeconds = 2
/** An address of the internet behind which nobody is. */
const nobody = '2000::1'

/** Names and what they lead to, look-up after look-up (fixtures/resolve-names.ts). */
const names: Record<string, string[][]> = {
  'private.test': [['10.1.2.3']],
  'link-local.test': [['169.254.169.254']],
  'mapped.test': [['::ffff:127.0.0.1']],
  'translated.test': [['64:ff9b::7f00:1']],
  'one-of-two.test': [[nobody, '127.0.0.1']],
  'changes.test': [[nobody], ['127.0.0.1']],
  'unknown.test': [],
}

// One database is enough: no database has a part in what may be fetched.
describe('remote uploads', () => {
  let remote: RemoteFiles
  let secret: RemoteFiles
  let server: RunningServer
  let client: ReferenceClient
  let project: Project

  beforeAll(async () => {
    remote = await startRemoteFiles()
    secret = await startRemoteFiles()
    server = await startServer({
      nodeArguments: ['--import', `${import.meta.dirname}/fixtures/resolve-names.ts`],
      env: {
        RUSHES_TEST_NAMES: JSON.stringify(names),
        RUSHES_REMOTE_UPLOAD_PRIVATE_HOSTS: `127.0.0.1:${String(remote.port)}`,
        RUSHES_REMOTE_UPLOAD_MAX_BYTES: String(maxBytes),
        RUSHES_REMOTE_UPLOAD_SECONDS: String(maxSeconds),
      },
    })
    client = createReferenceClient(server.url, server.token)
    project = await makeProject(client, 'remote')
  })
  afterAll(async () => {
    await server.stop()
    await server.remove()
    await remote.stop()
    await secret.stop()
  })

  const there = (path: string) => `http://127.0.0.1:${String(remote.port)}${path}`
  const fetchFrom = (url: string, more: Record<string, unknown> = {}) =>
    client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/children`, {
      body: { type: 'file', name: 'fetched.bin', source: { url }, ...more },
    })

  /** Waits for the end of an upload that must fail, and returns the reason that is given. */
  async function reasonOf(url: string): Promise<string> {
    const { id } = await fetchFrom(url)
    const failed = await waitUntil(
      `the upload from ${url} has failed`,
      () => client.asset(id),
      (asset) => asset.upload_failed_at !== null || asset.upload_completed_at !== null,
    )
    expect(failed).toMatchObject({ name: 'fetched.bin', upload_completed_at: null, deleted_at: null })
    expect((await fetch(failed.original ?? '')).status).toBe(404)
    const pipeline = await client.ok<{ failure: string }>('GET', `/api/assets/${id}/pipeline`)
    return pipeline.failure
  }

  it.each(['/file.bin', '/without-length', '/moved', '/moved-for-good', '/busy-once'])(
    'fetches the file at %s',
    async (path) => {
      const created = await fetchFrom(there(path))
      expect(created).toMatchObject({
        status: 'created',
        source: { _type: 'asset_source', url: there(path) },
        upload_completed_at: null,
      })
      expect(created).not.toHaveProperty('upload_urls')
      expect(await whatArrived(client, created.id)).toEqual(factsOf(remoteFile))
      expect((await client.asset(created.id)).source).toMatchObject({ url: there(path) })
    },
  )

  it('believes the bytes and not the size that was said, and counts them', async () => {
    const { id, root_asset_id: root } = await makeProject(client, 'remote-size')
    const created = await client.createFile(root, 'sized.bin', 7, { source: { url: there('/file.bin') } })
    await waitForUpload(client, created.id)
    expect((await client.asset(created.id)).filesize).toBe(remoteFile.length)
    expect((await client.project(id)).storage).toBe(remoteFile.length)
  })

  it('shows the other server nothing of the caller', () => {
    expect(remote.requests.length).toBeGreaterThan(0)
    for (const { headers } of remote.requests) {
      expect(headers.authorization).toBeUndefined()
      expect(headers.cookie).toBeUndefined()
      expect(headers.referer).toBeUndefined()
    }
  })

  it.each([
    ['127.0.0.1'],
    ['127.1'],
    ['localhost'],
    ['2130706433'],
    ['0x7f000001'],
    ['0177.0.0.1'],
    ['0.0.0.0'],
    ['①②⑦.0.0.1'],
    ['user:pass@127.0.0.1'],
    ['[::1]'],
    ['[::]'],
    ['[::ffff:127.0.0.1]'],
    ['[::ffff:7f00:1]'],
    ['[64:ff9b::7f00:1]'],
    ['[2002:7f00:1::]'],
    ['[fe80::1]'],
    ['[fc00::1]'],
    ['10.0.0.1'],
    ['172.16.0.1'],
    ['192.168.0.1'],
    ['100.64.0.1'],
    ['169.254.169.254'],
    ['private.test'],
    ['link-local.test'],
    ['mapped.test'],
    ['translated.test'],
    ['one-of-two.test'],
  ])('does not fetch from %s', async (host) => {
    expect(await reasonOf(`http://${host}:${String(secret.port)}/file.bin`)).toMatch(
      /lies in a private network/,
    )
    expect(secret.requests).toEqual([])
  })

  it.each([
    ['127.0.0.1', /lies in a private network/],
    ['localhost', /lies in a private network/],
    ['[::1]', /lies in a private network/],
    ['2130706433', /lies in a private network/],
    ['private.test', /lies in a private network/],
  ])('does not follow a redirect to %s', async (host, reason) => {
    const address = `http://${host}:${String(secret.port)}/file.bin`
    expect(await reasonOf(there(`/to?address=${encodeURIComponent(address)}`))).toMatch(reason)
    expect(secret.requests).toEqual([])
  })

  it.each([
    ['file:///etc/passwd', /Only http and https/],
    ['ftp://127.0.0.1/file', /Only http and https/],
    ['data:text/plain,hello', /Only http and https/],
  ])('does not follow a redirect to %s', async (address, reason) => {
    expect(await reasonOf(there(`/to?address=${encodeURIComponent(address)}`))).toMatch(reason)
  })

  it('connects to the address it has checked, though the name leads elsewhere a moment later', async () => {
    // The second look-up is that of the second attempt, and is refused; unless the first one took all the time.
    expect(await reasonOf(`http://changes.test:${String(secret.port)}/file.bin`)).toMatch(
      /changes\.test lies in a private network|took too long/,
    )
    expect(secret.requests).toEqual([])
  })

  it.each([
    ['/announced-too-large', /larger than the 100000 bytes/],
    ['/endless', /larger than the 100000 bytes/],
    ['/slow', /took too long/],
    ['/silent', /took too long/],
    ['/nothing-here', /answered 404/],
    ['/secret', /answered 403/],
    ['/in-circles', /redirects more than 5 times/],
    ['/moved-nowhere', /redirects to something that is no address/],
  ])('says why nothing came from %s', async (path, reason) => {
    expect(await reasonOf(there(path))).toMatch(reason)
  })

  it('says that there is no server of a name, and does not go on asking', async () => {
    expect(await reasonOf('http://unknown.test/file.bin')).toBe(
      'There is no server with the name unknown.test.',
    )
  })

  it('can be cancelled while it is fetched', async () => {
    const { id } = await fetchFrom(there('/slow'))
    await client.ok('DELETE', `/api/assets/${id}/upload`)
    expect((await client.call('GET', `/v2/assets/${id}`)).status).toBe(404)
  })

  it('needs a folder like any other upload', async () => {
    const file = await client.createFile(project.root_asset_id, 'no folder', 0)
    const refused = await client.call('POST', `/v2/assets/${file.id}/children`, {
      body: { type: 'file', name: 'n', source: { url: there('/file.bin') } },
    })
    expect(refused.status).toBe(422)
  })
})
