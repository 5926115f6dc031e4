import { beforeAll, describe, expect, it } from 'vitest'
import { openBrowser, signedIn } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import type { Project } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

interface Invitation {
  id: string
  email: string | null
  role: string
  place_name: string
}
interface Link {
  joined: boolean
  invitation: Invitation | null
  url: string | null
}
interface Person {
  user: { id: string; name: string; email: string }
  role: string | null
  is_active: boolean
  teams: { id: string }[]
  projects: { id: string }[]
}

const password = 'a long enough password'

describe.each(servers)('people and invitations on the $name database', (server) => {
  let account: MadeAccount
  let owner: MadePerson
  let browser: Browser
  let team: { id: string }
  let project: Project

  beforeAll(async () => {
    account = await makeAccount(server)
    owner = account.owner
    browser = await signedIn(server, owner)
    team = await owner.client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Crew' } })
    project = await owner.client.ok('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Film' } })
  })

  const invite = (body: Record<string, unknown>, by = browser) =>
    by.ok<Link>('POST', '/api/invitations', { body })
  const codeOf = (link: Link) => /\/invite\/([\w-]+)$/.exec(link.url ?? '')?.[1] ?? ''
  const people = () => browser.ok<Person[]>('GET', `/api/accounts/${account.id}/people?page_size=1000`)
  const personPath = (id: string) => `/api/accounts/${account.id}/people/${id}`
  let count = 0
  const address = () => `new-${String((count += 1))}-${account.id}@example.org`

  it('somebody new opens the link, says who they are, and is in that project alone', async () => {
    const email = address()
    const link = await invite({ project_id: project.id, email, message: 'Have a look' })
    expect(link.invitation).toMatchObject({ email, role: 'collaborator', place_name: 'Film' })
    const pending = await owner.client.ok<{ email: string }[]>(
      'GET',
      `/v2/projects/${project.id}/pending_collaborators`,
    )
    expect(pending.map((entry) => entry.email)).toContain(email)
    const phone = openBrowser(server.url)
    const code = codeOf(link)
    expect(await phone.ok('GET', `/api/invite/${code}`)).toMatchObject({
      account_name: 'Studio',
      place: 'project',
      place_name: 'Film',
      inviter_name: 'Owner',
      message: 'Have a look',
      email,
      must_sign_in: false,
    })
    expect((await phone.call('POST', `/api/invite/${code}`, { body: { name: 'No password' } })).status).toBe(
      422,
    )
    const accepted = await phone.ok<{ user: { id: string; name: string }; project_id: string }>(
      'POST',
      `/api/invite/${code}`,
      { body: { name: 'Newcomer', password } },
    )
    expect(accepted).toMatchObject({ user: { name: 'Newcomer', email }, project_id: project.id })
    expect((await phone.ok<Project[]>('GET', '/v2/projects/shared')).map(({ id }) => id)).toEqual([
      project.id,
    ])
    expect(await phone.ok('GET', '/v2/teams')).toEqual([])
    // Once is enough.
    expect((await openBrowser(server.url).call('GET', `/api/invite/${code}`)).status).toBe(404)
    const again = openBrowser(server.url)
    expect((await again.call('POST', '/api/session', { body: { email, password } })).status).toBe(200)
  })

  it('a link without an address is for whoever has it: new, or signed in already', async () => {
    const forNew = await invite({ team_id: team.id })
    const email = address()
    const browserOfNew = openBrowser(server.url)
    const body = { name: 'Walk-in', password }
    expect((await browserOfNew.call('POST', `/api/invite/${codeOf(forNew)}`, { body })).status).toBe(422)
    await browserOfNew.ok('POST', `/api/invite/${codeOf(forNew)}`, { body: { ...body, email } })
    expect(await browserOfNew.ok('GET', `/v2/teams/${team.id}/membership`)).toEqual({ role: 'member' })

    const person = await account.person('Known', null)
    const theirs = await signedIn(server, person)
    const forKnown = await invite({ team_id: team.id, role: 'team_manager' })
    await theirs.ok('POST', `/api/invite/${codeOf(forKnown)}`, { body: {} })
    expect(await theirs.ok('GET', `/v2/teams/${team.id}/membership`)).toEqual({ role: 'team_manager' })
  })

  it('a known address joins at once and needs no link', async () => {
    const person = await account.person('Already here', null)
    expect(await invite({ account_id: account.id, role: 'billing_manager', email: person.email })).toEqual({
      joined: true,
      invitation: null,
      url: null,
      mailed: false,
    })
    expect(await person.client.ok('GET', `/v2/accounts/${account.id}/membership`)).toMatchObject({
      account: 'billing_manager',
    })
  })

  it('a new link ends the old one, taking it back ends both', async () => {
    const email = address()
    const first = await invite({ project_id: project.id, email })
    const id = first.invitation?.id ?? ''
    const second = await browser.ok<Link>('POST', `/api/invitations/${id}/link`)
    expect(second.invitation?.id).toBe(id)
    const visitor = openBrowser(server.url)
    expect((await visitor.call('GET', `/api/invite/${codeOf(first)}`)).status).toBe(404)
    expect((await visitor.call('GET', `/api/invite/${codeOf(second)}`)).status).toBe(200)
    const listed = await browser.ok<Invitation[]>('GET', `/api/invitations?project_id=${project.id}`)
    expect(listed.map((entry) => entry.id)).toContain(id)
    expect(JSON.stringify(listed)).not.toContain(codeOf(second))
    await browser.ok('DELETE', `/api/invitations/${id}`)
    expect((await visitor.call('GET', `/api/invite/${codeOf(second)}`)).status).toBe(404)
    expect((await browser.call('DELETE', `/api/invitations/${id}`)).status).toBe(404)
  })

  it('an expired link is refused', async () => {
    const link = await invite({ project_id: project.id })
    await account.query(`update invitations set expires_at = now() - interval '1 second' where id = $1`, [
      link.invitation?.id,
    ])
    expect((await openBrowser(server.url).call('GET', `/api/invite/${codeOf(link)}`)).status).toBe(404)
  })

  it('a link opens what its maker keeps for the address, and nothing that others keep for it', async () => {
    const email = address()
    const guest = await account.person('Guest', null)
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: guest.email },
    })
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email, role: 'team_manager' } })
    // The guest may invite into the project, makes a link for the address, and uses it in its owner's place.
    const link = await invite({ project_id: project.id, email }, await signedIn(server, guest))
    const thief = openBrowser(server.url)
    await thief.ok('POST', `/api/invite/${codeOf(link)}`, { body: { name: 'Not them', password } })
    expect((await thief.call('GET', `/v2/teams/${team.id}`)).status).toBe(404)

    const other = address()
    const second = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Second' },
    })
    for (const { id } of [project, second])
      await owner.client.ok('POST', `/v2/projects/${id}/collaborators`, { body: { email: other } })
    const owners = await invite({ project_id: project.id, email: other })
    const newcomer = openBrowser(server.url)
    await newcomer.ok('POST', `/api/invite/${codeOf(owners)}`, { body: { name: 'Both', password } })
    expect(await newcomer.ok('GET', '/v2/projects/shared')).toHaveLength(2)
  })

  it('nobody invites where they may not, or as more than the place has', async () => {
    const guest = await account.person('Meek', null)
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: guest.email },
    })
    const theirs = await signedIn(server, guest)
    for (const [body, status] of [
      [{ account_id: account.id }, 403],
      [{ team_id: team.id }, 404],
      [{ project_id: project.id, role: 'team_manager' }, 422],
      [{ project_id: project.id, team_id: team.id }, 422],
      [{}, 422],
      [{ account_id: account.id, role: 'owner' }, 422],
    ] as const)
      expect((await theirs.call('POST', '/api/invitations', { body })).status).toBe(status)
    const bosses = await invite({ team_id: team.id })
    const id = bosses.invitation?.id ?? ''
    expect((await theirs.call('DELETE', `/api/invitations/${id}`)).status).toBe(404)
    expect((await theirs.call('POST', `/api/invitations/${id}/link`)).status).toBe(404)
    expect((await owner.client.call('POST', '/api/invitations', { body: { team_id: team.id } })).status).toBe(
      403,
    )
  })

  it('lists people with their roles and places, and changes a role', async () => {
    const person = await account.person('Changing', 'member')
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: person.email } })
    const changed = await browser.ok<Person>('PUT', personPath(person.id), { body: { role: 'admin' } })
    expect(changed).toMatchObject({
      role: 'admin',
      is_active: true,
      teams: [{ id: team.id, role: 'member' }],
    })
    expect((await people()).find(({ user }) => user.id === person.id)).toEqual(changed)
    const found = await browser.ok<Person[]>('GET', `/api/accounts/${account.id}/people?q=CHANGING`)
    expect(found.map(({ user }) => user.id)).toEqual([person.id])
    expect((await browser.call('PUT', personPath(owner.id), { body: { role: 'member' } })).status).toBe(409)
    expect((await browser.call('PUT', personPath(person.id), { body: { role: 'owner' } })).status).toBe(422)
    const member = await signedIn(server, await account.person('Nosy', 'member'))
    expect((await member.call('GET', `/api/accounts/${account.id}/people`)).status).toBe(403)
  })

  it('who is removed from the account is out of its teams and projects at once', async () => {
    const person = await account.person('Leaver', 'member')
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: person.email } })
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: person.email },
    })
    const before = (await owner.client.project(project.id))['collaborator_count']
    await browser.ok('DELETE', personPath(person.id))
    for (const path of [`/v2/accounts/${account.id}`, `/v2/teams/${team.id}`, `/v2/projects/${project.id}`])
      expect((await person.client.call('GET', path)).status).toBe(404)
    expect((await owner.client.project(project.id))['collaborator_count']).toBe(Number(before) - 1)
    expect((await browser.call('DELETE', personPath(person.id))).status).toBe(404)
  })

  it('deactivating ends everything of a person at once, and is undone with their places', async () => {
    const person = await account.person('Paused', 'member')
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: person.email } })
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: person.email },
    })
    const theirs = await signedIn(server, person)
    const link = await invite({ project_id: project.id }, theirs)
    const live = await fetch(`${server.url}/live?project_id=${project.id}`, {
      headers: { authorization: `Bearer ${person.token}` },
    })
    const before = await owner.client.ok<{ member_count: number }>('GET', `/v2/teams/${team.id}`)
    const counted = (await owner.client.project(project.id))['collaborator_count']
    expect(await browser.ok<Person>('POST', `${personPath(person.id)}/deactivate`)).toMatchObject({
      is_active: false,
    })
    await live.text()
    expect((await theirs.call('GET', '/v2/me')).status).toBe(401)
    expect((await person.client.call('GET', '/v2/me')).status).toBe(401)
    expect((await openBrowser(server.url).call('GET', `/api/invite/${codeOf(link)}`)).status).toBe(404)
    expect(
      (await owner.client.ok<{ member_count: number }>('GET', `/v2/teams/${team.id}`)).member_count,
    ).toBe(before.member_count - 1)
    expect((await owner.client.project(project.id))['collaborator_count']).toBe(Number(counted) - 1)
    const again = await owner.client.call('POST', `/v2/teams/${team.id}/members`, {
      body: { email: person.email },
    })
    expect(again.status).toBe(422)
    expect(await browser.ok<Person>('POST', `${personPath(person.id)}/reactivate`)).toMatchObject({
      is_active: true,
      teams: [{ id: team.id }],
    })
    expect((await person.client.call('GET', '/v2/me')).status).toBe(401)
    expect((await browser.call('POST', `${personPath(owner.id)}/deactivate`)).status).toBe(409)
  })

  it('a forgotten password is set anew by a link from an admin, once', async () => {
    const person = await account.person('Forgetful', 'member')
    const old = await signedIn(server, person)
    const first = await browser.ok<{ url: string }>('POST', `${personPath(person.id)}/password_link`)
    const link = await browser.ok<{ url: string }>('POST', `${personPath(person.id)}/password_link`)
    const code = link.url.split('/welcome/')[1] ?? ''
    const fresh = openBrowser(server.url)
    const older = first.url.split('/welcome/')[1] ?? ''
    const leadsTo = (text: string) => fresh.call('GET', `/api/welcome/${text}`)
    expect(await leadsTo(code)).toMatchObject({
      status: 200,
      body: { is_first: true, name: 'Forgetful', email: person.email },
    })
    expect((await leadsTo(older)).status).toBe(404)
    expect((await fresh.call('POST', '/api/welcome', { body: { code: older, password } })).status).toBe(422)
    expect((await fresh.call('POST', '/api/welcome', { body: { code, password: 'short' } })).status).toBe(422)
    await fresh.ok('POST', '/api/welcome', { body: { code, password } })
    expect((await fresh.call('GET', '/v2/me')).status).toBe(200)
    expect((await old.call('GET', '/v2/me')).status).toBe(401)
    expect((await leadsTo(code)).status).toBe(404)
    expect((await fresh.call('POST', '/api/welcome', { body: { code, password } })).status).toBe(422)
    const admin = await signedIn(server, await account.person('Admin', 'admin'))
    expect((await admin.call('POST', `${personPath(owner.id)}/password_link`)).status).toBe(409)
  })

  it('profile and password are one’s own to change', async () => {
    const person = await account.person('Vain', 'member')
    const code = (
      await browser.ok<{ url: string }>('POST', `${personPath(person.id)}/password_link`)
    ).url.split('/welcome/')[1]
    const theirs = openBrowser(server.url)
    await theirs.ok('POST', '/api/welcome', { body: { code, password } })
    const profile = {
      name: 'Vera',
      timezone_value: 'Europe/Berlin',
      bio: 'Cuts.',
      phone: '+49 30 1234',
      location: 'Berlin',
    }
    await theirs.ok('PUT', '/api/me', { body: { ...profile, color: '#00ff00' } })
    expect(await theirs.ok('GET', '/v2/me')).toMatchObject({ ...profile, user_default_color: '#00ff00' })
    for (const bad of [{ name: '' }, { color: 'red' }, { timezone_value: 'Mars/Olympus' }])
      expect((await theirs.call('PUT', '/api/me', { body: bad })).status).toBe(422)
    const other = await signedIn(server, person)
    const change = (current: string) =>
      theirs.call('POST', '/api/me/password', {
        body: { current_password: current, new_password: 'another password' },
      })
    expect((await change('wrong')).status).toBe(422)
    expect((await change(password)).status).toBe(200)
    expect((await other.call('GET', '/v2/me')).status).toBe(401)
    expect((await theirs.call('GET', '/v2/me')).status).toBe(200)
    const signIn = (text: string) =>
      openBrowser(server.url).call('POST', '/api/session', { body: { email: person.email, password: text } })
    expect((await signIn(password)).status).toBe(401)
    expect((await signIn('another password')).status).toBe(200)
  })

  it('an account is handed over by its owner alone', async () => {
    const own = await makeAccount(server)
    const heir = await own.person('Heir', 'member')
    const [first, second] = [await signedIn(server, own.owner), await signedIn(server, heir)]
    const path = `/api/accounts/${own.id}/owner`
    expect((await second.call('POST', path, { body: { user_id: heir.id } })).status).toBe(403)
    expect((await first.call('POST', path, { body: { user_id: account.owner.id } })).status).toBe(404)
    expect(await first.ok('POST', path, { body: { user_id: heir.id } })).toMatchObject({ role: 'owner' })
    expect(await second.ok('GET', `/v2/accounts/${own.id}`)).toMatchObject({ owner_id: heir.id })
    expect(await first.ok('GET', `/v2/accounts/${own.id}/membership`)).toMatchObject({ account: 'admin' })
    expect((await first.call('POST', path, { body: { user_id: own.owner.id } })).status).toBe(403)
  })
})
