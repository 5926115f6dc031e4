// People of another account: whatever they name, it does not exist for them; and what was deleted exists for nobody.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { signedIn } from './browser-session.ts'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient, V2Error } from './reference-client.ts'
import { listRoutes } from './route-list.ts'
import { makeSecondAccount } from './second-account.ts'
import type { SecondAccount } from './second-account.ts'
import { putPart, upload, waitForUpload } from './uploader.ts'
import { makeScenery, validRequest } from './valid-requests.ts'
import type { Scenery } from './valid-requests.ts'

const servers = serversByTurns(import.meta.filename)

/** Routes whose path names a thing. What they need beside it is in valid-requests.ts. */
/** What is beside V2 is for people at a browser; a token is refused there before anything is looked up. */
const atBrowser = { 'sec-fetch-site': 'same-origin' }
const routesWithIds = listRoutes().filter(({ path }) => path.includes('{'))

// Rights are the same statements on every PostgreSQL; the matrix of roles is walked on the other one.
describe.each(inject('servers').slice(1))('strangers on the $name database', (server) => {
  let ours: ReferenceClient
  let stranger: SecondAccount
  let theirs: ReferenceClient
  let scenery: Scenery
  let cookie: string

  beforeAll(async () => {
    ours = createReferenceClient(server.url, server.token)
    stranger = await makeSecondAccount(server)
    theirs = createReferenceClient(server.url, stranger.token)
    scenery = await makeScenery(ours)
    cookie = (await signedIn(server, { id: stranger.userId })).cookie() ?? ''
  })

  it.each(routesWithIds)('learn nothing from $method $path', async (route) => {
    const before = await whatThereIs()
    const { method, target, headers, body } = validRequest(route, scenery, stranger.token, (from) => from[0]!)
    const response = await fetch(server.url + target, {
      method,
      headers: {
        ...Object.fromEntries(headers.filter(([name]) => name === 'content-type')),
        ...(route.path.startsWith('/api/')
          ? { ...atBrowser, cookie }
          : { authorization: `Bearer ${stranger.token}` }),
      },
      body: body.length === 0 ? null : new Uint8Array(body),
    })
    const text = await response.text()
    expect({ status: response.status, text }).toMatchObject({ status: 404 })
    expect(text).not.toContain('not built yet')
    expect(await whatThereIs()).toEqual(before)
  })

  it('cannot name our assets in a body', async () => {
    const own = await theirs.createFile(stranger.rootAssetId, 'own.bin', 5)
    const stacked = await theirs.call<V2Error>('POST', `/v2/assets/${own.id}/version`, {
      body: { next_asset_id: scenery.file },
    })
    expect(stacked.status).toBe(404)
    const created = await theirs.call<V2Error>('POST', `/v2/assets/${stranger.rootAssetId}/children`, {
      body: { type: 'file', name: 'n', filesize: 5, auto_version_id: scenery.file },
    })
    expect(created.status).toBe(422)
    const deleted = await theirs.call<{ error: Record<string, { status: number }> }>(
      'DELETE',
      '/v2/batch/assets',
      { body: { asset_ids: [scenery.file] } },
    )
    expect(deleted.body.error[scenery.file]?.status).toBe(404)
    expect((await ours.asset(scenery.file)).parent_id).toBe(scenery.folder)
  })

  it('find only their own things in lists', async () => {
    const ids = async (path: string) =>
      (await theirs.ok<{ id: string }[]>('GET', `${path}?page_size=1000`)).map(({ id }) => id)
    expect(await ids('/v2/accounts')).toEqual([stranger.accountId])
    expect(await ids('/v2/teams')).toEqual([stranger.teamId])
    expect(await ids(`/v2/teams/${stranger.teamId}/projects`)).toEqual([stranger.projectId])
  })

  it('hear nothing of our projects', async () => {
    const response = await fetch(`${server.url}/live?project_id=${scenery.ids['project_id'] ?? ''}`, {
      headers: { authorization: `Bearer ${stranger.token}` },
    })
    expect(response.status).toBe(404)
    await response.body?.cancel()
  })

  it('cannot turn a link to their file into a link to ours', async () => {
    const { id } = await upload(
      theirs,
      stranger.rootAssetId,
      'theirs.txt',
      new TextEncoder().encode('theirs'),
    )
    const { original = '' } = await waitForUpload(theirs, id)
    expect((await fetch(original)).status).toBe(200)
    expect((await fetch(original.replace(id, scenery.file))).status).toBe(403)
  })

  async function whatThereIs(): Promise<unknown> {
    const { ids, file, folder } = scenery
    const [project, asset, children] = [
      await ours.project(ids['project_id'] ?? ''),
      await ours.asset(file),
      await ours.children(folder),
    ]
    return {
      project: [project.name, project.private, project.file_count, project.folder_count, project.deleted_at],
      asset: [asset.name, asset.label, asset.parent_id, asset.description, asset.properties],
      children: children.map(({ id, type }) => [id, type]),
    }
  }
})

describe.each(servers)('what was deleted on the $name database', (server) => {
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'deleted')).root_asset_id
  })

  it.each(['the file', 'its folder', 'its project'])(
    'cannot be reached by any link once %s is deleted',
    async (which) => {
      const project = await makeProject(client, `deleted ${which}`)
      const folder = await client.createFolder(project.root_asset_id, 'folder')
      const arriving = await client.createFile(folder.id, 'arriving.bin', 100)
      const { id } = await upload(client, folder.id, 'file.txt', new TextEncoder().encode('content'))
      const { original = '' } = await waitForUpload(client, id)
      expect((await fetch(original)).status).toBe(200)

      const fileIds = which === 'the file' ? [id, arriving.id] : []
      for (const fileId of fileIds) await client.remove(fileId)
      if (which === 'its folder') await client.remove(folder.id)
      if (which === 'its project') await client.ok('DELETE', `/v2/projects/${project.id}`)

      expect((await fetch(original)).status).toBe(404)
      expect((await fetch(original, { method: 'HEAD' })).status).toBe(404)
      expect((await putPart(arriving.upload_urls?.[0] ?? '', new Uint8Array(100))).status).toBe(404)
      for (const path of [
        `/v2/assets/${id}`,
        `/api/assets/${id}/pipeline`,
        `/api/assets/${arriving.id}/upload`,
      ])
        expect({ path, status: (await client.call('GET', path)).status }).toEqual({ path, status: 404 })
    },
  )

  it('can be reached by the same link again when it is restored', async () => {
    const { id } = await upload(client, root, 'back.txt', new TextEncoder().encode('back'))
    const { original = '' } = await waitForUpload(client, id)
    await client.remove(id)
    expect((await fetch(original)).status).toBe(404)
    await client.restore(id)
    expect(await (await fetch(original)).text()).toBe('back')
  })

  it('carries no working links where it is still shown', async () => {
    const { id } = await upload(client, root, 'trashed.txt', new TextEncoder().encode('trash'))
    await waitForUpload(client, id)
    await client.remove(id)
    const shown = await client.ok<Asset>('GET', `/v2/assets/${id}?include_deleted=true`)
    expect(shown.deleted_at).not.toBeNull()
    for (const link of Object.values(shown).filter((value) => String(value).includes('/media/')))
      expect((await fetch(String(link))).status).toBe(404)
  })
})
