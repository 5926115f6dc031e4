// Comments and the life of their asset (v2-assets.md 3.3 and 3.7): copied when asked for, back with a restore, gone with a
// purge.
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { queryDatabase } from './database.ts'
import { makeAccount } from './people-made.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

interface Comment {
  id: string
  asset_id: string
  parent_id: string | null
  text: string
  has_replies: boolean
  completed: boolean
  like_count: number
  inserted_at: string
}
/** More than one batch takes. */
const MANY_THREADS = 1_100

describe.each(servers)('comments of copies on the $name database', (server) => {
  let client: ReferenceClient

  beforeAll(() => {
    client = createReferenceClient(server.url, server.token)
  })

  const write = (assetId: string, body: object, by = client) =>
    by.ok<Comment>('POST', `/v2/assets/${assetId}/comments`, { body })
  const reply = (commentId: string, text: string) =>
    client.ok<Comment>('POST', `/v2/comments/${commentId}/replies`, { body: { text } })
  const commentsOf = (assetId: string, by = client) =>
    by.ok<Comment[]>('GET', `/v2/assets/${assetId}/comments?page_size=10000`)

  async function copyWith(
    source: Asset,
    destinationId: string,
    comments: unknown,
    by = client,
  ): Promise<Asset> {
    const { success } = await by.ok<{ success: Record<string, Asset> }>(
      'POST',
      `/v2/batch/assets/${destinationId}/copy`,
      { body: { batch: [{ id: source.id }], copy_comments: comments } },
    )
    const copied = success[source.id]
    if (copied === undefined) throw new Error('Nothing was copied.')
    return copied
  }

  async function waitUntilFilled(): Promise<void> {
    await waitUntil(
      'all copies are filled',
      () => queryDatabase(server, 'select id from copies where finished_at is null'),
      (rows) => rows.length === 0,
    )
  }

  it('takes threads along as they were written, and only when asked to', async () => {
    const project = await makeProject(client, 'comments-copied')
    const file = await client.createFile(project.root_asset_id, 'file', 1)
    const annotation = '[{"tool":"rect","x":0.1,"y":0.2,"w":0.3,"h":0.4,"color":"#ff0000","size":4}]'
    const head = await write(file.id, {
      text: 'Here',
      timestamp: 12.5,
      duration: 24,
      annotation,
      private: false,
    })
    await reply(head.id, 'Where?')
    const done = await write(file.id, { text: 'Done', page: 2 })
    await client.ok('POST', `/v2/comments/${done.id}/complete`, { body: {} })
    await client.ok('POST', `/v2/comments/${done.id}/like`, { body: {} })
    const gone = await write(file.id, { text: 'Gone' })
    await client.ok('DELETE', `/v2/comments/${gone.id}`)

    const copied = await copyWith(file, project.root_asset_id, 'all')
    expect(copied.comment_count).toBe(3)
    const [before, after] = [await commentsOf(file.id), await commentsOf(copied.id)]
    const threadOf = new Map(after.map((comment, at) => [before[at]?.id, comment.id]))
    expect(after.map((comment) => comment.text)).toEqual(['Here', 'Where?', 'Done'])
    expect(after).toEqual(
      before.map((comment, at) => ({
        ...comment,
        id: after[at]?.id,
        asset_id: copied.id,
        parent_id: comment.parent_id === null ? null : threadOf.get(comment.parent_id),
        like_count: 0,
      })),
    )
    expect(new Set([...before, ...after].map(({ id }) => id)).size).toBe(6)

    // The copy goes its own way.
    const copiedHead = threadOf.get(head.id) ?? ''
    await reply(copiedHead, 'There.')
    expect((await client.asset(copied.id)).comment_count).toBe(4)
    await client.ok('DELETE', `/v2/comments/${copiedHead}`)
    expect((await client.asset(copied.id)).comment_count).toBe(1)
    expect((await client.asset(file.id)).comment_count).toBe(3)
    for (const comments of [undefined, null, 'none', false]) {
      const bare = await copyWith(file, project.root_asset_id, comments)
      expect([bare.comment_count, await commentsOf(bare.id)]).toEqual([0, []])
    }
  })

  it('promises the comments of a tree in its first answers and fills them in, however many', async () => {
    const project = await makeProject(client, 'comments-tree')
    const tree = await client.createFolder(project.root_asset_id, 'tree')
    const one = await client.createFile(tree.id, 'one', 1)
    const two = await client.createFile(tree.id, 'two', 1)
    const stack = await client.ok<Asset>('POST', `/v2/assets/${one.id}/version`, {
      body: { next_asset_id: two.id },
    })
    await write(one.id, { text: 'of the first version' })
    await reply((await write(two.id, { text: 'of the second' })).id, 'an answer')
    const many = await client.createFile(tree.id, 'many', 1)
    await queryDatabase(
      server,
      `insert into comments (id, asset_id, owner_id, text, team_only, inserted_at, updated_at)
       select gen_random_uuid(), a.id, a.creator_id, 'thread ' || n, false, a.inserted_at, a.inserted_at
       from assets a, generate_series(1, ${String(MANY_THREADS)}) n where a.id = $1`,
      [many.id],
    )
    await queryDatabase(
      server,
      `update assets set comment_count = ${String(MANY_THREADS)}, public_comment_count = ${String(MANY_THREADS)} where id = $1`,
      [many.id],
    )
    const [tops, alone] = [
      await copyWith(tree, project.root_asset_id, true),
      await copyWith(many, project.root_asset_id, 'all'),
    ]
    expect(alone.comment_count).toBe(MANY_THREADS)
    expect((await copyWith(stack, project.root_asset_id, 'all')).comment_count).toBe(2)
    await waitUntilFilled()
    const copies = await client.children(tops.id)
    expect(Object.fromEntries(copies.map((item) => [item.name, item.comment_count]))).toEqual({
      two: 2,
      many: MANY_THREADS,
    })
    const [copiedStack] = copies.filter(({ type }) => type === 'version_stack')
    const versions = await client.children(copiedStack?.id ?? '')
    expect(
      await Promise.all(versions.map(async ({ id }) => (await commentsOf(id)).map(({ text }) => text))),
    ).toEqual([['of the second', 'an answer'], ['of the first version']])
    for (const id of [alone.id, copies.find(({ name }) => name === 'many')?.id ?? ''])
      expect(new Set((await commentsOf(id)).map(({ text }) => text)).size).toBe(MANY_THREADS)
  })

  it('leaves out what the team said for itself, for whoever may not read it', async () => {
    const account = await makeAccount(server)
    const { owner } = account
    await owner.client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Team' } })
    const project = await makeProject(owner.client, 'comments-private')
    const guest = await account.person('Guest', null)
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: guest.email },
    })
    const file = await owner.client.createFile(project.root_asset_id, 'file', 1)
    const open = await write(file.id, { text: 'open' }, owner.client)
    await write(file.id, { text: 'secret', private: true }, owner.client)
    await owner.client.ok('POST', `/v2/comments/${open.id}/replies`, {
      body: { text: 'secret answer', private: true },
    })
    const guests = await copyWith(file, project.root_asset_id, 'all', guest.client)
    expect(guests.comment_count).toBe(1)
    const seen = await commentsOf(guests.id, owner.client)
    expect(seen.map(({ text, has_replies: hasReplies }) => [text, hasReplies])).toEqual([['open', false]])
    const owners = await copyWith(file, project.root_asset_id, 'all', owner.client)
    expect(owners.comment_count).toBe(3)
    expect((await guest.client.asset(owners.id)).comment_count).toBe(1)
    expect((await commentsOf(owners.id, guest.client)).map(({ text }) => text)).toEqual(['open'])
  })

  it('brings comments back with a restore, and forgets them with a purge', async () => {
    const project = await makeProject(client, 'comments-purged')
    const folder = await client.createFolder(project.root_asset_id, 'folder')
    const file = await client.createFile(folder.id, 'file', 1)
    const head = await write(file.id, { text: 'head' })
    await reply(head.id, 'reply')
    await client.ok('POST', `/v2/comments/${head.id}/like`, { body: {} })
    const copied = await copyWith(file, project.root_asset_id, 'all')
    await client.remove(folder.id)
    await client.restore(folder.id)
    expect((await client.asset(file.id)).comment_count).toBe(2)
    expect((await commentsOf(file.id)).map(({ text }) => text)).toEqual(['head', 'reply'])
    await client.remove(folder.id)
    await client.ok('DELETE', `/api/assets/${folder.id}`)
    const left = await waitUntil(
      'the comments are forgotten',
      () =>
        queryDatabase(
          server,
          `select c.id from comments c where c.asset_id = $1
           union all select i.id from comment_impressions i where i.comment_id = $2`,
          [file.id, head.id],
        ),
      (rows) => rows.length === 0,
    )
    expect(left).toEqual([])
    expect((await client.call('GET', `/v2/comments/${head.id}`)).status).toBe(404)
    expect((await commentsOf(copied.id)).map(({ text }) => text)).toEqual(['head', 'reply'])
  })
})
