// What is for the team only (v2-assets.md 4.2 `private`): collaborators do not see it, nor how much of it there is, and
// no way of stacking, unstacking or trashing shows it to them.
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('private assets on the $name database', (server) => {
  let ours: ReferenceClient
  let guest: ReferenceClient
  let project: Project

  beforeAll(async () => {
    const account = await makeAccount(server)
    ours = account.owner.client
    const team = await ours.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
      body: { name: 'Crew' },
    })
    project = await ours.ok<Project>('POST', `/v2/teams/${team.id}/projects`, { body: { name: 'Private' } })
    const person = await account.person('Guest', null)
    await ours.ok('POST', `/v2/projects/${project.id}/collaborators`, { body: { email: person.email } })
    guest = person.client
  })

  async function folderWith(...names: string[]): Promise<{ folder: Asset; ids: string[] }> {
    const folder = await ours.createFolder(project.root_asset_id, 'private test')
    const ids: string[] = []
    for (const name of names) {
      const { id } = await ours.createFile(folder.id, name, 0)
      if (name.startsWith('secret')) await ours.update(id, { private: true })
      ids.push(id)
    }
    return { folder, ids }
  }
  const version = (base: string | undefined, next: string | undefined) =>
    ours.call<Asset & V2Error>('POST', `/v2/assets/${base ?? ''}/version`, { body: { next_asset_id: next } })
  const seenBy = async (client: ReferenceClient, folder: Asset) =>
    (await client.children(folder.id)).map(({ name }) => name)

  it('are no number either to who may not see them', async () => {
    const { folder } = await folderWith('open', 'secret 1', 'secret 2')
    expect(await ours.asset(folder.id)).toMatchObject({ item_count: 3, public_item_count: 1 })
    expect(await guest.asset(folder.id)).toMatchObject({ item_count: 1, public_item_count: 1 })
    expect(await seenBy(guest, folder)).toEqual(['open'])
  })

  it('do not become the face of a stack that everybody sees', async () => {
    const { folder, ids } = await folderWith('open 1', 'open 2', 'secret')
    const [first, second, secret] = ids
    expect((await version(first, secret)).status).toBe(422)
    const stack = (await version(first, second)).body
    const refused = await version(stack.id, secret)
    expect([refused.status, refused.body.errors[0]?.detail]).toEqual([
      422,
      expect.stringContaining('for the team only'),
    ])
    expect((await ours.call('PUT', `/v2/assets/${second ?? ''}`, { body: { private: true } })).status).toBe(
      422,
    )
    expect(await guest.asset(stack.id)).toMatchObject({ name: 'open 2', versions: 2, item_count: 2 })
    expect(await seenBy(guest, folder)).toEqual(['open 2'])
    expect(await ours.asset(folder.id)).toMatchObject({ item_count: 2, public_item_count: 1 })
  })

  it('stay what they are when their stack falls apart', async () => {
    const { folder, ids } = await folderWith('secret 1', 'secret 2', 'open')
    const [first, second, open] = ids
    const stack = (await version(first, second)).body
    expect((await version(stack.id, open)).body).toMatchObject({ private: true, versions: 3 })
    expect(await seenBy(guest, folder)).toEqual([])
    expect((await guest.call('GET', `/v2/assets/${open ?? ''}`)).status).toBe(404)
    await ours.ok('DELETE', `/v2/assets/${second ?? ''}/unversion`)
    await ours.ok('DELETE', `/v2/assets/${stack.id}`)
    expect(await seenBy(ours, folder)).toHaveLength(3)
    expect(await seenBy(guest, folder)).toEqual([])
    expect(await guest.asset(folder.id)).toMatchObject({ item_count: 0, public_item_count: 0 })
    expect(await ours.asset(folder.id)).toMatchObject({ item_count: 3, public_item_count: 0 })
  })

  it('are seen with their stack when it is opened to everybody', async () => {
    const { folder, ids } = await folderWith('secret 1', 'secret 2')
    const stack = (await version(ids[0], ids[1])).body
    await ours.update(stack.id, { private: false })
    expect(await seenBy(guest, folder)).toEqual(['secret 2'])
    expect((await guest.children(stack.id)).map(({ name }) => name)).toEqual(['secret 2', 'secret 1'])
  })

  it('do not come back into a stack that is open', async () => {
    const { folder, ids } = await folderWith('a', 'b', 'c')
    const stack = (await version(ids[0], ids[1])).body
    await version(stack.id, ids[2])
    await ours.ok('DELETE', `/v2/assets/${stack.id}`)
    await ours.update(ids[1] ?? '', { private: true })
    await ours.ok('PUT', `/v2/assets/${stack.id}/restore`)
    expect(await guest.asset(stack.id)).toMatchObject({ versions: 2, item_count: 2 })
    expect((await seenBy(ours, folder)).toSorted()).toEqual(['b', 'c'])
    expect(await seenBy(guest, folder)).toEqual(['c'])
  })

  it('a trashed stack tells of its cover as its deletion did, to who may see it', async () => {
    const { ids } = await folderWith('a', 'b')
    const stack = (await version(ids[0], ids[1])).body
    const deleted = await ours.ok<Asset>('DELETE', `/v2/assets/${stack.id}`)
    const trash = await ours.ok<Asset[]>('GET', `/v2/projects/${project.id}/trash`)
    const listed = trash.find(({ id }) => id === stack.id)
    expect(listed?.['cover_asset']).toMatchObject({ id: ids[1] })
    expect(deleted['cover_asset']).toMatchObject({ id: ids[1] })
  })

  it('comments for the team only do not sort a list for who may not read them', async () => {
    const { folder, ids } = await folderWith('quiet', 'loud')
    const [quiet, loud] = ids
    const comment = (id: string | undefined, body: Record<string, unknown>) =>
      ours.ok('POST', `/v2/assets/${id ?? ''}/comments`, { body })
    await comment(quiet, { text: 'for everybody' })
    await comment(loud, { text: 'for us', private: true })
    await comment(loud, { text: 'for us too', private: true })
    const sorted = async (client: ReferenceClient) =>
      (await client.ok<Asset[]>('GET', `/v2/assets/${folder.id}/children?sort=-comment_count`)).map(
        ({ name }) => name,
      )
    expect(await sorted(ours)).toEqual(['loud', 'quiet'])
    expect(await sorted(guest)).toEqual(['quiet', 'loud'])
  })
})
