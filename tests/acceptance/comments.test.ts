// v2-platform.md 8.5, the comment endpoints as a program uses them.
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { commentKeys } from './comment-shape.ts'
import type { Comment } from './comment-shape.ts'
import { queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'
import { makeSampleClip } from './sample-files.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('8.5 comments on the $name database', (server) => {
  const client: ReferenceClient = createReferenceClient(server.url, server.token)
  let project: Project

  beforeAll(async () => {
    project = await makeProject(client, 'comments')
  })

  const newFile = () => client.createFile(project.root_asset_id, 'cut.mov', 10)
  const write = (asset: { id: string }, body: Record<string, unknown>) =>
    client.ok<Comment>('POST', `/v2/assets/${asset.id}/comments`, { body })
  const reply = (comment: Comment, text: string) =>
    client.ok<Comment>('POST', `/v2/comments/${comment.id}/replies`, { body: { text } })
  const list = (asset: { id: string }, query = '') =>
    client.ok<Comment[]>('GET', `/v2/assets/${asset.id}/comments${query}`)
  const read = (id: string, query = '') => client.ok<Comment>('GET', `/v2/comments/${id}${query}`)
  const countOf = async (asset: { id: string }) => (await client.asset(asset.id))['comment_count']
  const eventsOf = async (id: string) =>
    (
      await queryDatabase<{ type: string }>(
        server,
        `select type from events where resource_type = 'comment' and resource_id = $1 order by txid, id`,
        [id],
      )
    ).map(({ type }) => type)

  it('a comment has every key, its author whole, and booleans that are never null', async () => {
    const file = await newFile()
    const made = await write(file, { text: 'tighten this cut', timestamp: 120 })
    expect(Object.keys(made).toSorted()).toEqual(commentKeys.toSorted())
    expect(made).toMatchObject({
      _type: 'comment',
      asset_id: file.id,
      parent_id: null,
      text: 'tighten this cut',
      timestamp: 120,
      frame: 120,
      timestamp_microseconds: null,
      duration: null,
      fov: 65,
      private: null,
      completed: false,
      has_replies: false,
      like_count: 0,
      comment_entities: [],
      deleted_at: null,
    })
    expect(made.owner.id).toBe(made.owner_id)
    expect(made.owner.email).toContain('@')
    expect(made.updated_at).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/)
    expect(await read(made.id)).toEqual(made)
    expect(await eventsOf(made.id)).toEqual(['comment.created'])
  })

  it('frames become microseconds and the picture its shape once the file was looked at', async () => {
    const file = await upload(client, project.root_asset_id, 'clip.mp4', await makeSampleClip())
    await waitUntil(
      'the clip was probed',
      () => client.asset(file.id),
      (asset) => asset.fps !== null,
    )
    const made = await write(file, { text: 'here', timestamp: 24, duration: 12 })
    expect(made.timestamp_microseconds).toBe(1_001_000)
    expect(made.aspect_ratio).toBe(1.777778)
    expect(made.duration).toBe(12)
  })

  it('an annotation comes back byte for byte, unknown tools and odd spacing included', async () => {
    const file = await newFile()
    const annotation =
      ' [{"tool":"lasso", "é":"\\u00e9",  "x":0.1000,"w":-0}] \n' +
      '[{"tool":"freehand","points":[[0,0,0.5]]}]'
    const made = await write(file, { text: 'look', timestamp: 1, annotation })
    expect(made.annotation).toBe(annotation)
    expect((await list(file))[0]?.annotation).toBe(annotation)
    const large = await write(file, { text: 'large', annotation: 'x'.repeat(200_000) })
    expect(large.annotation).toHaveLength(200_000)
    const tooLarge = await client.call<V2Error>('POST', `/v2/assets/${file.id}/comments`, {
      body: { text: 'too large', annotation: 'x'.repeat(200_001) },
    })
    expect(tooLarge.status).toBe(422)
    expect(tooLarge.body.errors[0]?.field).toBe('annotation')
  })

  it('form bodies carry numbers and booleans as text, and nothing as empty fields', async () => {
    const file = await newFile()
    const made = await client.ok<Comment>('POST', `/v2/assets/${file.id}/comments`, {
      form: {
        text: 'from a form & more',
        timestamp: '24',
        duration: '48.0',
        page: '',
        private: 'true',
        pitch: '-12.5',
        yaw: 'undefined',
      },
    })
    expect(made).toMatchObject({ text: 'from a form & more', timestamp: 24, duration: 48, page: null })
    expect(made).toMatchObject({ private: true, pitch: -12.5, yaw: null })
  })

  it.each([
    { what: 'nothing at all', body: {}, field: 'text' },
    { what: 'blanks', body: { text: '  ' }, field: 'text' },
    { what: 'no text', body: { text: null }, field: 'text' },
    { what: 'a number for a text', body: { text: 5 }, field: 'text' },
    { what: 'a text too long', body: { text: 'x'.repeat(20_001) }, field: 'text' },
    { what: 'a NUL', body: { text: 'nul \0' }, field: 'text' },
    { what: 'a negative frame', body: { text: 'x', timestamp: -1 }, field: 'timestamp' },
    { what: 'a word for a frame', body: { text: 'x', timestamp: 'soon' }, field: 'timestamp' },
    { what: 'a frame no film has', body: { text: 'x', timestamp: 1e300 }, field: 'timestamp' },
    { what: 'half a frame of duration', body: { text: 'x', duration: 1.5 }, field: 'duration' },
    { what: 'a privacy that is neither', body: { text: 'x', private: 'perhaps' }, field: 'private' },
    {
      what: 'an object for a drawing',
      body: { text: 'x', annotation: { tool: 'rect' } },
      field: 'annotation',
    },
  ])('refuses $what with 422, naming the field', async ({ body, field }) => {
    const file = await newFile()
    const { status, body: answer } = await client.call<V2Error>('POST', `/v2/assets/${file.id}/comments`, {
      body,
    })
    expect(status).toBe(422)
    expect(answer.errors.map((error) => error.field)).toEqual([field])
    expect(await countOf(file)).toBe(0)
  })

  it('fractional positions are kept, whole ones are whole, and a drawing may stand without words', async () => {
    const file = await newFile()
    expect(await write(file, { text: 'between', timestamp: 12.75 })).toMatchObject({
      timestamp: 12.75,
      frame: 12,
    })
    expect(await write(file, { text: '', annotation: '[]', timestamp: '3.0' })).toMatchObject({
      timestamp: 3,
    })
  })

  it('a folder takes no comments and lists none', async () => {
    const folder = await client.createFolder(project.root_asset_id, 'dailies')
    const refused = await client.call('POST', `/v2/assets/${folder.id}/comments`, { body: { text: 'x' } })
    expect(refused.status).toBe(422)
    expect(await list(folder)).toEqual([])
  })

  it('lists comments and replies flat, in pages, and past the end nothing', async () => {
    const file = await newFile()
    const first = await write(file, { text: 'one', timestamp: 50 })
    const second = await write(file, { text: 'two', timestamp: 10 })
    const answer = await reply(first, 'answer')
    expect((await list(file)).map(({ id }) => id)).toEqual([first.id, second.id, answer.id])
    const page = await client.call<Comment[]>('GET', `/v2/assets/${file.id}/comments?page=2&page_size=2`)
    expect(page.body.map(({ id }) => id)).toEqual([answer.id])
    expect(page.headers.get('total')).toBe('3')
    expect(page.headers.get('total-pages')).toBe('2')
    expect(page.headers.get('link')).toContain('rel="prev"')
    const past = await client.call('GET', `/v2/assets/${file.id}/comments?page=9`)
    expect([past.status, past.body]).toEqual([200, []])
    expect(await countOf(file)).toBe(3)
  })

  it('sorts by what is known and filters by what is asked, and passes over the rest', async () => {
    const file = await newFile()
    const late = await write(file, { text: 'late', timestamp: 90 })
    const early = await write(file, { text: 'early', timestamp: 10 })
    await client.ok('POST', `/v2/comments/${late.id}/complete`)
    await reply(early, 'answer')
    const texts = async (query: string) => (await list(file, query)).map(({ text }) => text)
    expect(await texts('?sort=timestamp&filter[parent_id]=null')).toEqual(['early', 'late'])
    expect(await texts('?sort=-text')).toEqual(['late', 'early', 'answer'])
    expect(await texts('?sort=nonsense,drop table&filter[nonsense]=1&filter[owner_id]=7')).toHaveLength(3)
    expect(await texts('?filter[completed]=true')).toEqual(['late'])
    expect(await texts('?filter[timestamp][op]=lte&filter[timestamp][value]=50')).toEqual(['early'])
    expect(await texts(`?filter[owner_id]=${late.owner_id}&filter[has_replies]=true`)).toEqual(['early'])
    const filtered = await client.call('GET', `/v2/assets/${file.id}/comments?filter[completed]=false`)
    expect(filtered.headers.get('total')).toBe('2')
  })

  it('include=replies gives every thread its replies, oldest first', async () => {
    const file = await newFile()
    const head = await write(file, { text: 'head' })
    await reply(head, 'first')
    await reply(head, 'second')
    const withReplies = await list(file, '?include=replies&filter[parent_id]=null')
    expect(withReplies[0]?.replies?.map(({ text }) => text)).toEqual(['first', 'second'])
    expect((await read(head.id, '?include=replies')).replies).toHaveLength(2)
    expect((await read(head.id)).replies).toBeUndefined()
  })

  it('a reply to a reply attaches to the same thread', async () => {
    const file = await newFile()
    const head = await write(file, { text: 'head' })
    const first = await reply(head, 'first')
    const second = await reply(first, 'second')
    expect([first.parent_id, second.parent_id]).toEqual([head.id, head.id])
    expect((await read(head.id)).has_replies).toBe(true)
    const replies = await client.call<Comment[]>('GET', `/v2/comments/${head.id}/replies`)
    expect(replies.body.map(({ text }) => text)).toEqual(['first', 'second'])
    expect(replies.body[0]?.replies).toEqual([])
    expect(replies.headers.get('total')).toBe('2')
  })

  it('PUT changes the keys sent and dates an edited text; sending the same again changes nothing', async () => {
    const file = await newFile()
    const made = await write(file, { text: 'before', timestamp: 5, annotation: '[]', duration: 10 })
    const moved = await client.ok<Comment>('PUT', `/v2/comments/${made.id}`, {
      body: { timestamp: 7, duration: null, colour: 'ignored' },
    })
    expect(moved).toMatchObject({ text: 'before', text_edited_at: null, timestamp: 7, duration: null })
    expect(moved.annotation).toBe('[]')
    const edited = await client.ok<Comment>('PUT', `/v2/comments/${made.id}`, { body: { text: 'after' } })
    expect(edited.text).toBe('after')
    expect(edited.text_edited_at).not.toBeNull()
    await client.ok('PUT', `/v2/comments/${made.id}`, { body: { text: 'after', timestamp: 7 } })
    expect(await eventsOf(made.id)).toEqual(['comment.created', 'comment.updated', 'comment.updated'])
    expect(
      (await client.call('PUT', `/v2/comments/${made.id}`, { body: { text: '', annotation: null } })).status,
    ).toBe(422)
  })

  it('POST updates too, and what it sends as null was not meant', async () => {
    const file = await newFile()
    const made = await write(file, { text: 'before', timestamp: 5, annotation: '[]' })
    const edited = await client.ok<Comment>('POST', `/v2/comments/${made.id}`, {
      body: { text: 'after', annotation: null, timestamp: null },
    })
    expect(edited).toMatchObject({ text: 'after', timestamp: 5, annotation: '[]' })
  })

  it('completing and taking it back can be sent twice and write one event each', async () => {
    const file = await newFile()
    const made = await write(file, { text: 'do it' })
    const done = await client.ok<Comment>('POST', `/v2/comments/${made.id}/complete`)
    expect(done).toMatchObject({ completed: true, completer_id: made.owner_id })
    expect(done.completed_at).not.toBeNull()
    const again = await client.ok<Comment>('POST', `/v2/comments/${made.id}/complete`, { body: {} })
    expect(again.completed_at).toBe(done.completed_at)
    const open = await client.ok<Comment>('DELETE', `/v2/comments/${made.id}/complete`)
    expect(open).toMatchObject({ completed: false, completed_at: null, completer_id: null })
    await client.ok('DELETE', `/v2/comments/${made.id}/complete`)
    expect(await eventsOf(made.id)).toEqual(['comment.created', 'comment.completed', 'comment.uncompleted'])
  })

  it('a like is one a person and answers with the impressions', async () => {
    const file = await newFile()
    const made = await write(file, { text: 'nice' })
    interface Impression {
      _type: string
      type: string
      user_id: string
      user: { email: string }
      count: number
    }
    for (const expected of [1, 1]) {
      const { body, headers } = await client.call<Impression[]>('POST', `/v2/comments/${made.id}/like`)
      expect(body).toHaveLength(expected)
      expect(headers.get('total')).toBe('1')
      expect(body[0]).toMatchObject({ _type: 'comment_impression', type: 'like', user_id: made.owner_id })
      expect(body[0]?.user.email).toContain('@')
    }
    expect((await read(made.id)).like_count).toBe(1)
    const ownLikes = `/api/assets/${made.asset_id}/comments/likes`
    expect(await client.ok('GET', ownLikes)).toEqual({ comment_ids: [made.id] })
    const seen = await client.ok<Impression[]>('GET', `/v2/comments/${made.id}/impressions`)
    // Opening one's own comment is no news.
    expect(seen.map(({ type }) => type)).toEqual(['like'])
    expect(await client.ok('DELETE', `/v2/comments/${made.id}/like`)).toEqual([])
    expect(await client.ok('DELETE', `/v2/comments/${made.id}/like`)).toEqual([])
    expect((await read(made.id)).like_count).toBe(0)
    expect(await client.ok('GET', ownLikes)).toEqual({ comment_ids: [] })
    expect(await eventsOf(made.id)).toEqual(['comment.created', 'comment.liked', 'comment.unliked'])
  })

  it('a deleted thread takes its replies along, and restoring brings back exactly those', async () => {
    const file = await newFile()
    const head = await write(file, { text: 'head' })
    const gone = await reply(head, 'gone before')
    await reply(head, 'goes along')
    await client.ok('DELETE', `/v2/comments/${gone.id}`)
    expect(await countOf(file)).toBe(2)
    const deleted = await client.ok<Comment>('DELETE', `/v2/comments/${head.id}`)
    expect(deleted.deleted_at).not.toBeNull()
    expect(await countOf(file)).toBe(0)
    expect(await list(file)).toEqual([])
    expect((await client.call('DELETE', `/v2/comments/${head.id}`)).status).toBe(404)
    expect((await client.call('GET', `/v2/comments/${head.id}`)).status).toBe(404)
    expect(
      (await client.call('POST', `/v2/comments/${head.id}/replies`, { body: { text: 'late' } })).status,
    ).toBe(404)
    expect((await client.call('POST', `/api/comments/${gone.id}/restore`)).status).toBe(409)
    const restored = await client.ok<Comment>('POST', `/api/comments/${head.id}/restore`)
    expect(restored).toMatchObject({ deleted_at: null, has_replies: true })
    expect((await list(file)).map(({ text }) => text)).toEqual(['head', 'goes along'])
    expect(await countOf(file)).toBe(2)
    expect(await eventsOf(head.id)).toEqual(['comment.created', 'comment.deleted', 'comment.restored'])
  })

  it('comment_count is right when many write and delete at once', async () => {
    const file = await newFile()
    const head = await write(file, { text: 'head' })
    const made = await Promise.all([
      ...Array.from({ length: 12 }, (_, index) => write(file, { text: `note ${String(index)}` })),
      ...Array.from({ length: 12 }, (_, index) => reply(head, `answer ${String(index)}`)),
    ])
    expect(await countOf(file)).toBe(25)
    await Promise.all(
      [head, ...made].flatMap(({ id }) => [
        client.call('DELETE', `/v2/comments/${id}`),
        client.call('DELETE', `/v2/comments/${id}`),
      ]),
    )
    expect(await countOf(file)).toBe(0)
    expect(await list(file)).toEqual([])
    const rows = await queryDatabase<{ reply_count: number }>(
      server,
      'select c.reply_count - (select count(*) from comments r where r.parent_id = c.id and r.deleted_with = c.id)::int as reply_count from comments c where c.id = $1',
      [head.id],
    )
    expect(rows).toEqual([{ reply_count: 0 }])
  })

  it('comments go and come back with their asset, and stay with their version', async () => {
    const first = await newFile()
    const second = await newFile()
    const onFirst = await write(first, { text: 'on version 1' })
    const stack = await client.ok<Asset>('POST', `/v2/assets/${first.id}/version`, {
      body: { next_asset_id: second.id },
    })
    const onStack = await write(stack, { text: 'on the stack' })
    expect(onStack.asset_id).toBe(second.id)
    expect((await list(stack)).map(({ text }) => text)).toEqual(['on the stack'])
    expect((await list(first)).map(({ text }) => text)).toEqual(['on version 1'])
    expect(await countOf(stack)).toBe(1)
    await client.remove(first.id)
    expect((await client.call('GET', `/v2/comments/${onFirst.id}`)).status).toBe(404)
    expect((await client.call('GET', `/v2/assets/${first.id}/comments`)).status).toBe(404)
    await client.restore(first.id)
    expect((await read(onFirst.id)).text).toBe('on version 1')
    expect(await countOf(first)).toBe(1)
  })

  it('unknown ids are 404 in the envelope', async () => {
    for (const id of ['00000000-0000-4000-8000-000000000000', 'no-id']) {
      const { status, body } = await client.call<V2Error>('GET', `/v2/comments/${id}`)
      expect(status).toBe(404)
      expect(body.errors[0]?.status).toBe(404)
    }
  })
})
