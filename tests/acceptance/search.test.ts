// Search (v2-assets.md 3.1, 3.2, 3.14, 3.15): what people mean by what they type, and only what they may see.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { problemsOfAsset } from './asset-shape.ts'
import { pagingOf } from './paging-headers.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'

const names = [
  'IMG_0042.MOV',
  'IMG_0043.MOV',
  'A001C003_210412_R2EC.mov',
  'finalCutVersion12.mp4',
  'HTTPServerTalk.mp4',
  'Interview – Zoë Müller (v2).mxf',
  'Ночь в городе.mov',
  '東京の夜景.mov',
  'صباح الخير.mov',
  'wedding ceremony',
  'Wedding',
  '100%_done.mov',
  'bird.mov',
  'x',
]

describe.each(inject('servers'))('search on the $name database', (server) => {
  let client: ReferenceClient
  let accountId: string
  let project: Project
  let person: (name: string, role: string | null) => Promise<MadePerson>

  beforeAll(async () => {
    const account = await makeAccount(server)
    client = account.owner.client
    accountId = account.id
    person = account.person
    await client.ok('POST', `/v2/accounts/${accountId}/teams`, { body: { name: 'Team' } })
    project = await makeProject(client, 'search')
    for (const name of names)
      if (name === 'wedding ceremony') await client.createFolder(project.root_asset_id, name)
      else await client.createFile(project.root_asset_id, name, 1)
  })

  const anotherPlace = async () => {
    const { id, owner, query } = await makeAccount(server)
    await owner.client.ok('POST', `/v2/accounts/${id}/teams`, { body: { name: 'Team' } })
    const { root_asset_id: folder } = await makeProject(owner.client, 'search')
    return { client: owner.client, folder, query }
  }

  const find = (q: string | null, more: Record<string, unknown> = {}, by = client) =>
    by.ok<Asset[]>('POST', '/v2/search/library', {
      body: { account_id: accountId, q, page_size: 50, ...more },
    })
  const found = async (q: string, more: Record<string, unknown> = {}) =>
    (await find(q, more)).map(({ name }) => name)

  const finds: [q: string, names: string[]][] = [
    ['img', ['IMG_0042.MOV', 'IMG_0043.MOV']],
    ['IMG_0042', ['IMG_0042.MOV']],
    ['img0042', ['IMG_0042.MOV']],
    ['0042.mov', ['IMG_0042.MOV']],
    ['042', ['IMG_0042.MOV']],
    ['a001', ['A001C003_210412_R2EC.mov']],
    ['A001C003', ['A001C003_210412_R2EC.mov']],
    ['r2ec', ['A001C003_210412_R2EC.mov']],
    ['210412', ['A001C003_210412_R2EC.mov']],
    ['cut', ['finalCutVersion12.mp4']],
    ['final cut', ['finalCutVersion12.mp4']],
    ['finalcut', ['finalCutVersion12.mp4']],
    ['version 12', ['finalCutVersion12.mp4']],
    ['server talk', ['HTTPServerTalk.mp4']],
    ['zoe', ['Interview – Zoë Müller (v2).mxf']],
    ['MÜLLER', ['Interview – Zoë Müller (v2).mxf']],
    ['muller interview', ['Interview – Zoë Müller (v2).mxf']],
    ['НОЧЬ', ['Ночь в городе.mov']],
    ['город', ['Ночь в городе.mov']],
    ['夜景', ['東京の夜景.mov']],
    ['東', ['東京の夜景.mov']],
    ['صباح', ['صباح الخير.mov']],
    ['100%', ['100%_done.mov']],
    // Small typos, where nothing better is there.
    ['interveiw', ['Interview – Zoë Müller (v2).mxf']],
    ['ceremoni', ['wedding ceremony']],
    ['%', []],
    ['_', []],
    ['img nothing', []],
    ['zzzzqqqq', []],
  ]

  it.each(finds)('finds by %j', async (q, expected) => {
    expect((await found(q)).toSorted()).toEqual(expected.toSorted())
  })

  it('puts the very name first, then what begins so (relevance)', async () => {
    expect(await found('wedding')).toEqual(['Wedding', 'wedding ceremony'])
    expect((await found('x'))[0]).toBe('x')
  })

  it('finds by one and two letters at the start of words', async () => {
    expect((await found('b')).toSorted()).toEqual(['bird.mov'])
    expect(await found('ce')).toEqual(['wedding ceremony'])
    expect(await found('im')).toEqual(['IMG_0043.MOV', 'IMG_0042.MOV'])
  })

  it('finds a name longer than a file system allows, when it is pasted whole or by its start', async () => {
    const { client: owner, folder } = await anotherPlace()
    const name = `Endless ${'𠀀ﷺ'.repeat(500)}`
    await owner.createFolder(folder, name)
    for (const q of [name, 'endless', name.slice(0, 30)])
      expect(await owner.ok<Asset[]>('POST', '/v2/search/library', { body: { q } })).toMatchObject([{ name }])
  })

  it('knows the words of renamed and of copied assets when they are mistyped', async () => {
    const { client: owner, folder } = await anotherPlace()
    const renamed = await owner.createFolder(folder, 'Something')
    await owner.ok('PUT', `/v2/assets/${renamed.id}`, { body: { name: 'Lighthouse_2' } })
    const search = (q: string) => owner.ok<Asset[]>('POST', '/v2/search/library', { body: { q } })
    expect(await search('lihgthouse')).toMatchObject([{ name: 'Lighthouse_2' }])
    expect(await search('lihgthouse 2')).toMatchObject([{ name: 'Lighthouse_2' }])
    expect(await search('lihgthouse 3')).toEqual([])
    expect(await search('lihgthouse xylophone')).toEqual([])
  })

  it('puts the very name first though ten thousand newer ones have it too, and counts no more', async () => {
    const { client: owner, folder, query } = await anotherPlace()
    await owner.createFolder(folder, 'Meadow')
    await owner.createFolder(folder, 'Meadow at night')
    await query(
      `insert into assets (id, type, parent_id, account_id, team_id, project_id, creator_id, name, index, inserted_at, updated_at)
       select gen_random_uuid(), 'folder', id, account_id, team_id, project_id, creator_id, 'Take ' || n || ' meadow', -n, now(), now()
       from assets, generate_series(1, 10010) n where id = $1`,
      [folder],
    )
    const { body, headers } = await owner.call<Asset[]>('POST', '/v2/search/library', {
      body: { q: 'meadow', page_size: 3 },
    })
    expect(body.map(({ name }) => name)).toEqual([
      'Meadow',
      'Meadow at night',
      expect.stringMatching(/^Take/) as string,
    ])
    expect(headers.get('total')).toBe('10001')
  })

  it('answers ten thousand letters, in one word and in many', async () => {
    expect(await found('a'.repeat(10_000))).toEqual([])
    expect(await found('ab '.repeat(3_333))).toEqual([])
    expect(await found('%'.repeat(10_000))).toEqual([])
    expect(await found('日本'.repeat(5_000))).toEqual([])
  })

  it('returns everything for nothing, the newest first, folders among it (3.1)', async () => {
    const newestFirst = names.toReversed()
    for (const q of ['', null, '  ']) expect((await find(q)).map(({ name }) => name)).toEqual(newestFirst)
    const items = await client.ok<Asset[]>('GET', '/v2/search/library?page_size=50')
    expect(items.map(({ name }) => name)).toEqual(newestFirst)
    expect(items.flatMap(problemsOfAsset)).toEqual([])
  })

  it('takes the same parameters by GET and POST, as JSON and as a form, under both names', async () => {
    const expected = ['IMG_0042.MOV']
    const query = `account_id=${accountId}&q=img_0042`
    const answers = await Promise.all([
      client.ok<Asset[]>('GET', `/v2/search/assets?${query}&project_id=${project.id}&type=file`),
      client.ok<Asset[]>('GET', `/v2/search/library?account_id=${accountId}&query=img_0042`),
      client.ok<Asset[]>(
        'GET',
        `/v2/search/library?${query}&filter[project_id][op]=eq&filter[project_id][value]=${project.id}`,
      ),
      client.ok<Asset[]>(
        'GET',
        `/v2/search/library?${query}&filter=${encodeURIComponent('{"type":{"op":"eq","value":"file"}}')}`,
      ),
      client.ok<Asset[]>('POST', '/v2/search/assets?', {
        body: { query: 'img_0042', team_id: [project.team_id] },
      }),
      client.ok<Asset[]>('POST', `/v2/search/assets?${query}`, { body: {} }),
      client.ok<Asset[]>('POST', '/v2/search/library', {
        form: { account_id: accountId, q: 'img_0042', page: '1' },
      }),
      client.ok<Asset[]>('POST', '/v2/search/library', { body: { q: 'img_0042', sort: null, filter: null } }),
      // Glued together without "&" by the PHP client (3.15).
      client.ok<Asset[]>('POST', `/v2/search/assets?account_id=${accountId}project_id=${project.id}q=x`, {
        body: { query: 'img_0042' },
      }),
    ])
    for (const items of answers) expect(items.map(({ name }) => name)).toEqual(expected)
  })

  it('pages by ten, with all headers; a POST link carries only the page (1.3)', async () => {
    const first = await client.call<Asset[]>('POST', '/v2/search/library', {
      body: { account_id: accountId },
    })
    expect(first.body).toHaveLength(10)
    expect(pagingOf(first.headers)).toMatchObject({ page: '1', perPage: '10', total: '14', totalPages: '2' })
    expect(new Map(pagingOf(first.headers).links).get('last')?.split('=')).toEqual([
      `${server.url}/v2/search/library?page`,
      '2',
    ])
    const second = await client.call<Asset[]>('POST', '/v2/search/library', {
      body: { account_id: accountId, page: 2 },
    })
    expect(second.body.map(({ name }) => name)).toEqual(names.slice(0, 4).toReversed())
    const beyond = await client.call<Asset[]>('GET', '/v2/search/library?page=7&page_size=5')
    expect([beyond.body, beyond.headers.get('total')]).toEqual([[], '14'])
  })

  it('sorts by what it is told, and passes over what it does not know (3.1)', async () => {
    const byName = await found('mov', { sort: 'name' })
    expect(byName).toEqual(
      byName.toSorted((one, other) => (one.toLowerCase() < other.toLowerCase() ? -1 : 1)),
    )
    expect(await found('img', { sort: '-name' })).toEqual(['IMG_0043.MOV', 'IMG_0042.MOV'])
    expect(await found('img', { sort: 'inserted_at' })).toEqual(['IMG_0042.MOV', 'IMG_0043.MOV'])
    expect(await found('img', { sort: 'nonsense' })).toEqual(['IMG_0043.MOV', 'IMG_0042.MOV'])
  })

  it('filters by every documented field, several conditions on one field together (3.1)', async () => {
    const other = await makeProject(client, 'search-filters')
    const folder = await client.createFolder(other.root_asset_id, 'filter folder')
    const file = await client.createFile(folder.id, 'filter file', 7, {
      label: 'approved',
      properties: { reel: 7, camera: 'A' },
    })
    const later = new Date(Date.now() + 3_600_000).toISOString().replace('Z', '+00:00')
    const earlier = new Date(Date.now() - 3_600_000).toISOString()
    const eq = (value: unknown) => ({ op: 'eq', value })
    const filters: [filter: Record<string, unknown>, names: string[]][] = [
      [{ project_id: eq(other.id) }, ['filter file', 'filter folder']],
      [{ project_id: eq(project.id) }, []],
      [{ project_id: eq('nonsense') }, []],
      [{ team_id: eq(other.team_id) }, ['filter file', 'filter folder']],
      [{ type: eq('folder') }, ['filter folder']],
      [{ type: eq('review_link') }, []],
      [{ label: eq('approved') }, ['filter file']],
      [{ parent_id: eq(folder.id) }, ['filter file']],
      [{ inserted_at: { op: 'gte', value: later } }, []],
      [
        {
          inserted_at: [
            { op: 'gte', value: earlier },
            { op: 'lte', value: later },
          ],
        },
        ['filter file', 'filter folder'],
      ],
      [{ updated_at: { op: 'lte', value: earlier } }, []],
      [{ 'creator.name': { op: 'match', value: 'OWNER' } }, ['filter file', 'filter folder']],
      [{ 'creator.name': { op: 'match', value: 'somebody else' } }, []],
      [{ filesize: { op: 'gt', value: '6' } }, ['filter file']],
      [{ unknown_field: eq('x') }, ['filter file', 'filter folder']],
    ]
    for (const [filter, expected] of filters)
      expect((await found('filter', { filter })).toSorted(), JSON.stringify(filter)).toEqual(expected)
    const top: [body: Record<string, unknown>, names: string[]][] = [
      [{ project_id: other.id }, ['filter file', 'filter folder']],
      [{ project_id: project.id }, []],
      [{ team_id: other.team_id, type: 'file' }, ['filter file']],
      [{ team_id: [other.team_id], type: ['file', 'folder'] }, ['filter file', 'filter folder']],
      [{ properties: { reel: 7 } }, ['filter file']],
      [{ properties: { reel: 8 } }, []],
      [{ properties: {} }, ['filter file', 'filter folder']],
      [{ shared_projects: false }, ['filter file', 'filter folder']],
    ]
    for (const [body, expected] of top) {
      const items = await client.ok<Asset[]>('POST', '/v2/search/assets', { body: { q: 'filter', ...body } })
      expect(items.map(({ name }) => name).toSorted(), JSON.stringify(body)).toEqual(expected)
    }
    // Conditions as a list without numbers, as a program that speaks forms writes them into the address.
    const between = (first: string, last: string) =>
      `filter[inserted_at][][op]=gte&filter[inserted_at][][value]=${encodeURIComponent(first)}&filter%5Binserted_at%5D%5B%5D%5Bop%5D=lte&filter%5Binserted_at%5D%5B%5D%5Bvalue%5D=${encodeURIComponent(last)}`
    for (const [first, last, count] of [
      [earlier, later, 2],
      [earlier, earlier, 0],
      [later, later, 0],
    ] as const)
      expect(
        await client.ok<Asset[]>('GET', `/v2/search/library?q=filter&${between(first, last)}`),
      ).toHaveLength(count)
    const [included] = await client.ok<Asset[]>('POST', '/v2/search/library', {
      body: { q: 'filter folder', include: 'children' },
    })
    expect(included?.children?.map(({ id }) => id)).toEqual([file.id])
    await client.ok('DELETE', `/v2/projects/${other.id}`)
    expect(await found('filter')).toEqual([])
  })

  it('knows nothing of what was deleted, until it is asked for or restored', async () => {
    const own = await makeProject(client, 'search-deleted')
    const outer = await client.createFolder(own.root_asset_id, 'vanishing outer')
    const inner = await client.createFolder(outer.id, 'vanishing inner')
    await client.createFile(inner.id, 'vanishing file', 1)
    expect(await found('vanishing')).toHaveLength(3)
    await client.remove(outer.id)
    expect(await found('vanishing')).toEqual([])
    expect(await found('vanishing', { include_deleted: true })).toHaveLength(3)
    await client.restore(outer.id)
    expect(await found('vanishing')).toHaveLength(3)
    await client.update(inner.id, { name: 'renamed now' })
    expect(await found('vanishing inner')).toEqual([])
    expect(await found('renamed')).toEqual(['renamed now'])
    await client.ok('DELETE', `/v2/projects/${own.id}`)
  })

  it('shows full pages of what the caller may see, and no more', async () => {
    const guest = await person('Guest of search', null)
    const invited = await makeProject(client, 'search-invited')
    await client.ok('POST', `/v2/projects/${invited.id}/collaborators`, { body: { email: guest.email } })
    const secret = await client.ok<Asset>('POST', `/v2/assets/${invited.root_asset_id}/children`, {
      body: { type: 'folder', name: 'guarded folder', private: true },
    })
    for (let index = 0; index < 6; index += 1) {
      await client.createFile(secret.id, `guarded secret ${String(index)}`, 1)
      await client.createFile(invited.root_asset_id, `guarded open ${String(index)}`, 1)
    }
    await client.createFile(project.root_asset_id, 'guarded elsewhere', 1)
    expect(await found('guarded')).toHaveLength(14)
    const answer = await guest.client.call<Asset[]>('POST', '/v2/search/library', {
      body: { account_id: accountId, q: 'guarded', page_size: 4 },
    })
    expect(answer.body.map(({ name }) => name)).toEqual(
      [5, 4, 3, 2].map((index) => `guarded open ${String(index)}`),
    )
    expect(answer.headers.get('total')).toBe('6')
    // Comments for the team alone are neither found nor put into an order for who cannot see them.
    const files = await client.ok<Asset[]>('POST', '/v2/search/assets', {
      body: { q: 'guarded open', sort: 'name' },
    })
    const [first, second] = files
    for (const body of [
      { text: 'aside', private: true },
      { text: 'aside', private: true },
    ])
      await client.ok('POST', `/v2/assets/${first!.id}/comments`, { body })
    await client.ok('POST', `/v2/assets/${second!.id}/comments`, { body: { text: 'open' } })
    for (const [who, most, commented] of [
      [client, first!.name, 2],
      [guest.client, second!.name, 1],
    ] as const) {
      const ask = (body: object) =>
        who.ok<Asset[]>('POST', '/v2/search/assets', { body: { q: 'guarded open', ...body } })
      expect((await ask({ sort: '-comment_count' }))[0]?.name).toBe(most)
      const filtered = await ask({ filter: { comment_count: { op: 'gt', value: 0 } } })
      expect(filtered).toHaveLength(commented)
    }
    const shared = await guest.client.ok<Asset[]>('POST', '/v2/search/assets', {
      body: { q: 'guarded', shared_projects: false },
    })
    expect(shared).toEqual([])
    const stranger = await makeAccount(server)
    expect(await stranger.owner.client.ok('GET', '/v2/search/library?q=guarded')).toEqual([])
    expect(
      (await stranger.owner.client.call('GET', `/v2/search/library?account_id=${accountId}`)).status,
    ).toBe(404)
    expect((await createReferenceClient(server.url, null).call('GET', '/v2/search/library')).status).toBe(401)
  })

  it('refuses nonsense with 422 and names the field', async () => {
    const bad: [body: Record<string, unknown>, field: string][] = [
      [{ account_id: 'x' }, 'account_id'],
      [{ q: 7 }, 'q'],
      [{ q: {} }, 'q'],
      [{ filter: 'nonsense' }, 'filter'],
      [{ filter: { inserted_at: { op: 'gte', value: 'yesterday' } } }, 'filter.inserted_at'],
      [{ filter: { filesize: { op: 'gte', value: 'big' } } }, 'filter.filesize'],
      [{ filter: [[]] }, 'filter'],
      [{ filter: { updated_at: { op: 'gte', value: '0000-01-01T00:00:00Z' } } }, 'filter.updated_at'],
      [{ filter: { updated_at: { op: 'gte', value: '2026-01-01T00:00:00+23:00' } } }, 'filter.updated_at'],
      [{ properties: { a: '\0' } }, 'properties'],
    ]
    for (const [body, field] of bad) {
      const answer = await client.call<V2Error>('POST', '/v2/search/assets', { body })
      expect([answer.status, answer.body.errors[0]?.field], JSON.stringify(body)).toEqual([422, field])
    }
  })
})
