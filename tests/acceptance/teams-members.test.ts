import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import type { Project } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

interface Team {
  id: string
  [key: string]: unknown
}
interface Member {
  _type: string
  id: string
  user_id: string | null
  role: string
  email: string
  deleted_at: string | null
}
interface Batch {
  success: Member[]
  error: Record<string, { status: number }>
}

describe.each(servers)('teams and their members on the $name database', (server) => {
  let account: MadeAccount
  let owner: MadePerson

  beforeAll(async () => {
    account = await makeAccount(server)
    owner = account.owner
  })

  const makeTeam = (name: string, more: Record<string, unknown> = {}) =>
    owner.client.ok<Team>('POST', `/v2/accounts/${account.id}/teams`, { body: { name, ...more } })
  const add = (team: Team, body: Record<string, unknown>) =>
    owner.client.ok<Member>('POST', `/v2/teams/${team.id}/members`, { body })

  it('makes a team with everything its body may say, managed by who made it', async () => {
    const settings = {
      access: 'private',
      color: '#112233',
      background_color: '#000000',
      bio: 'We cut.',
      colors: ['#ff0000'],
      dark_theme: false,
      email_branding: { accent_color: '#00ff00' },
      font_color: '#eeeeee',
      link: 'https://example.org',
      location: 'Babelsberg',
      member_limit: 12,
      slack_webhook: 'https://hooks.example.org/x',
      solo: true,
      storage_limit: 1_000_000,
      watermark: {
        image: { alpha: 0.2, image: 'https://example.org/logo.png', position: 'top_left' },
        text: { alpha: 0.4, lines: ['draft', 'do not share'], position: 'top' },
      },
      admin_only_actions: { lifecycle: true },
    }
    const team = await makeTeam('Everything', settings)
    expect(team).toMatchObject({
      _type: 'team',
      name: 'Everything',
      account_id: account.id,
      member_count: 1,
      ...settings,
    })
    expect(await owner.client.ok('GET', `/v2/teams/${team.id}/membership`)).toEqual({ role: 'team_manager' })
  })

  it('changes only the keys sent and writes one event', async () => {
    const team = await makeTeam('Before', { bio: 'kept' })
    const changed = await owner.client.ok<Team>('PUT', `/v2/teams/${team.id}`, {
      body: { name: 'After', link: null },
    })
    expect(changed).toMatchObject({ name: 'After', bio: 'kept', link: null })
    expect(
      await account.query(`select type from events where resource_id = $1 and type = 'team.updated'`, [
        team.id,
      ]),
    ).toHaveLength(1)
    for (const body of [{ name: ' ' }, { access: 'secret' }, { color: 'blue' }, { member_limit: -1 }])
      expect((await owner.client.call('PUT', `/v2/teams/${team.id}`, { body })).status).toBe(422)
    expect((await owner.client.call('POST', `/v2/accounts/${account.id}/teams`, { body: {} })).status).toBe(
      422,
    )
  })

  it('adds by e-mail and by id, once, and changes a role when asked to', async () => {
    const team = await makeTeam('Adding')
    const editor = await account.person('Editor', null)
    const first = await add(team, { email: editor.email })
    expect(first).toMatchObject({
      _type: 'team_member',
      user_id: editor.id,
      role: 'member',
      email: editor.email,
    })
    expect((await add(team, { user_id: editor.id })).id).toBe(first.id)
    expect((await add(team, { email: editor.email, role: 'team_manager' })).role).toBe('team_manager')
    expect(await editor.client.ok('GET', `/v2/teams/${team.id}/membership`)).toEqual({ role: 'team_manager' })
    // A member of a team is one of its account.
    expect(await editor.client.ok('GET', `/v2/accounts/${account.id}/membership`)).toEqual({
      account: null,
      reviewer: false,
      team: 'team_manager',
    })
    expect(await owner.client.ok('GET', `/v2/teams/${team.id}`)).toMatchObject({ member_count: 2 })
    expect(
      (
        await owner.client.call('POST', `/v2/teams/${team.id}/members`, {
          body: { email: editor.email, role: 'boss' },
        })
      ).status,
    ).toBe(422)
  })

  it('keeps a place for an unknown address, lists it last, and takes it back', async () => {
    const team = await makeTeam('Pending')
    const pending = await add(team, { email: 'soon@example.org', role: 'team_manager' })
    expect(pending).toMatchObject({ _type: 'pending_team_member', user_id: null, role: 'team_manager' })
    const listed = await owner.client.call<Member[]>('GET', `/v2/teams/${team.id}/members?page_size=1&page=2`)
    expect(listed.body.map(({ id }) => id)).toEqual([pending.id])
    expect(listed.headers.get('total')).toBe('2')
    const removed = await owner.client.ok<Batch>('DELETE', `/v2/batch/teams/${team.id}/members`, {
      body: { batch: [{ email: 'soon@example.org' }] },
    })
    expect(removed.success[0]?.deleted_at).not.toBeNull()
    expect(await owner.client.ok<Member[]>('GET', `/v2/teams/${team.id}/members`)).toHaveLength(1)
  })

  it('batches add and remove people and name what they could not do', async () => {
    const team = await makeTeam('Batches')
    const [one, two] = [await account.person('Batch one', null), await account.person('Batch two', null)]
    const path = `/v2/batch/teams/${team.id}/members`
    const nobody = '00000000-0000-4000-8000-000000000000'
    const added = await owner.client.ok<Batch>('POST', path, {
      body: { batch: [{ email: one.email }, { email: two.email }, { user_id: nobody }, {}] },
    })
    expect(added.success.map(({ user_id }) => user_id)).toEqual([one.id, two.id])
    expect(Object.keys(added.error).toSorted()).toEqual([nobody, 'batch'].toSorted())
    const removed = await owner.client.ok<Batch>('DELETE', path, {
      body: { batch: [{ email: one.email }, { email: 'never@example.org' }] },
    })
    expect(removed.success.map(({ user_id }) => user_id)).toEqual([one.id])
    expect(removed.error['never@example.org']?.status).toBe(404)
    expect((await one.client.call('GET', `/v2/teams/${team.id}`)).status).toBe(404)
    expect((await owner.client.call('DELETE', path, { body: {} })).status).toBe(422)
  })

  it('who is removed is out of every project of the team at once, their own included', async () => {
    const team = await makeTeam('Leaving')
    const editor = await account.person('Leaver', null)
    await add(team, { email: editor.email })
    const own = await editor.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'own', private: true },
    })
    const live = await fetch(`${server.url}/live?project_id=${own.id}`, {
      headers: { authorization: `Bearer ${editor.token}` },
    })
    expect(live.status).toBe(200)
    await owner.client.ok('DELETE', `/v2/batch/teams/${team.id}/members`, {
      body: { batch: [{ email: editor.email }] },
    })
    // The open stream ends by itself, long before the half minute in which it would ask again.
    await live.text()
    expect((await editor.client.call('GET', `/v2/projects/${own.id}`)).status).toBe(404)
    expect((await editor.client.call('GET', `/v2/assets/${own.root_asset_id}`)).status).toBe(404)
    expect(await editor.client.ok('GET', '/v2/projects/shared')).toEqual([])
    const left = await owner.client.project(own.id)
    expect(left).toMatchObject({ owner_id: editor.id, collaborator_count: 0 })
  })

  it('a public team is open to members of the account, who join it themselves and bring nobody', async () => {
    const open = await makeTeam('Open', { access: 'public' })
    const closed = await makeTeam('Closed')
    const [joiner, other] = [
      await account.person('Joiner', 'member'),
      await account.person('Other', 'member'),
    ]
    const visible = await joiner.client.ok<Team[]>(
      'GET',
      `/v2/accounts/${account.id}/teams?include=user_role,account`,
    )
    expect(visible.map(({ id }) => id)).toContain(open.id)
    expect(visible.map(({ id }) => id)).not.toContain(closed.id)
    expect(visible.find(({ id }) => id === open.id)).toMatchObject({
      user_role: null,
      account: { id: account.id },
    })
    expect(await joiner.client.ok('GET', '/v2/teams')).toEqual([])
    expect(await joiner.client.ok('GET', `/v2/teams/${open.id}/projects`)).toEqual([])
    const path = `/v2/teams/${open.id}/members`
    expect((await joiner.client.call('POST', path, { body: { email: other.email } })).status).toBe(403)
    expect(
      (await joiner.client.call('POST', path, { body: { user_id: joiner.id, role: 'team_manager' } })).status,
    ).toBe(403)
    expect(
      (await joiner.client.call('POST', `/v2/teams/${closed.id}/members`, { body: { user_id: joiner.id } }))
        .status,
    ).toBe(404)
    expect(await joiner.client.ok('POST', path, { body: { user_id: joiner.id } })).toMatchObject({
      role: 'member',
    })
    expect((await joiner.client.ok<Team[]>('GET', '/v2/teams')).map(({ id }) => id)).toEqual([open.id])
    // A plain member leaves, and removes nobody else.
    const batch = await joiner.client.ok<Batch>('DELETE', `/v2/batch/teams/${open.id}/members`, {
      body: { batch: [{ email: owner.email }, { user_id: joiner.id }] },
    })
    expect(batch.error[owner.email]?.status).toBe(403)
    expect(batch.success.map(({ user_id }) => user_id)).toEqual([joiner.id])
  })

  it('the path of the PHP client adds members too', async () => {
    const team = await makeTeam('PHP')
    const person = await account.person('Php', 'member')
    const added = await owner.client.ok<Member>('POST', `/v2/teams/${team.id}/membership`, {
      form: { user_id: person.id, role: 'member' },
    })
    expect(added).toMatchObject({ user_id: person.id, role: 'member' })
  })

  it('an account manager makes teams; a plain member does not', async () => {
    const manager = await account.person('Accounts', 'account_manager')
    const member = await account.person('Plain', 'member')
    const body = { name: 'By the manager' }
    expect((await manager.client.call('POST', `/v2/accounts/${account.id}/teams`, { body })).status).toBe(200)
    expect((await member.client.call('POST', `/v2/accounts/${account.id}/teams`, { body })).status).toBe(403)
    const stranger = await account.person('Stranger', null)
    expect((await stranger.client.call('POST', `/v2/accounts/${account.id}/teams`, { body })).status).toBe(
      404,
    )
  })
})
