// GET /live without a project: a page that lists projects hears that something changed in what its person sees, and a
// stranger's page hears nothing.
import { beforeAll, describe, expect, it } from 'vitest'
import { signedIn } from './browser-session.ts'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import type { Asset, Project } from './reference-client.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

interface Stream {
  said: () => string
  ended: Promise<void>
}

describe.each(servers)('live places on the $name database', (server) => {
  let account: MadeAccount
  let team: { id: string }

  beforeAll(async () => {
    account = await makeAccount(server)
    team = await account.owner.client.ok('POST', `/v2/accounts/${account.id}/teams`, {
      body: { name: 'Live', access: 'private' },
    })
  })

  /** Everything the stream has said so far. */
  async function listen(person: MadePerson, query = ''): Promise<Stream> {
    const response = await fetch(`${server.url}/live${query}`, {
      headers: { authorization: `Bearer ${person.token}` },
    })
    expect(response.headers.get('content-type')).toBe('text/event-stream')
    let text = ''
    const decoder = new TextDecoder()
    const ended = (async () => {
      if (response.body === null) return
      for await (const chunk of response.body) text += decoder.decode(chunk, { stream: true })
    })()
    return { said: () => text, ended }
  }

  const heard = (stream: { said: () => string }) => stream.said().includes('data: {"kind":"places"}')

  it('tells who sees a project, names nothing, and tells nobody else', async () => {
    const outsider = await account.person('Outside', 'member')
    const [owners, outsiders] = await Promise.all([listen(account.owner), listen(outsider)])
    await account.owner.client.ok('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Quiet film' } })
    await waitUntil('the owner hears of it', async () => heard(owners), Boolean)
    expect(owners.said()).not.toMatch(/Quiet|project/)
    expect(heard(outsiders)).toBe(false)
  })

  it('tells who begins to listen to a project what changed in it while their page came up', async () => {
    const { client } = account.owner
    const project = await client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Late' },
    })
    const { id } = await client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/children`, {
      body: { type: 'folder', name: 'Just made' },
    })
    const late = await listen(account.owner, `?project_id=${project.id}`)
    await waitUntil('the folder is told of', async () => late.said().includes(id), Boolean)
    const elsewhere = await client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Elsewhere' },
    })
    const other = await listen(account.owner, `?project_id=${elsewhere.id}`)
    await waitUntil('its own project is told of', async () => other.said().includes(elsewhere.id), Boolean)
    expect(other.said()).not.toContain(id)
  })

  it('tells somebody that they were invited, and again that they were removed', async () => {
    const guest = await account.person('Guest', null)
    const project = await account.owner.client.ok<{ id: string }>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Film' },
    })
    const invited = await listen(guest)
    const added = await account.owner.client.ok<{ id: string }>(
      'POST',
      `/v2/projects/${project.id}/collaborators`,
      { body: { email: guest.email } },
    )
    await waitUntil('the guest hears of the invitation', async () => heard(invited), Boolean)
    const removed = await listen(guest)
    await account.owner.client.ok('DELETE', `/v2/projects/${project.id}/collaborators/${added.id}`)
    await waitUntil('the guest hears of the removal', async () => heard(removed), Boolean)
    expect(removed.said()).not.toMatch(/Film|project/)
  })

  it('tells admins and the team who comes and goes, and nobody else', async () => {
    const manager = await account.person('Manager', 'member')
    const joining = await account.person('Joining', 'member')
    const outsider = await account.person('Outsider', 'member')
    const path = `/v2/teams/${team.id}/members`
    await account.owner.client.ok('POST', path, { body: { email: manager.email, role: 'team_manager' } })
    const streams = await Promise.all([account.owner, manager, outsider].map((person) => listen(person)))
    const [owners, managers, outsiders] = streams as [Stream, Stream, Stream]
    await account.owner.client.ok('POST', path, { body: { email: `invited-${account.id}@example.org` } })
    await waitUntil('both hear of the invitation', async () => heard(owners) && heard(managers), Boolean)
    const again = await listen(manager)
    await account.owner.client.ok('POST', path, { body: { email: joining.email } })
    await waitUntil('the manager hears of the member', async () => heard(again), Boolean)
    expect(heard(outsiders)).toBe(false)
    expect(managers.said()).not.toMatch(/example|team/)
  })

  it('tells those who share an account with somebody that they look different, also inside a project', async () => {
    const vain = await account.person('Vain', 'member')
    const colleague = await account.person('Colleague', 'member')
    const stranger = (await makeAccount(server)).owner
    const project = await account.owner.client.ok<{ id: string }>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Portraits' },
    })
    const [colleagues, strangers, inProject] = await Promise.all([
      listen(colleague),
      listen(stranger),
      listen(account.owner, `?project_id=${project.id}`),
    ])
    await (await signedIn(server, vain)).ok('PUT', '/api/me', { body: { name: 'Vanity' } })
    await waitUntil('they hear of it', async () => heard(colleagues) && heard(inProject), Boolean)
    expect(heard(strangers)).toBe(false)
    expect(colleagues.said() + inProject.said()).not.toContain('Vanity')
  })

  it('is for people who are signed in', async () => {
    expect((await fetch(`${server.url}/live`)).status).toBe(401)
  })
})
