import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { pagingOf } from './paging-headers.ts'
import { bytesOf, sendRaw } from './raw-http.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Answer, Asset, ReferenceClient } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

const unknownId = '00000000-0000-4000-8000-000000000000'

describe.each(servers)('the children of a folder on the $name database', (server) => {
  let client: ReferenceClient
  let root: string
  /** 25 folders, as the vector of the link header has it. */
  let many: string
  /** A file, a folder with five files, an empty folder, made in this order. */
  let mixed: { id: string; file: Asset; full: Asset; empty: Asset }

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'assets-children')).root_asset_id
    many = (await client.createFolder(root, 'many')).id
    for (let number = 1; number <= 25; number += 1) await client.createFolder(many, `f${String(number)}`)
    const { id } = await client.createFolder(root, 'mixed')
    const file = await client.createFile(id, 'b file.mov', 300, { label: 'approved' })
    const full = await client.createFolder(id, 'a folder')
    for (const name of ['1', '2', '3', '4', '5']) await client.createFile(full.id, name, 1)
    const empty = await client.createFolder(id, 'C empty')
    mixed = { id, file, full, empty }
  })

  const list = (query: string, id = many) => client.call<Asset[]>('GET', `/v2/assets/${id}/children${query}`)
  const names = (assets: Asset[]) => assets.map(({ name }) => name)

  it('sends all five headers for a page in the middle, as in the reference', async () => {
    const answer = await list('?page=2&page_size=10')
    expect(answer.status).toBe(200)
    const at = (page: number) => `${server.url}/v2/assets/${many}/children?page=${String(page)}&page_size=10`
    expect(pagingOf(answer.headers)).toEqual({
      page: '2',
      perPage: '10',
      total: '25',
      totalPages: '3',
      links: [
        ['first', at(1)],
        ['last', at(3)],
        ['prev', at(1)],
        ['next', at(3)],
      ],
    })
    expect(names(answer.body)).toEqual(['f15', 'f14', 'f13', 'f12', 'f11', 'f10', 'f9', 'f8', 'f7', 'f6'])
  })

  it.each<[string, string[], string, string]>([
    ['the first of three pages', ['first', 'last', 'next'], '?page_size=10&page=1', '3'],
    ['the last of three pages', ['first', 'last', 'prev'], '?page=3&page_size=10', '3'],
    ['a single page', ['first', 'last'], '', '1'],
  ])('sends the links of %s', async (_what, relations, query, totalPages) => {
    const paging = pagingOf((await list(query)).headers)
    expect(paging.links.map(([relation]) => relation)).toEqual(relations)
    expect(paging).toMatchObject({ total: '25', totalPages })
  })

  it('has one page, and no item on it, for an empty folder', async () => {
    const answer = await list('', mixed.empty.id)
    expect(answer.body).toEqual([])
    const only = `${server.url}/v2/assets/${mixed.empty.id}/children?page=1`
    expect(pagingOf(answer.headers)).toEqual({
      page: '1',
      perPage: '50',
      total: '0',
      totalPages: '1',
      links: [
        ['first', only],
        ['last', only],
      ],
    })
  })

  it('gives every item once when a client walks the pages by their links', async () => {
    const seen: string[] = []
    let next: string | undefined = `${server.url}/v2/assets/${many}/children?page_size=7`
    while (next !== undefined) {
      const answer: Answer<Asset[]> = await client.call('GET', next.slice(server.url.length))
      seen.push(...names(answer.body))
      next = pagingOf(answer.headers).links.find(([relation]) => relation === 'next')?.[1]
    }
    expect(seen).toEqual(Array.from({ length: 25 }, (_, index) => `f${String(25 - index)}`))
  })

  it('answers a page past the end with an empty list, not 404', async () => {
    const answer = await list('?page=9&page_size=10')
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual([])
    expect(pagingOf(answer.headers)).toMatchObject({ page: '9', total: '25', totalPages: '3' })
  })

  it.each([
    ['9999', '9999'],
    ['10000', '10000'],
    ['50000', '10000'],
    ['1', '1'],
    ['2.0', '2'],
    ['0', '50'],
    ['-1', '50'],
    ['many', '50'],
    ['1e999', '50'],
    ['', '50'],
  ])('takes page_size %j as %s', async (wanted, used) => {
    const answer = await list(`?page_size=${wanted}`)
    expect(answer.status).toBe(200)
    expect(pagingOf(answer.headers).perPage).toBe(used)
    expect(answer.body).toHaveLength(Math.min(25, Number(used)))
  })

  it.each(['0', '-3', 'x', '99999999999999999999', '1.5'])(
    'takes page %j as one it can give',
    async (page) => {
      const answer = await list(`?page=${page}&page_size=10`)
      expect(answer.status).toBe(200)
      expect(Array.isArray(answer.body)).toBe(true)
    },
  )

  it('splits a second question mark as if it were an ampersand', async () => {
    const answer = await list('?include=children?page=2?page_size=10')
    expect(pagingOf(answer.headers)).toMatchObject({ page: '2', perPage: '10' })
    expect(answer.body[0]).toHaveProperty('children')
  })

  it.each<[string, unknown, string, string | undefined, string | undefined]>([
    ['reads paging from the body of a GET', { page: 2, page_size: 10 }, '', '2', '10'],
    ['lets the query win', { page: 2, page_size: 10 }, '?page=3', '3', '10'],
    ['does not mind an empty body', {}, '', '1', '50'],
    ['does not mind keys it does not know', { what: [1], page_size: '5' }, '', '1', '5'],
    ['does not mind a body that is no object', [1, 2], '', '1', '50'],
  ])('%s', async (_what, body, query, page, perPage) => {
    const answer = await sendRaw(
      server.url,
      bytesOf({
        method: 'GET',
        target: `/v2/assets/${many}/children${query}`,
        headers: [
          ['host', new URL(server.url).host],
          ['authorization', `Bearer ${server.token}`],
          ['content-type', 'application/json'],
          ['connection', 'close'],
        ],
        body: Buffer.from(JSON.stringify(body)),
      }),
    )
    expect(answer.status).toBe(200)
    expect(answer.headers.get('page-number')).toBe(page)
    expect(answer.headers.get('per-page')).toBe(perPage)
  })

  it('gives a children array to every element, files too, with the first three of a folder', async () => {
    const { body } = await list('?include=children', mixed.id)
    const byName = Object.fromEntries(body.map((asset) => [asset.name, names(asset.children ?? [])]))
    expect(body.every((asset) => Array.isArray(asset.children))).toBe(true)
    expect(byName).toEqual({ 'b file.mov': [], 'a folder': ['5', '4', '3'], 'C empty': [] })
    expect(body.find(({ name }) => name === 'a folder')?.item_count).toBe(5)
  })

  it('gives no children array when nobody asks for it', async () => {
    for (const asset of (await list('', mixed.id)).body) expect(asset).not.toHaveProperty('children')
    const withLinks = (await list('?include=review_links', mixed.id)).body
    for (const asset of withLinks) expect(asset['review_links']).toEqual([])
  })

  it('leaves deleted children out of what it includes', async () => {
    const folder = await client.createFolder(root, 'include without deleted')
    const inner = await client.createFolder(folder.id, 'inner')
    for (const name of ['1', '2', '3', '4']) await client.createFile(inner.id, name, 1)
    const [newest] = await client.children(inner.id)
    await client.remove(newest?.id ?? '')
    const [listed] = await client.children(folder.id, '?include=children')
    expect(names(listed?.children ?? [])).toEqual(['3', '2', '1'])
  })

  it.each([
    ['?sort=name', ['a folder', 'b file.mov', 'C empty']],
    ['?sort=-name', ['C empty', 'b file.mov', 'a folder']],
    ['?sort=inserted_at', ['b file.mov', 'a folder', 'C empty']],
    ['?sort=-inserted_at', ['C empty', 'a folder', 'b file.mov']],
    ['?sort=uploaded_at', ['b file.mov', 'a folder', 'C empty']],
    ['?sort=label,name', ['b file.mov', 'a folder', 'C empty']],
    ['?sort=-filesize,name', ['b file.mov', 'a folder', 'C empty']],
    ['?sort=unheard', ['C empty', 'a folder', 'b file.mov']],
    ['?sort=;drop table assets', ['C empty', 'a folder', 'b file.mov']],
    ['', ['C empty', 'a folder', 'b file.mov']],
  ])('sorts by %s', async (query, order) => {
    expect(names((await list(query, mixed.id)).body)).toEqual(order)
  })

  it.each(['comment_count', 'filesize', 'filetype', 'id', 'label', 'name', 'uploaded_at', '-id'])(
    'sorts by the documented %s without losing an item',
    async (sort) => {
      const { body } = await list(`?sort=${sort}&page_size=10&page=3`)
      expect(body).toHaveLength(5)
    },
  )

  it.each([
    ['?type=file', 1],
    ['?type=folder', 2],
    ['?type=version_stack', 0],
    ['?type=file,folder', 3],
    ['?type=unheard', 0],
    // The PHP client's key has a blank at its end and is ignored.
    ['?type%20=%20file', 3],
  ])('gives with %s %i items, and counts no others', async (query, count) => {
    const answer = await list(query, mixed.id)
    expect(answer.body).toHaveLength(count)
    expect(pagingOf(answer.headers).total).toBe(String(count))
  })

  it('hides what is deleted unless it is asked for, and counts accordingly', async () => {
    const folder = await client.createFolder(root, 'some deleted')
    const kept = await client.createFile(folder.id, 'kept', 1)
    const gone = await client.createFile(folder.id, 'gone', 1)
    await client.remove(gone.id)
    const visible = await list('', folder.id)
    expect(visible.body.map(({ id }) => id)).toEqual([kept.id])
    expect(pagingOf(visible.headers).total).toBe('1')
    const all = await list('?include_deleted=true', folder.id)
    expect(all.body.map(({ id }) => id)).toEqual([gone.id, kept.id])
    expect(pagingOf(all.headers).total).toBe('2')
  })

  it('does not mind what slim clients send, and gives whole assets all the same', async () => {
    const slim =
      '?only_fields=a.name,a.filesize,u.name&drop_includes=a.creator&hard_drop_fields=x&excluded_fields=y'
    const [asset] = (await list(slim, mixed.id)).body
    expect(asset).toHaveProperty('creator.email')
    expect(asset).toHaveProperty('metadata')
  })

  it('has no children in a file', async () => {
    const answer = await list('', mixed.file.id)
    expect(answer.status).toBe(200)
    expect(answer.body).toEqual([])
  })

  it('knows no folder of an unknown id, and none that is deleted', async () => {
    const folder = await client.createFolder(root, 'deleted')
    await client.remove(folder.id)
    for (const id of [unknownId, 'no-id', folder.id]) {
      const answer = await list('', id)
      expect(answer.status).toBe(404)
      expect(answer.headers.get('total-pages')).toBeNull()
    }
    expect((await list('?include_deleted=true', folder.id)).status).toBe(200)
  })

  it('sends long answers compressed to whoever takes gzip, and to nobody else', async () => {
    const ask = async (encoding: string, query = '') => {
      const answer = await fetch(`${server.url}/v2/assets/${many}/children${query}`, {
        headers: { authorization: `Bearer ${server.token}`, 'accept-encoding': encoding },
      })
      return {
        encoding: answer.headers.get('content-encoding'),
        total: answer.headers.get('total'),
        body: await answer.text(),
      }
    }
    const [compressed, plain] = [await ask('gzip, deflate, br'), await ask('identity')]
    expect([compressed.encoding, plain.encoding]).toEqual(['gzip', null])
    expect([compressed.total, plain.total]).toEqual(['25', '25'])
    expect(compressed.body).toBe(plain.body)
    expect((await ask('gzip', '?page=2&page_size=25')).encoding).toBeNull()
  })
})
