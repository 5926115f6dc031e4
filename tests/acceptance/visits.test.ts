// What is new for somebody since they last looked, and what they looked at lately.
import { beforeAll, describe, expect, it } from 'vitest'
import type { CardNews, Visit } from '@rushes/contract/visits'
import { serversByTurns } from './by-turns.ts'
import type { Comment } from './comment-shape.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Asset, Project } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('visits on the $name database', (server) => {
  let owner: MadePerson
  let member: MadePerson
  let guest: MadePerson
  let project: Project

  beforeAll(async () => {
    const account = await makeAccount(server)
    owner = account.owner
    const { client } = owner
    const team = await client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
      body: { name: 'Crew' },
    })
    member = await account.person('Mia Member', 'member')
    guest = await account.person('Gus Guest', null)
    await client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: member.email } })
    project = await client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Spot' } })
    await client.ok('POST', `/v2/projects/${project.id}/collaborators`, { body: { email: guest.email } })
  })

  const write = (person: MadePerson, { id }: Asset, body: Record<string, unknown>) =>
    person.client.ok<Comment>('POST', `/v2/assets/${id}/comments`, { body })
  const visit = (person: MadePerson, { id }: { id: string }) =>
    person.client.ok<Visit>('POST', `/api/assets/${id}/visit`)
  const news = (person: MadePerson, folder: { id: string }) =>
    person.client.ok<CardNews[]>('GET', `/api/assets/${folder.id}/news`)

  it('comments of others since the last visit are new until they are seen; the team keeps its own', async () => {
    const folder = await owner.client.createFolder(project.root_asset_id, 'commented')
    const file = await owner.client.createFile(folder.id, 'cut.mov', 10)
    await write(member, file, { text: 'long known' })
    expect(await visit(guest, file)).toEqual({ last_visited_at: null, new_comment_ids: [] })
    expect(await visit(owner, file)).toMatchObject({ last_visited_at: null })
    expect(await news(guest, folder)).toEqual([])

    const open = await write(member, file, { text: 'open' })
    const closed = await write(member, file, { text: 'closed', private: true })
    await write(guest, file, { text: 'by the guest' })
    const gone = await write(member, file, { text: 'gone' })
    await owner.client.ok('DELETE', `/v2/comments/${gone.id}`)
    const card = { asset_id: file.id, has_new_version: false, is_new: false }
    expect(await news(guest, folder)).toEqual([{ ...card, new_comment_count: 1 }])
    expect(await news(owner, folder)).toEqual([{ ...card, new_comment_count: 3 }])
    // Who was never here is told of nothing.
    expect(await news(member, folder)).toEqual([])
    await owner.client.ok('POST', `/api/assets/${file.id}/comments/read`, {
      body: { comment_ids: [closed.id] },
    })
    expect(await news(owner, folder)).toEqual([{ ...card, new_comment_count: 2 }])

    const again = await visit(guest, file)
    expect(again.new_comment_ids).toEqual([open.id])
    expect(again.last_visited_at).not.toBeNull()
    expect((await visit(guest, file)).new_comment_ids).toEqual([])
    expect(await news(guest, folder)).toEqual([])
    expect(await owner.client.ok('DELETE', `/api/assets/${folder.id}/news`)).toEqual({ ok: true })
    expect(await news(owner, folder)).toEqual([])
    expect((await owner.client.call('POST', `/api/assets/${folder.id}/visit`)).status).toBe(422)
  })

  it('a version of somebody else is new on the card of its stack, until it is looked at', async () => {
    const folder = await owner.client.createFolder(project.root_asset_id, 'versions')
    const [first, second] = [
      await owner.client.createFile(folder.id, 'one.mov', 10),
      await owner.client.createFile(folder.id, 'two.mov', 10),
    ]
    await visit(guest, first)
    const third = await owner.client.createFile(folder.id, 'three.mov', 10)
    const stack = await owner.client.ok<Asset>('POST', `/v2/assets/${first.id}/version`, {
      body: { next_asset_id: third.id },
    })
    await write(owner, third, { text: 'on the new one' })
    expect(await news(guest, folder)).toEqual([
      { asset_id: stack.id, new_comment_count: 1, has_new_version: true, is_new: false },
    ])
    await visit(guest, stack)
    expect(await news(guest, folder)).toEqual([])
    const recent = await guest.client.ok<Asset[]>('GET', '/api/me/recent_assets?page_size=2')
    expect(recent.map(({ id }) => id)).toEqual([third.id, first.id])
    expect((await news(guest, second)).length).toBe(0)
  })

  it('a file of somebody else that came since is new until it is opened, or all is known', async () => {
    const folder = await owner.client.createFolder(project.root_asset_id, 'arrived')
    const [known, early] = [
      await owner.client.createFile(folder.id, 'known.mov', 10),
      await owner.client.createFile(folder.id, 'early.mov', 10),
    ]
    await visit(guest, known)
    await visit(owner, known)
    const [late, later] = [
      await owner.client.createFile(folder.id, 'late.mov', 10),
      await owner.client.createFile(folder.id, 'later.mov', 10),
    ]
    const closed = await owner.client.createFile(folder.id, 'closed.mov', 10)
    await owner.client.update(closed.id, { private: true })
    await owner.client.createFolder(folder.id, 'more')
    const card = { new_comment_count: 0, has_new_version: false, is_new: true }
    expect(await news(guest, folder)).toEqual([
      { ...card, asset_id: later.id },
      { ...card, asset_id: late.id },
    ])
    expect(await news(owner, folder)).toEqual([])
    expect(await news(member, folder)).toEqual([])
    await visit(guest, late)
    expect(await news(guest, folder)).toEqual([{ ...card, asset_id: later.id }])
    await guest.client.ok('DELETE', `/api/assets/${folder.id}/news`)
    expect(await news(guest, folder)).toEqual([])
    // What was dismissed was not opened.
    const lately = await guest.client.ok<Asset[]>('GET', '/api/me/recent_assets')
    for (const { id } of [early, later]) expect(lately.map((asset) => asset.id)).not.toContain(id)
  })

  it('what was looked at lately is listed as long as it may be seen', async () => {
    const folder = await owner.client.createFolder(project.root_asset_id, 'recent')
    const [kept, binned, hidden] = [
      await owner.client.createFile(folder.id, 'kept.mov', 10),
      await owner.client.createFile(folder.id, 'binned.mov', 10),
      await owner.client.createFile(folder.id, 'hidden.mov', 10),
    ]
    for (const file of [kept, binned, hidden]) await visit(guest, file)
    await owner.client.remove(binned.id)
    await owner.client.update(hidden.id, { private: true })
    const lately = async () =>
      (await guest.client.ok<Asset[]>('GET', '/api/me/recent_assets')).map(({ id }) => id)
    const listed = await lately()
    expect(listed[0]).toBe(kept.id)
    for (const { id } of [binned, hidden]) expect(listed).not.toContain(id)
    await visit(guest, kept)
    expect((await lately()).filter((id) => id === kept.id)).toHaveLength(1)
    const people = await owner.client.ok<{ id: string; user: { id: string } }[]>(
      'GET',
      `/v2/projects/${project.id}/collaborators`,
    )
    const seat = people.find(({ user }) => user.id === guest.id)
    await owner.client.ok('DELETE', `/v2/collaborators/${seat!.id}`)
    expect(await lately()).toEqual([])
    expect((await guest.client.call('POST', `/api/assets/${kept.id}/visit`)).status).toBe(404)
  })
})
