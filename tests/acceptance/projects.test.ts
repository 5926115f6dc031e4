// Projects (v2-platform.md 8.4).
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { queryDatabase } from './database.ts'
import { missingKeys } from './missing-keys.ts'
import { pagingOf } from './paging-headers.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Project, ReferenceClient, V2Error } from './reference-client.ts'
import { makeSecondAccount } from './second-account.ts'
import type { SecondAccount } from './second-account.ts'

const servers = serversByTurns(import.meta.filename)

const projectKeys = `_type id name description team_id owner_id private shared read_only root_asset_id root_asset
  invite_url collaborator_count file_count folder_count storage archive_status archived_at archived_file_count
  archived_storage ignore_archive has_drm_assets project_preferences user_preferences user_permissions watermark
  resource_id deleted_at inserted_at updated_at`
const preferenceKeys = `_type id project_id user_id collaborator_can_download collaborator_can_invite
  collaborator_can_share devices_enabled notify_on_new_asset notify_on_new_collaborator notify_on_new_comment
  notify_on_new_mention notify_on_updated_label notify_slack review_link_preferences inserted_at updated_at`

describe.each(servers)('projects on the $name database', (server) => {
  let client: ReferenceClient
  let teamId: string
  /** An account of its own, so that its lists hold nothing of other tests. */
  let alone: SecondAccount
  let theirs: ReferenceClient

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    teamId = (await client.ok<{ id: string }[]>('GET', '/v2/teams'))[0]?.id ?? ''
    alone = await makeSecondAccount(server)
    theirs = createReferenceClient(server.url, alone.token)
    for (const name of ['beta', 'Alpha', 'gamma']) await makeProject(theirs, name)
  })

  const put = (id: string, body: unknown) =>
    client.call<Project & V2Error>('PUT', `/v2/projects/${id}`, { body })
  const list = (query: string) => theirs.call<Project[]>('GET', `/v2/teams/${alone.teamId}/projects${query}`)
  const eventTypes = async (id: string) =>
    (
      await queryDatabase<{ type: string }>(
        server,
        "select type from events where project_id = $1 and resource_type = 'project' order by txid, id",
        [id],
      )
    ).map(({ type }) => type)

  it('have every documented key, alone and in the list', async () => {
    const project = await makeProject(theirs, 'keys')
    const listed = (await list('')).body.find(({ id }) => id === project.id)
    for (const shape of [project, await theirs.project(project.id), listed ?? {}]) {
      expect(missingKeys(shape, projectKeys)).toEqual([])
      const preferences = (shape as Project)['project_preferences'] as object
      expect(missingKeys(preferences, preferenceKeys)).toEqual([])
    }
    await theirs.ok('DELETE', `/v2/projects/${project.id}`)
  })

  it('begin with a root folder, the defaults of a captured one, and an event', async () => {
    const project = await client.ok<Project>('POST', `/v2/teams/${teamId}/projects`, {
      body: { name: 'New' },
    })
    const me = await client.ok<{ id: string }>('GET', '/v2/me')
    expect(project).toMatchObject({
      _type: 'project',
      name: 'New',
      team_id: teamId,
      owner_id: me.id,
      private: false,
      shared: false,
      read_only: false,
      archive_status: 'standard',
      file_count: 0,
      folder_count: 0,
      storage: 0,
      deleted_at: null,
      root_asset: { _type: 'folder', id: project.root_asset_id, name: 'root', parent_id: null },
      project_preferences: {
        _type: 'project_preference',
        collaborator_can_download: true,
        collaborator_can_invite: true,
        collaborator_can_share: false,
        devices_enabled: false,
        notify_on_new_asset: true,
        notify_on_new_comment: true,
        notify_slack: false,
        review_link_preferences: null,
      },
      user_permissions: {
        can_download: true,
        can_manage_devices: true,
        can_modify_template: false,
        can_see_watermarking_settings: true,
        can_share_without_drm_presentation: false,
        can_share_without_drm_review_link: false,
        can_view_devices: true,
      },
    })
    expect(await client.children(project.root_asset_id)).toEqual([])
    expect(await eventTypes(project.id)).toEqual(['project.created'])
  })

  it('take everything the documented body has, also as a form', async () => {
    const { body } = await client.call<Project>('POST', `/v2/teams/${teamId}/projects`, {
      form: {
        name: 'Form',
        private: 'true',
        'project_preferences[collaborator_can_share]': 'true',
        unknown: 'x',
      },
    })
    expect(body).toMatchObject({
      name: 'Form',
      private: true,
      project_preferences: { collaborator_can_share: true, collaborator_can_download: true },
    })
  })

  it('change only in what was sent', async () => {
    const { id } = await makeProject(client, 'partial')
    await client.ok('PUT', `/v2/projects/${id}`, {
      body: { project_preferences: { notify_slack: true, devices_enabled: true } },
    })
    const changed = await put(id, { name: 'renamed', project_preferences: { notify_slack: false } })
    expect(changed.status).toBe(200)
    expect(changed.body).toMatchObject({
      name: 'renamed',
      private: false,
      project_preferences: { notify_slack: false, devices_enabled: true, collaborator_can_invite: true },
    })
    expect(await client.project(id)).toMatchObject({ name: 'renamed' })
  })

  it.each([
    {},
    { name: '' },
    { name: '  ' },
    { name: null },
    { name: 5 },
    { name: 'a\0' },
    { name: 'n'.repeat(5000) },
  ])('are not made of %j: 422', async (body) => {
    const answer = await client.call<V2Error>('POST', `/v2/teams/${teamId}/projects`, { body })
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0]?.field).toBe('name')
  })

  it.each([
    { name: '' },
    { name: '\u200b\u2028' },
    { name: ['x'] },
    { private: 'perhaps' },
    { project_preferences: 'none' },
  ])('are not changed to %j: 422', async (body) => {
    const { id } = await makeProject(client, 'unchanged')
    expect((await put(id, body)).status).toBe(422)
    expect((await client.project(id)).name).toBe('unchanged')
  })

  it('keep what several people change in the same moment', async () => {
    const { id } = await makeProject(client, 'shared')
    for (let round = 0; round < 10; round += 1) {
      const wanted = { name: `name ${String(round)}`, description: `text ${String(round)}` }
      const preferences = {
        collaborator_can_share: round % 2 === 0,
        collaborator_can_invite: round % 2 === 1,
      }
      await Promise.all([
        put(id, { name: wanted.name }),
        put(id, { description: wanted.description }),
        ...Object.entries(preferences).map(([key, isOn]) =>
          put(id, { project_preferences: { [key]: isOn } }),
        ),
      ])
      const now = await client.project(id)
      expect(now).toMatchObject(wanted)
      expect(now['project_preferences']).toMatchObject(preferences)
    }
  })

  it('are listed newest first, in pages, by name, and by what they are called', async () => {
    const names = async (query: string) => (await list(query)).body.map(({ name }) => name)
    expect(await names('')).toEqual(['gamma', 'Alpha', 'beta', 'Theirs'])
    expect(await names('?sort=name')).toEqual(['Alpha', 'beta', 'gamma', 'Theirs'])
    expect(await names('?sort=-name')).toEqual(['Theirs', 'gamma', 'beta', 'Alpha'])
    expect(await names('?sort=unheard')).toEqual(['gamma', 'Alpha', 'beta', 'Theirs'])
    expect(await names('?filter[name]=alp')).toEqual(['Alpha'])
    expect(await names('?filter[archived]=all&page_size=2&page=2')).toEqual(['beta', 'Theirs'])
    const paging = pagingOf((await list('?page_size=3')).headers)
    expect(paging).toMatchObject({ total: '4', totalPages: '2', perPage: '3' })
  })

  it('go with everything inside, for everybody, and not twice', async () => {
    const project = await makeProject(client, 'gone')
    const folder = await client.createFolder(project.root_asset_id, 'folder')
    const file = await client.createFile(folder.id, 'file', 5)
    const deleted = await client.ok<Project>('DELETE', `/v2/projects/${project.id}`, { body: {} })
    expect(missingKeys(deleted, projectKeys)).toEqual([])
    expect(Date.parse(deleted.deleted_at ?? '')).toBeGreaterThan(0)
    for (const path of [
      `/v2/projects/${project.id}`,
      `/v2/projects/${project.id}/trash`,
      `/v2/assets/${project.root_asset_id}`,
      `/v2/assets/${project.root_asset_id}/children`,
      `/v2/assets/${folder.id}`,
      `/v2/assets/${file.id}`,
      `/api/assets/${file.id}/upload`,
    ])
      expect((await client.call('GET', path)).status, path).toBe(404)
    expect((await fetch(file.upload_urls?.[0] ?? '', { method: 'PUT', body: 'hello' })).status).toBe(404)
    expect((await client.call('DELETE', `/v2/projects/${project.id}`)).status).toBe(404)
    expect((await put(project.id, { name: 'x' })).status).toBe(404)
    expect(await eventTypes(project.id)).toEqual(['project.created', 'project.deleted'])
  })

  it('take no collaborator whose address hides what it is', async () => {
    const { id } = await makeProject(client, 'addresses')
    for (const email of ['a@\u202ebc.org', 'a\u200b@bc.org', 'a@b@c', 'a\u0007@bc.org']) {
      const answer = await client.call('POST', `/v2/projects/${id}/collaborators`, { body: { email } })
      expect(answer.status, JSON.stringify(email)).toBe(422)
    }
  })

  it('are not known of by strangers', async () => {
    const project = await makeProject(client, 'ours')
    for (const [method, path] of [
      ['GET', ''],
      ['PUT', ''],
      ['DELETE', ''],
      ['GET', '/trash'],
    ] as const) {
      const answer = await theirs.call(method, `/v2/projects/${project.id}${path}`, {
        body: method === 'PUT' ? { name: 'x' } : undefined,
      })
      expect(answer.status, `${method} ${path}`).toBe(404)
    }
    expect((await client.project(project.id)).name).toBe('ours')
  })
})
