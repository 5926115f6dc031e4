import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import type { Asset, Project, ReferenceClient } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

interface Collaborator {
  _type: string
  id: string
  project_id: string
  user_id: string
  email?: string
  deleted_at: string | null
  user: { id: string; email: string; project_role?: Record<string, unknown> }
}
interface Batch {
  success: Collaborator[]
  error: Record<string, { status: number; detail: string }>
}

describe.each(servers)('collaborators on the $name database', (server) => {
  let account: MadeAccount
  let owner: MadePerson
  let team: { id: string }

  beforeAll(async () => {
    account = await makeAccount(server)
    owner = account.owner
    team = await owner.client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Crew' } })
  })

  const makeProject = (name: string, more: Record<string, unknown> = {}) =>
    owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, { body: { name, ...more } })
  const invite = (projectId: string, email: string) =>
    owner.client.ok<Collaborator>('POST', `/v2/projects/${projectId}/collaborators`, { body: { email } })

  it('a known e-mail address becomes a collaborator, twice the same one, and one event is written', async () => {
    const project = await makeProject('known')
    const guest = await account.person('Guest', null)
    const first = await invite(project.id, guest.email.toUpperCase())
    expect(first).toMatchObject({
      _type: 'collaborator',
      project_id: project.id,
      user_id: guest.id,
      deleted_at: null,
    })
    expect(first.user.email).toBe(guest.email)
    expect((await invite(project.id, guest.email)).id).toBe(first.id)
    expect((await owner.client.project(project.id))['collaborator_count']).toBe(2)
    const events = await account.query<{ type: string }>(
      `select type from events where resource_id = $1 order by txid`,
      [first.id],
    )
    expect(events.map(({ type }) => type)).toEqual(['collaborator.created'])
  })

  it('lists who is in a project with their role, in the order asked for, in pages', async () => {
    const project = await makeProject('list')
    const zoe = await account.person('Zoe', null)
    const member = await account.person('Abe', 'member')
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: member.email } })
    for (const { email } of [zoe, member]) await invite(project.id, email)
    const page = await owner.client.call<Collaborator[]>(
      'GET',
      `/v2/projects/${project.id}/collaborators?include=project_role&sort=-user.email&page_size=2`,
    )
    expect(page.headers.get('total')).toBe('3')
    expect(page.headers.get('total-pages')).toBe('2')
    expect(page.body.map(({ user }) => user.id)).toEqual([zoe.id, owner.id])
    expect(page.body.map(({ user }) => user.project_role)).toEqual([
      { collaborator: true, owner: false, team_member: false, team_role: null },
      { collaborator: false, owner: true, team_member: true, team_role: 'team_manager' },
    ])
    const plain = await owner.client.ok<Collaborator[]>('GET', `/v2/projects/${project.id}/collaborators`)
    expect(plain[0]?.user.project_role).toBeUndefined()
    expect(
      await owner.client.ok('GET', `/v2/projects/${project.id}/membership?user_id=${member.id}`),
    ).toEqual({ collaborator: true, owner: false, team_member: true, team_role: 'member' })
    expect(await zoe.client.ok('GET', `/v2/projects/${project.id}/membership`)).toEqual({
      collaborator: true,
      owner: false,
      team_member: false,
      team_role: null,
    })
  })

  it('an unknown e-mail address waits as a pending collaborator and can be taken back', async () => {
    const project = await makeProject('pending')
    const pending = await invite(project.id, 'nobody-yet@example.org')
    expect(pending).toMatchObject({ _type: 'pending_collaborator', email: 'nobody-yet@example.org' })
    expect((await invite(project.id, 'Nobody-Yet@example.org')).id).toBe(pending.id)
    const list = `/v2/projects/${project.id}/pending_collaborators?sort=email`
    expect((await owner.client.ok<Collaborator[]>('GET', list)).map(({ id }) => id)).toEqual([pending.id])
    const removed = await owner.client.ok<Collaborator>('DELETE', `/v2/pending_collaborators/${pending.id}`)
    expect(removed.deleted_at).not.toBeNull()
    expect(await owner.client.ok('GET', list)).toEqual([])
    expect((await owner.client.call('DELETE', `/v2/pending_collaborators/${pending.id}`)).status).toBe(404)
  })

  it('removes by id, by e-mail address, and from anywhere by the record alone', async () => {
    const project = await makeProject('remove')
    const guest = await account.person('Leaving', null)
    const path = `/v2/projects/${project.id}/collaborators`
    for (const remove of [
      (record: Collaborator) => `${path}/${record.id}`,
      () => `${path}/_?email=${encodeURIComponent(guest.email)}`,
      (record: Collaborator) => `/v2/collaborators/${record.id}`,
    ]) {
      const record = await invite(project.id, guest.email)
      expect((await guest.client.call('GET', `/v2/projects/${project.id}`)).status).toBe(200)
      const removed = await owner.client.ok<Collaborator>('DELETE', remove(record))
      expect(removed).toMatchObject({ id: record.id, _type: 'collaborator' })
      expect(removed.deleted_at).not.toBeNull()
      expect((await guest.client.call('GET', `/v2/projects/${project.id}`)).status).toBe(404)
      expect((await owner.client.call('DELETE', `/v2/collaborators/${record.id}`)).status).toBe(404)
    }
    expect((await owner.client.project(project.id))['collaborator_count']).toBe(1)
    expect((await owner.client.call('DELETE', `${path}/_`)).status).toBe(422)
  })

  it('the owner cannot be removed, a collaborator may leave but remove nobody else', async () => {
    const project = await makeProject('leave')
    const [one, two] = [await account.person('One', null), await account.person('Two', null)]
    const first = await invite(project.id, one.email)
    const second = await invite(project.id, two.email)
    const people = await owner.client.ok<Collaborator[]>('GET', `/v2/projects/${project.id}/collaborators`)
    expect((await owner.client.call('DELETE', `/v2/collaborators/${people[0]?.id ?? ''}`)).status).toBe(409)
    expect((await one.client.call('DELETE', `/v2/collaborators/${second.id}`)).status).toBe(403)
    expect((await one.client.call('DELETE', `/v2/collaborators/${first.id}`)).status).toBe(200)
    expect((await one.client.call('DELETE', `/v2/collaborators/${second.id}`)).status).toBe(404)
  })

  it('batches add people, teams and addresses, and name what they could not do', async () => {
    const project = await makeProject('batch')
    const guest = await account.person('Batched', null)
    const crew = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
      body: { name: 'Second crew' },
    })
    const member = await account.person('Crew', 'member')
    await owner.client.ok('POST', `/v2/teams/${crew.id}/members`, { body: { user_id: member.id } })
    const path = `/v2/batch/projects/${project.id}/collaborators`
    const stranger = '00000000-0000-4000-8000-000000000000'
    const added = await owner.client.ok<Batch>('POST', path, {
      body: {
        batch: [
          { email: guest.email, message: 'hello' },
          { team_id: crew.id },
          { email: 'later@example.org' },
          { user_id: stranger },
          { user_group_id: 'editors' },
        ],
        default_message: 'welcome',
        send_email: false,
      },
    })
    expect(added.success.map(({ _type, user_id }) => [_type, user_id])).toEqual([
      ['collaborator', guest.id],
      ['collaborator', owner.id],
      ['collaborator', member.id],
      ['pending_collaborator', undefined],
    ])
    expect(Object.keys(added.error).toSorted()).toEqual([stranger, 'editors'].toSorted())
    const removed = await owner.client.ok<Batch>('DELETE', path, {
      body: {
        batch: [{ email: guest.email }, { email: 'later@example.org' }, { email: 'never@example.org' }],
      },
    })
    expect(removed.success).toHaveLength(2)
    expect(removed.error['never@example.org']?.status).toBe(404)
  })

  it.each([{}, { email: 'no address' }, { email: null }, { user_id: 'x' }])(
    'refuses %j with 422',
    async (body) => {
      const project = await makeProject('bad')
      expect(
        (await owner.client.call('POST', `/v2/projects/${project.id}/collaborators`, { body })).status,
      ).toBe(422)
    },
  )

  describe('somebody who was only invited', () => {
    let guest: MadePerson
    let project: Project
    let other: Project
    let secret: Asset
    let below: Asset
    let open: Asset

    beforeAll(async () => {
      guest = await account.person('Only invited', null)
      project = await makeProject('shared')
      other = await makeProject('not shared')
      const client = owner.client
      secret = await client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/children`, {
        body: { type: 'folder', name: 'team only', private: true },
      })
      below = await client.createFolder(secret.id, 'below')
      open = await client.createFile(project.root_asset_id, 'open.mov', 0)
      await invite(project.id, guest.email)
    })

    it('sees that project and nothing else', async () => {
      const { client } = guest
      expect(await client.ok('GET', '/v2/teams')).toEqual([])
      expect((await client.call('GET', `/v2/teams/${team.id}`)).status).toBe(404)
      expect((await client.call('GET', `/v2/teams/${team.id}/projects`)).status).toBe(404)
      expect((await client.call('GET', `/v2/projects/${other.id}`)).status).toBe(404)
      expect((await client.call('GET', `/v2/assets/${other.root_asset_id}`)).status).toBe(404)
      const accounts = await client.ok<{ id: string }[]>('GET', '/v2/accounts')
      expect(accounts.map(({ id }) => id)).toEqual([account.id])
      expect(await client.ok('GET', `/v2/accounts/${account.id}/membership`)).toEqual({
        account: null,
        reviewer: false,
        team: null,
      })
      const shared = await client.call<Project[]>('GET', '/v2/projects/shared')
      expect(shared.body.map(({ id }) => id)).toEqual([project.id])
      expect(shared.headers.get('total')).toBe('1')
      expect(shared.body[0]).toMatchObject({ shared: true })
      expect(await owner.client.ok('GET', '/v2/projects/shared')).toEqual([])
      const withTeam = await client.ok<Project>('GET', `/v2/projects/${project.id}?include=team,owner`)
      expect(withTeam).toMatchObject({ team: null, owner: { id: owner.id } })
    })

    it('sees nothing private, however it asks', async () => {
      const { client } = guest
      for (const { id } of [secret, below]) {
        expect((await client.call('GET', `/v2/assets/${id}`)).status).toBe(404)
        expect((await client.call('GET', `/v2/assets/${id}/children`)).status).toBe(404)
        expect((await client.call('PUT', `/v2/assets/${id}`, { body: { name: 'x' } })).status).toBe(404)
      }
      const children = await client.call<Asset[]>('GET', `/v2/assets/${project.root_asset_id}/children`)
      expect(children.body.map(({ id }) => id)).toEqual([open.id])
      expect(children.headers.get('total')).toBe('1')
      const tree = await client.ok<{ children: { id: string }[] }>('GET', `/v2/projects/${project.id}/tree`)
      expect(tree.children.map(({ id }) => id)).toEqual([open.id])
      await owner.client.remove(below.id)
      expect(await client.trash(project.id)).toEqual([])
      expect((await owner.client.trash(project.id)).map(({ id }) => id)).toEqual([below.id])
      await owner.client.restore(below.id)
    })

    it('is shown the first three of what it may see, not what is left of the first three', async () => {
      const folder = await owner.client.createFolder(project.root_asset_id, 'mixed')
      const names = ['one', 'two', 'three', 'four']
      for (const name of names) await owner.client.createFolder(folder.id, name)
      for (const name of ['first secret', 'second secret'])
        await owner.client.ok('POST', `/v2/assets/${folder.id}/children`, {
          body: { type: 'folder', name, private: true },
        })
      const includedFor = async (client: ReferenceClient) => {
        const path = `/v2/assets/${project.root_asset_id}/children?include=children`
        const listed = await client.ok<(Asset & { children: Asset[] })[]>('GET', path)
        const single = await client.ok<Asset & { children: Asset[] }>(
          'GET',
          `/v2/assets/${folder.id}?include=children`,
        )
        const shown = single.children.map(({ name }) => name)
        expect(listed.find(({ id }) => id === folder.id)?.children.map(({ name }) => name)).toEqual(shown)
        return shown
      }
      expect(await includedFor(guest.client)).toEqual(['four', 'three', 'two'])
      expect(await includedFor(owner.client)).toEqual(['second secret', 'first secret', 'four'])
      await owner.client.remove(folder.id)
    })

    it('downloads while the project leaves it to collaborators, and organises all the same', async () => {
      const { client } = guest
      const before = await client.asset(open.id)
      expect(before.original).toContain('/original/open.mov')
      expect(before['user_permissions']).toMatchObject({
        can_download: true,
        can_public_share_review_link: false,
      })
      await owner.client.ok('PUT', `/v2/projects/${project.id}`, {
        body: { project_preferences: { collaborator_can_download: false, collaborator_can_share: true } },
      })
      const after = await client.asset(open.id)
      expect(after).not.toHaveProperty('original')
      expect(after).not.toHaveProperty('downloads')
      expect(after['user_permissions']).toMatchObject({
        can_download: false,
        can_public_share_review_link: true,
      })
      expect((await client.project(project.id)).user_permissions).toMatchObject({ can_download: false })
      expect((await owner.client.asset(open.id)).original).toBeDefined()
      const folder = await client.createFolder(project.root_asset_id, 'from the guest')
      expect((await client.remove(folder.id)).id).toBe(folder.id)
      expect((await client.call('PUT', `/v2/projects/${project.id}`, { body: { name: 'x' } })).status).toBe(
        403,
      )
      expect((await client.call('DELETE', `/v2/projects/${project.id}`)).status).toBe(403)
    })

    it('invites others only while the project leaves it to collaborators', async () => {
      const path = `/v2/projects/${project.id}/collaborators`
      const body = { email: 'friend@example.org' }
      expect((await guest.client.call('POST', path, { body })).status).toBe(200)
      await owner.client.ok('PUT', `/v2/projects/${project.id}`, {
        body: { project_preferences: { collaborator_can_invite: false } },
      })
      expect((await guest.client.call('POST', path, { body })).status).toBe(403)
    })
  })
})
