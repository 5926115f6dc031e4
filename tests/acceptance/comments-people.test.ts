// v2-platform.md 8.5 with 7.2: who sees, changes and removes whose comments, and who is named in them.
import { beforeAll, describe, expect, it } from 'vitest'
import type { FoundComment } from '@rushes/contract/search'
import { serversByTurns } from './by-turns.ts'
import type { Comment } from './comment-shape.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import type { Asset, Project } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('8.5 comments of several people on the $name database', (server) => {
  let account: MadeAccount
  let owner: MadePerson
  let member: MadePerson
  let guest: MadePerson
  let project: Project

  beforeAll(async () => {
    account = await makeAccount(server)
    owner = account.owner
    const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
      body: { name: 'Crew' },
    })
    member = await account.person('Mia Member', 'member')
    guest = await account.person('Gus Guest', null)
    await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: member.email } })
    project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Spot' },
    })
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: guest.email },
    })
  })

  const newFile = () => owner.client.createFile(project.root_asset_id, 'cut.mov', 10)
  const write = (person: MadePerson, asset: Asset, body: Record<string, unknown>) =>
    person.client.ok<Comment>('POST', `/v2/assets/${asset.id}/comments`, { body })
  const texts = async (person: MadePerson, asset: Asset, query = '') => {
    const { body, headers } = await person.client.call<Comment[]>(
      'GET',
      `/v2/assets/${asset.id}/comments${query}`,
    )
    expect(headers.get('total')).toBe(String(body.length))
    expect((await person.client.asset(asset.id))['comment_count']).toBe(body.length)
    return body.map(({ text }) => text)
  }
  const statuses = (person: MadePerson, calls: [string, string, unknown?][]) =>
    Promise.all(
      calls.map(async ([method, path, body]) => (await person.client.call(method, path, { body })).status),
    )

  it('a team-only thread does not exist for a collaborator: not in lists, counts, replies or by its id', async () => {
    const file = await newFile()
    const open = await write(member, file, { text: 'open' })
    const closed = await write(member, file, { text: 'closed', private: true })
    const answer = await owner.client.ok<Comment>('POST', `/v2/comments/${closed.id}/replies`, {
      body: { text: 'closed answer' },
    })
    await owner.client.ok('POST', `/v2/comments/${open.id}/replies`, {
      body: { text: 'aside', private: true },
    })
    expect(await texts(guest, file)).toEqual(['open'])
    expect(await texts(member, file)).toEqual(['open', 'closed', 'closed answer', 'aside'])
    const replies = await guest.client.call<Comment[]>('GET', `/v2/comments/${open.id}/replies`)
    expect([replies.body, replies.headers.get('total')]).toEqual([[], '0'])
    const all = await guest.client.ok<Comment[]>('GET', `/v2/assets/${file.id}/comments?include=replies`)
    expect(all.map((comment) => comment.replies)).toEqual([[]])
    for (const { id } of [closed, answer])
      expect(
        await statuses(guest, [
          ['GET', `/v2/comments/${id}`],
          ['DELETE', `/v2/comments/${id}`],
          ['POST', `/v2/comments/${id}/complete`, {}],
          ['POST', `/v2/comments/${id}/replies`, { text: 'x' }],
          ['GET', `/v2/comments/${id}/impressions`],
        ]),
      ).toEqual([404, 404, 404, 404, 404])
    expect(
      await statuses(guest, [['POST', `/v2/assets/${file.id}/comments`, { text: 'x', private: true }]]),
    ).toEqual([403])
  })

  it('comments are found by their words, by who may read them, on full pages', async () => {
    const file = await newFile()
    const hidden = await owner.client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/children`, {
      body: { type: 'folder', name: 'hidden', private: true },
    })
    const inHidden = await owner.client.createFile(hidden.id, 'hidden.mov', 10)
    const binned = await newFile()
    await write(owner, binned, { text: 'The zebra in the bin' })
    await owner.client.remove(binned.id)
    for (const text of ['A Zébra crosses', 'zebras left', 'no striped animal', 'zebra, right'])
      await write(member, file, { text })
    const answered = await write(member, file, { text: 'an aside', private: true })
    await owner.client.ok('POST', `/v2/comments/${answered.id}/replies`, { body: { text: 'zebra answer' } })
    await write(owner, inHidden, { text: 'zebra unseen' })
    const find = async (person: MadePerson, query: string) => {
      const { body, headers } = await person.client.call<FoundComment[]>(
        'GET',
        `/api/search/comments?${query}`,
      )
      return { texts: body.map(({ text }) => text), total: headers.get('total'), body }
    }
    const open = ['zebra, right', 'zebras left', 'A Zébra crosses']
    expect((await find(guest, 'q=ZEBRA')).texts).toEqual(open)
    expect((await find(member, 'q=zebra')).texts).toEqual(['zebra unseen', 'zebra answer', ...open])
    const second = await find(guest, 'q=zebr&page=2&page_size=2')
    expect([second.texts, second.total]).toEqual([['A Zébra crosses'], '3'])
    expect(second.body[0]).toMatchObject({
      asset_id: file.id,
      asset_name: 'cut.mov',
      project_id: project.id,
      owner_name: 'Mia Member',
      parent_id: null,
      private: false,
    })
    expect((await find(guest, 'q=left+zebra')).texts).toEqual(['zebras left'])
    for (const nothing of ['q=ebra', 'q=%25', 'q=', `q=zebra&project_id=${file.id}`])
      expect((await find(guest, nothing)).texts, nothing).toEqual([])
    const stranger = await makeAccount(server)
    expect((await find(stranger.owner, 'q=zebra')).texts).toEqual([])
    expect((await guest.client.call('GET', '/api/search/comments')).status).toBe(422)
  })

  it('opening a team-only thread opens its replies, but not those that were private themselves', async () => {
    const file = await newFile()
    const head = await write(member, file, { text: 'head', private: true })
    for (const body of [{ text: 'follows' }, { text: 'stays', private: true }])
      await member.client.ok('POST', `/v2/comments/${head.id}/replies`, { body })
    expect(await texts(guest, file)).toEqual([])
    await member.client.ok('PUT', `/v2/comments/${head.id}`, { body: { private: false } })
    expect(await texts(guest, file)).toEqual(['head', 'follows'])
    await member.client.ok('PUT', `/v2/comments/${head.id}`, { body: { private: true } })
    expect(await texts(guest, file)).toEqual([])
    expect(await texts(owner, file)).toEqual(['head', 'follows', 'stays'])
  })

  it('only the author edits; who may update the project removes what others wrote; anybody here completes', async () => {
    const file = await newFile()
    const byGuest = await write(guest, file, { text: 'from the guest' })
    const byOwner = await write(owner, file, { text: 'from the owner' })
    const path = `/v2/comments/${byGuest.id}`
    expect(await statuses(owner, [['PUT', path, { text: 'words in a mouth' }]])).toEqual([403])
    expect(
      await statuses(member, [
        ['DELETE', path],
        ['POST', `${path}/complete`, {}],
      ]),
    ).toEqual([403, 200])
    expect(await statuses(guest, [['DELETE', `/v2/comments/${byOwner.id}`]])).toEqual([403])
    expect((await owner.client.ok<Comment>('DELETE', path)).deleted_at).not.toBeNull()
    expect(await statuses(member, [['POST', `/api/comments/${byGuest.id}/restore`]])).toEqual([403])
    expect(await statuses(guest, [['POST', `/api/comments/${byGuest.id}/restore`]])).toEqual([200])
  })

  it('names people by their name or address, the longest first, and in team-only comments the team alone', async () => {
    const file = await newFile()
    const text = `@Mia Member, see @${guest.email} and mail ada@example.org, @nobody @mia membership`
    const made = await write(owner, file, { text })
    expect(made.comment_entities).toEqual([
      { start_index: 0, end_index: 11, text: '@Mia Member', user_id: member.id },
      {
        start_index: 17,
        end_index: 18 + guest.email.length,
        text: `@${guest.email}`,
        user_id: guest.id,
      },
    ])
    const closed = await write(owner, file, { text: '@Gus Guest @mia member #colour', private: true })
    expect(closed.comment_entities.map((entity) => entity.user_id)).toEqual([member.id])
    const edited = await owner.client.ok<Comment>('PUT', `/v2/comments/${made.id}`, {
      body: { text: 'nobody #any' },
    })
    expect(edited.comment_entities).toEqual([])
    const people = await guest.client.ok<{ id: string; is_team: boolean }[]>(
      'GET',
      `/api/projects/${project.id}/mentionable`,
    )
    expect(people.map(({ id, is_team: isTeam }) => [id, isTeam])).toEqual([
      [guest.id, false],
      [member.id, true],
      [owner.id, true],
    ])
  })

  it('tells who has seen a comment, once a person, and never the author', async () => {
    const file = await newFile()
    const made = await write(owner, file, { text: 'seen?' })
    const closed = await write(owner, file, { text: 'closed', private: true })
    for (const person of [guest, member, owner]) {
      await person.client.ok('GET', `/v2/comments/${made.id}`)
      await person.client.ok('POST', `/api/assets/${file.id}/comments/read`, {
        body: { comment_ids: [made.id, closed.id, '00000000-0000-4000-8000-000000000000'] },
      })
    }
    const impressions = await owner.client.call<{ type: string; user_id: string }[]>(
      'GET',
      `/v2/comments/${made.id}/impressions`,
    )
    expect(impressions.body.map(({ type, user_id: userId }) => [type, userId])).toEqual([
      ['read', guest.id],
      ['read', member.id],
    ])
    expect(impressions.headers.get('total')).toBe('2')
    expect((await owner.client.ok<Comment>('GET', `/v2/comments/${made.id}`)).read_count).toBe(2)
    expect((await owner.client.ok<Comment>('GET', `/v2/comments/${closed.id}`)).read_count).toBe(1)
  })
})
