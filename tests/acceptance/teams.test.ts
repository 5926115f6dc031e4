// Reading teams (v2-platform.md 8.3).
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { missingKeys } from './missing-keys.ts'
import { makeAccount } from './people-made.ts'
import { pagingOf } from './paging-headers.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { ReferenceClient } from './reference-client.ts'
import { makeSecondAccount } from './second-account.ts'

const servers = serversByTurns(import.meta.filename)

interface Team {
  id: string
  account_id: string
  storage: number
  file_count: number
  folder_count: number
  project_count: number
  [key: string]: unknown
}

const teamKeys = `_type id account_id creator_id name access admin_only_actions background_color bio color colors
  dark_theme default_session_watermark_template_id email_branding font_color link location member_limit slack_webhook
  solo storage_limit watermark storage archived_storage file_count folder_count project_count member_count
  collaborator_count duration frames team_image image_32 image_64 image_128 image_256 upload_url default_color
  default_background_color default_font_color default_session_watermark_template session_watermark_templates
  disable_sbwm_internally asset_lifecycle_policy deleted_at inserted_at updated_at`

describe.each(servers)('teams on the $name database', (server) => {
  let client: ReferenceClient
  let team: Team

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    const [first] = await client.ok<Team[]>('GET', '/v2/teams')
    team = await client.ok<Team>('GET', `/v2/teams/${first?.id ?? ''}`)
  })

  const lists = () => ['/v2/teams', `/v2/accounts/${team.account_id}/teams`]

  it('have every documented key, alone and in both lists', async () => {
    expect(missingKeys(team, teamKeys)).toEqual([])
    for (const path of lists()) {
      const [listed] = await client.ok<Team[]>('GET', path)
      expect(missingKeys(listed ?? {}, teamKeys), path).toEqual([])
    }
    expect(team).toMatchObject({ _type: 'team', deleted_at: null, admin_only_actions: { lifecycle: false } })
    for (const key of ['storage', 'project_count', 'member_count', 'collaborator_count', 'file_count'])
      expect(Number.isSafeInteger(team[key]), key).toBe(true)
  })

  it('are listed with all five headers', async () => {
    for (const path of lists()) {
      const paging = pagingOf((await client.call('GET', `${path}?page_size=9999`)).headers)
      expect(paging).toMatchObject({ page: '1', perPage: '9999', totalPages: '1' })
      expect(paging.links.map(([relation]) => relation)).toEqual(['first', 'last'])
    }
  })

  it('come in the order that is asked for', async () => {
    const account = await makeAccount(server)
    const { client: boss } = account.owner
    const path = `/v2/accounts/${account.id}/teams`
    for (const name of ['b', 'C', 'a']) await boss.ok('POST', path, { body: { name } })
    const names = async (list: string) => (await boss.ok<Team[]>('GET', list)).map((listed) => listed['name'])
    expect(await names(path)).toEqual(['b', 'C', 'a'])
    expect(await names(`${path}?sort=name`)).toEqual(['a', 'b', 'C'])
    expect(await names('/v2/teams?sort=-inserted_at,unheard')).toEqual(['a', 'C', 'b'])
  })

  it('carry the caller’s role and the account when they are asked to', async () => {
    expect(missingKeys(team, 'user_role account')).toEqual(['user_role', 'account'])
    const full = await client.ok<Team>('GET', `/v2/teams/${team.id}?include=account,user_role,unheard`)
    expect(full).toMatchObject({
      user_role: 'team_manager',
      account: { id: team.account_id, _type: 'account' },
    })
    const listed = await client.ok<Team[]>('GET', `${lists()[1] ?? ''}?include=user_role&page_size=9999`)
    expect(listed.find(({ id }) => id === team.id)).toMatchObject({ user_role: 'team_manager' })
  })

  it('count what their projects hold', async () => {
    const stranger = await makeSecondAccount(server)
    const theirs = createReferenceClient(server.url, stranger.token)
    const counts = async () => {
      const {
        project_count: projects,
        file_count: files,
        folder_count: folders,
        storage,
      } = await theirs.ok<Team>('GET', `/v2/teams/${stranger.teamId}`)
      return { projects, files, folders, storage }
    }
    expect(await counts()).toEqual({ projects: 1, files: 0, folders: 0, storage: 0 })
    const second = await makeProject(theirs, 'second')
    await theirs.createFolder(stranger.rootAssetId, 'folder')
    await theirs.createFile(second.root_asset_id, 'file', 1234)
    expect(await counts()).toEqual({ projects: 2, files: 1, folders: 1, storage: 1234 })
    await theirs.ok('DELETE', `/v2/projects/${second.id}`)
    expect(await counts()).toEqual({ projects: 1, files: 0, folders: 1, storage: 0 })
  })

  it('are not seen, nor known of, by who does not belong to them', async () => {
    const stranger = await makeSecondAccount(server)
    const theirs = createReferenceClient(server.url, stranger.token)
    expect((await theirs.ok<Team[]>('GET', '/v2/teams')).map(({ id }) => id)).toEqual([stranger.teamId])
    for (const [caller, id] of [
      [theirs, team.id],
      [client, stranger.teamId],
      [client, 'no-id'],
    ] as const) {
      expect((await caller.call('GET', `/v2/teams/${id}`)).status).toBe(404)
      expect((await caller.call('GET', `/v2/teams/${id}/projects`)).status).toBe(404)
      const create = await caller.call('POST', `/v2/teams/${id}/projects`, { body: { name: 'mine' } })
      expect(create.status).toBe(404)
    }
  })
})
