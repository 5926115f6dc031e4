import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import type { Project } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

interface Tree {
  id: string
  name: string
  item_count: number
  is_complete: boolean
  children: Tree[]
}

describe.each(servers)('projects of a team on the $name database', (server) => {
  let account: MadeAccount
  let owner: MadePerson
  let member: MadePerson
  let team: { id: string }

  beforeAll(async () => {
    account = await makeAccount(server)
    owner = account.owner
    team = await owner.client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Crew' } })
    member = await account.person('Member', 'member')
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: member.email } })
  })

  const makeProject = (name: string, more: Record<string, unknown> = {}) =>
    owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, { body: { name, ...more } })
  const names = (client: MadePerson['client'], query: string) =>
    client
      .ok<Project[]>('GET', `/v2/teams/${team.id}/projects?page_size=1000&${query}`)
      .then((list) => list.map(({ name }) => name))

  it('archived projects leave the lists and come back with the filter', async () => {
    const project = await makeProject('old film')
    await makeProject('old advert')
    const archived = await owner.client.ok<Project>('PUT', `/v2/projects/${project.id}`, {
      body: { archive_status: 'archived' },
    })
    expect(archived).toMatchObject({ archive_status: 'archived' })
    expect(archived['archived_at']).not.toBeNull()
    expect(await names(owner.client, 'filter[name]=OLD')).toEqual(['old advert'])
    expect(await names(owner.client, 'filter[archived]=all&filter[name]=old')).toEqual([
      'old advert',
      'old film',
    ])
    expect(
      await names(owner.client, 'filter[archived][op]=eq&filter[archived][value]=true&filter[name]=old'),
    ).toEqual(['old film'])
    expect(
      await names(owner.client, 'filter[archived]=true&filter[archived]=all&filter[name]=old&sort=name'),
    ).toEqual(['old advert', 'old film'])
    const back = await owner.client.ok<Project>('PUT', `/v2/projects/${project.id}`, {
      body: { archive_status: 'standard' },
    })
    expect(back).toMatchObject({ archive_status: 'standard', archived_at: null })
  })

  it('a private project is for its owner, managers and who was invited', async () => {
    const project = await makeProject('secret film', { private: true })
    const path = `/v2/projects/${project.id}`
    expect((await member.client.call('GET', path)).status).toBe(404)
    expect(await names(member.client, 'filter[name]=secret')).toEqual([])
    await owner.client.ok('POST', `${path}/collaborators`, { body: { email: member.email } })
    expect((await member.client.ok<Project>('GET', path))['shared']).toBe(false)
    expect(await names(member.client, 'filter[name]=secret')).toEqual(['secret film'])
    expect((await member.client.call('PUT', path, { body: { name: 'x' } })).status).toBe(403)
    await owner.client.ok('PUT', path, { body: { private: false } })
    expect((await member.client.call('GET', path)).status).toBe(200)
  })

  it('members change only projects of their own, managers any', async () => {
    const own = await member.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'mine' },
    })
    expect(own).toMatchObject({ owner_id: member.id, collaborator_count: 1 })
    const renamed = await member.client.ok<Project>('PUT', `/v2/projects/${own.id}`, {
      body: { name: 'renamed' },
    })
    expect(renamed.name).toBe('renamed')
    const manager = await account.person('Manager', 'member')
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, {
      body: { email: manager.email, role: 'team_manager' },
    })
    const deleted = await manager.client.ok<Project>('DELETE', `/v2/projects/${own.id}`)
    expect(deleted.deleted_at).not.toBeNull()
    expect((await member.client.call('GET', `/v2/projects/${own.id}`)).status).toBe(404)
  })

  it('shows the team and the owner when asked, and each caller their own switches', async () => {
    const project = await makeProject('switches')
    const changed = await member.client.ok<Project>('PUT', `/api/projects/${project.id}/preferences`, {
      body: { notify_on_new_comment: false },
    })
    expect(changed['user_preferences']).toMatchObject({ user_id: member.id, notify_on_new_comment: false })
    expect(changed['project_preferences']).toMatchObject({ notify_on_new_comment: true })
    const seen = await owner.client.ok<Project>(
      'GET',
      `/v2/projects/${project.id}?include=team,owner,nonsense`,
    )
    expect(seen['user_preferences']).toMatchObject({ notify_on_new_comment: true })
    expect(seen).toMatchObject({ team: { id: team.id, _type: 'team' }, owner: { id: owner.id } })
  })

  it('gives the tree as deep as asked and says where it was cut', async () => {
    const project = await makeProject('tree')
    const folder = await owner.client.createFolder(project.root_asset_id, 'a')
    const inner = await owner.client.createFolder(folder.id, 'b')
    await owner.client.createFile(inner.id, 'c.mov', 0)
    const path = `/v2/projects/${project.id}/tree`
    const whole = await owner.client.ok<Tree>('GET', path)
    expect(whole).toMatchObject({ id: project.root_asset_id, name: 'root', is_complete: true })
    expect(whole.children[0]?.children[0]?.children[0]?.name).toBe('c.mov')
    const shallow = await owner.client.ok<Tree>('GET', `${path}?depth=1&only_fields=name`)
    expect(shallow.children[0]).toMatchObject({ name: 'a', item_count: 1, is_complete: false, children: [] })
  })

  it('shared projects are filtered by account, name and whether they are archived', async () => {
    const guest = await account.person('Guest', null)
    const [one, two] = [await makeProject('guest one'), await makeProject('guest two')]
    for (const { id } of [one, two])
      await owner.client.ok('POST', `/v2/projects/${id}/collaborators`, { body: { email: guest.email } })
    await owner.client.ok('PUT', `/v2/projects/${two.id}`, { body: { archive_status: 'archived' } })
    const shared = (query: string) =>
      guest.client
        .ok<Project[]>('GET', `/v2/projects/shared?${query}`)
        .then((list) => list.map(({ name }) => name))
    expect(await shared('')).toEqual(['guest one'])
    expect(await shared('filter[archived]=true')).toEqual(['guest two'])
    expect(await shared('filter[archived]=all&filter[name]=TWO')).toEqual(['guest two'])
    expect(await shared(`filter[account_id]=${account.id}`)).toEqual(['guest one'])
    expect(await shared('filter[account_id]=00000000-0000-4000-8000-000000000000')).toEqual([])
    expect(await shared('filter[account_id]=none')).toEqual([])
    await owner.client.ok('DELETE', `/v2/projects/${one.id}`)
    expect(await shared('')).toEqual([])
  })

  it('counts the people of teams and accounts', async () => {
    const counted = await makeAccount(server)
    const { client } = counted.owner
    const place = await client.ok<{ id: string }>('POST', `/v2/accounts/${counted.id}/teams`, {
      body: { name: 'c' },
    })
    const project = await client.ok<Project>('POST', `/v2/teams/${place.id}/projects`, {
      body: { name: 'p' },
    })
    const second = await client.ok<Project>('POST', `/v2/teams/${place.id}/projects`, { body: { name: 'q' } })
    const [inside, outside] = [await counted.person('In', null), await counted.person('Out', null)]
    await client.ok('POST', `/v2/teams/${place.id}/members`, { body: { email: inside.email } })
    for (const { id } of [project, second])
      await client.ok('POST', `/v2/projects/${id}/collaborators`, { body: { email: outside.email } })
    expect(await client.ok('GET', `/v2/teams/${place.id}`)).toMatchObject({
      member_count: 2,
      collaborator_count: 1,
      project_count: 2,
    })
    expect(await client.ok('GET', `/v2/accounts/${counted.id}`)).toMatchObject({
      member_count: 2,
      collaborator_count: 1,
      collaborator_role_count: 2,
      user_count: 3,
      team_count: 1,
    })
    expect(await client.ok('GET', `/v2/accounts/${counted.id}/membership`)).toEqual({
      account: 'owner',
      reviewer: false,
      team: 'team_manager',
    })
    expect((await outside.client.call('GET', `/v2/accounts/${account.id}/membership`)).status).toBe(404)
  })
})
