// Search on an account of a million assets, by kind of query, against the plainest SQL that gives the same page and the
// same total (exact up to 10,000) from the same indexes, without asking who may see what.
import { Client } from 'pg'
import type { RunningServer } from '../tests/acceptance/server.ts'
import type { BigAccount } from './account-of-a-million.ts'
import type { Figure } from './main-bench.ts'

const ROUNDS = 120
/** A server that has answered for a while: its code is compiled, its pages are read. */
const WARM_UP = 10
const PAGE = 10
const MOST_COUNTED = 10_001

interface Kind {
  name: string
  queries: readonly string[]
  /** Of a name's search text, as migration 0006 makes it; `q` is $2. */
  condition: string
  /** Milliseconds that half of the answers and nearly all of them may take. */
  p50: number
  p95: number
  /** How many times what raw SQL takes; an empty search, of which reading is the least, is held to its milliseconds. */
  ratio?: number
}

const ANYWHERE = "a.search_text like '%' || $2 || '%'"
const START = "left(a.search_text, 32) like ' ' || $2 || '%'"

const TWO_ANYWHERE = `a.search_text like '%' || split_part($2, ' ', 1) || '%'
  and a.search_text like '%' || split_part($2, ' ', 2) || '%'`

const KINDS: readonly Kind[] = [
  {
    name: 'a word',
    queries: ['harbour', 'interview', 'kitchen', 'uberblick'],
    condition: ANYWHERE,
    p50: 50,
    p95: 150,
    ratio: 2,
  },
  {
    name: 'a start',
    queries: ['a 017', 'b 1', 'c 29', 'd 003'],
    condition: START,
    p50: 50,
    p95: 150,
    ratio: 2,
  },
  {
    name: 'a piece',
    queries: ['terview', 'unset', 'rbou', 'itche'],
    condition: ANYWHERE,
    p50: 50,
    p95: 150,
    ratio: 2,
  },
  { name: 'one letter', queries: ['a', 'b', 'x', 'd'], condition: START, p50: 50, p95: 150, ratio: 2 },
  {
    name: 'two words',
    queries: ['drone beach', 'maria kitchen', 'night slate'],
    condition: TWO_ANYWHERE,
    p50: 50,
    p95: 150,
    ratio: 2,
  },
  {
    name: 'a typo',
    queries: ['harbuor', 'intervew', 'kitchn', 'rehaersal'],
    condition: '$2 <% a.search_text',
    p50: 150,
    p95: 150,
    ratio: 2,
  },
  { name: 'nothing', queries: [''], condition: "$2 = ''", p50: 50, p95: 50 },
]

export async function benchSearch(server: RunningServer, account: BigAccount): Promise<Figure[]> {
  const db = new Client(server.database)
  await db.connect()
  try {
    await db.query('set pg_trgm.word_similarity_threshold = 0.45')
    const figures: Figure[] = []
    for (const kind of KINDS) figures.push(...(await benchKind(server, db, account, kind)))
    return figures
  } finally {
    await db.end()
  }
}

async function benchKind(
  server: RunningServer,
  db: Client,
  { accountId }: BigAccount,
  { name, queries, condition, p50, p95, ratio }: Kind,
): Promise<Figure[]> {
  const [ours, raw]: [number[], number[]] = [[], []]
  const search = (q: string) => searchOnce(server, accountId, q)
  const inSql = (q: string) => db.query(rawSql(condition), [accountId, q])
  for (let round = 0; round < WARM_UP; round += 1)
    for (const q of queries) {
      await search(q)
      await inSql(q)
    }
  for (let round = 0; round < ROUNDS; round += 1) {
    const q = queries[round % queries.length] ?? ''
    ours.push(await timed(() => search(q)))
    raw.push(await timed(() => inSql(q)))
  }
  return [
    { name: `search for ${name}, half of the answers within`, value: at(ours, 0.5), unit: 'ms', atMost: p50 },
    { name: `search for ${name}, 95 of 100 within`, value: at(ours, 0.95), unit: 'ms', atMost: p95 },
    { name: 'against raw SQL, the middle', value: at(ours, 0.5) / at(raw, 0.5), unit: 'times' },
    {
      name: 'against raw SQL, 95 of 100',
      value: at(ours, 0.95) / at(raw, 0.95),
      unit: 'times',
      ...(ratio === undefined ? {} : { atMost: ratio }),
    },
  ]
}

function rawSql(condition: string): string {
  return `with hits as materialized (
      select a.id, a.inserted_at from assets a
      where a.account_id = $1 and a.parent_id is not null and a.hard_deleted_at is null and a.deleted_at is null
        and ${condition} order by a.inserted_at desc, a.id desc limit ${String(MOST_COUNTED)}
    )
    select to_jsonb(a) as asset, (select count(*) from hits) as total
    from (select id from hits order by inserted_at desc, id desc limit ${String(PAGE)}) page join assets a on a.id = page.id`
}

async function searchOnce(server: RunningServer, accountId: string, q: string): Promise<void> {
  const response = await fetch(`${server.url}/v2/search/library`, {
    method: 'POST',
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    body: JSON.stringify({ account_id: accountId, q, page_size: PAGE }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`search for ${q}: ${String(response.status)} ${text.slice(0, 300)}`)
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}

function at(values: readonly number[], share: number): number {
  const sorted = [...values].sort((one, other) => one - other)
  return sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0
}
