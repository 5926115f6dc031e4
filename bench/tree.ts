// The asset tree of a million assets: what one row costs must be what a hundred thousand cost; and search in it.
import { Client } from 'pg'
import { setTimeout as sleep } from 'node:timers/promises'
import { startServer } from '../tests/acceptance/server.ts'
import type { RunningServer } from '../tests/acceptance/server.ts'
import { makeBigAccount, TREE_DESCENDANTS } from './account-of-a-million.ts'
import type { BigAccount } from './account-of-a-million.ts'
import type { Figure } from './main-bench.ts'
import { median } from './median.ts'
import { benchSearch } from './search.ts'

const ROUNDS = 25

/** Figures as they come: all of it takes minutes. */
export async function* benchTree(): AsyncGenerator<Figure> {
  const server = await startServer({ env: { RUSHES_RATE_LIMITS: 'off', RUSHES_LOG: 'error' } })
  try {
    const madeMs = performance.now()
    const account = await makeBigAccount(server)
    const seconds = (performance.now() - madeMs) / 1000
    yield { name: 'making the account of a million assets', value: seconds, unit: 's' }
    for (const bench of [benchChildren, benchDelete, benchMove, benchCopy, benchSearch])
      yield* await bench(server, account)
  } finally {
    await server.stop()
    await server.remove()
  }
}

async function benchChildren(server: RunningServer, account: BigAccount): Promise<Figure[]> {
  const page = (folder: string) => () => call(server, 'GET', `/v2/assets/${folder}/children?page_size=50`)
  const [large, small] = await inTurn(page(account.largeFolder), page(account.smallFolder))
  return [
    { name: 'first page of a folder of 100,000', value: large, unit: 'ms' },
    { name: 'against a folder of 100', value: large / small, unit: 'times', atMost: 1.5 },
  ]
}

async function benchDelete(server: RunningServer, { treeFolder, singleFile }: BigAccount): Promise<Figure[]> {
  const below = await someBelow(server, treeFolder)
  let reachable = 0
  const deleteMs: [number[], number[]] = [[], []]
  const restoreMs: [number[], number[]] = [[], []]
  for (let round = 0; round < ROUNDS; round += 1)
    for (const [which, id] of [treeFolder, singleFile].entries()) {
      deleteMs[which]?.push(await timed(() => call(server, 'DELETE', `/v2/assets/${id}`)))
      const probe = below[round % below.length] ?? ''
      if (which === 0 && (await statusOf(server, `/v2/assets/${probe}`)) !== 404) reachable += 1
      restoreMs[which]?.push(await timed(() => call(server, 'PUT', `/v2/assets/${id}/restore`)))
      if (which === 0 && (await statusOf(server, `/v2/assets/${probe}`)) !== 200) reachable += 1
    }
  return [
    { name: 'DELETE of a folder with 100,100 below', value: median(deleteMs[0]), unit: 'ms' },
    {
      name: 'against a single file',
      value: median(deleteMs[0]) / median(deleteMs[1]),
      unit: 'times',
      atMost: 2,
    },
    { name: 'restore of it', value: median(restoreMs[0]), unit: 'ms' },
    {
      name: 'against a single file',
      value: median(restoreMs[0]) / median(restoreMs[1]),
      unit: 'times',
      atMost: 2,
    },
    {
      name: 'wrong answers for what lies below, in the very next request',
      value: reachable,
      unit: '',
      atMost: 0,
    },
  ]
}

async function benchMove(server: RunningServer, account: BigAccount): Promise<Figure[]> {
  const move = (id: string, home: string) => async () => {
    await call(server, 'POST', `/v2/assets/${account.emptyFolder}/move`, { id })
    await call(server, 'POST', `/v2/assets/${home}/move`, { id })
  }
  const root = await parentOf(server, account.treeFolder)
  const [tree, file] = await inTurn(
    move(account.treeFolder, root),
    move(account.singleFile, account.singleFileFolder),
  )
  return [
    { name: 'moving a folder with 100,100 below, there and back', value: tree, unit: 'ms' },
    { name: 'against a single file', value: tree / file, unit: 'times', atMost: 2 },
  ]
}

async function benchCopy(server: RunningServer, account: BigAccount): Promise<Figure[]> {
  const db = new Client(server.database)
  await db.connect()
  try {
    const ratios: number[] = []
    let seconds = 0
    for (let round = 0; round < 3; round += 1) {
      const rawMs = await timed(() => copyInSql(db, account.treeFolder))
      let copyId = ''
      const ours = await timed(async () => {
        copyId = await copyOf(server, account)
        while ((await countBelow(db, copyId)) < TREE_DESCENDANTS) await sleep(50)
      })
      seconds = ours / 1000
      ratios.push(ours / rawMs)
      await call(server, 'DELETE', `/v2/assets/${copyId}`)
    }
    return [
      { name: 'copying 100,100 assets until the last is there', value: seconds, unit: 's' },
      { name: 'against one INSERT … SELECT', value: median(ratios), unit: 'times', atMost: 2 },
    ]
  } finally {
    await db.end()
  }
}

async function copyOf(server: RunningServer, { treeFolder, emptyFolder }: BigAccount): Promise<string> {
  const copy = await call(server, 'POST', `/v2/assets/${emptyFolder}/copy`, { id: treeFolder })
  return (copy as { id: string }).id
}

const TREE_BELOW = `with recursive tree as (
    select id, parent_id from assets where parent_id = $1 and deleted_at is null
    union all select a.id, a.parent_id from assets a join tree on a.parent_id = tree.id where a.deleted_at is null
  )`

async function countBelow(db: Client, id: string): Promise<number> {
  const { rows } = await db.query<{ total: number }>(
    `${TREE_BELOW} select count(*)::int as total from tree`,
    [id],
  )
  return rows[0]?.total ?? 0
}

/** The least a copy can cost: one statement, taken back afterwards. */
async function copyInSql(db: Client, id: string): Promise<void> {
  await db.query('begin')
  await db.query(
    `${TREE_BELOW}, renamed as materialized (select id, gen_random_uuid() as new_id from tree)
     insert into assets (id, type, account_id, team_id, project_id, creator_id, parent_id, media_id, name, filetype, label,
       index, item_count, public_item_count, copy, inserted_at, updated_at)
     select r.new_id, a.type, a.account_id, a.team_id, a.project_id, a.creator_id, coalesce(p.new_id, $1), a.media_id, a.name,
       a.filetype, a.label, a.index, a.item_count, a.public_item_count, true, now(), now()
     from renamed r join assets a on a.id = r.id left join renamed p on p.id = a.parent_id`,
    [id],
  )
  await db.query('rollback')
}

/** Ids of some assets of every level below a folder. */
async function someBelow(server: RunningServer, folder: string): Promise<string[]> {
  const found: string[] = []
  let level = [folder]
  while (level.length > 0) {
    const children = (await Promise.all(level.map((id) => childrenOf(server, id)))).flat().slice(0, 10)
    found.push(...children)
    level = children.slice(0, 3)
  }
  return found
}

async function childrenOf(server: RunningServer, id: string): Promise<string[]> {
  const children = (await call(server, 'GET', `/v2/assets/${id}/children?page_size=10`)) as { id: string }[]
  return children.map((child) => child.id)
}

async function parentOf(server: RunningServer, id: string): Promise<string> {
  return ((await call(server, 'GET', `/v2/assets/${id}`)) as { parent_id: string }).parent_id
}

/** Median times of two things done by turns, so that both meet the same machine. Milliseconds. */
async function inTurn(
  first: () => Promise<unknown>,
  second: () => Promise<unknown>,
): Promise<[number, number]> {
  const times: [number[], number[]] = [[], []]
  await first()
  await second()
  for (let round = 0; round < ROUNDS; round += 1) {
    times[0].push(await timed(first))
    times[1].push(await timed(second))
  }
  return [median(times[0]), median(times[1])]
}

async function call(server: RunningServer, method: string, path: string, body?: unknown): Promise<unknown> {
  const response = await fetch(server.url + path, {
    method,
    headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
    ...(body === undefined ? {} : { body: JSON.stringify(body) }),
  })
  const text = await response.text()
  if (!response.ok) throw new Error(`${method} ${path}: ${String(response.status)} ${text.slice(0, 500)}`)
  return JSON.parse(text)
}

async function statusOf(server: RunningServer, path: string): Promise<number> {
  const response = await fetch(server.url + path, { headers: { authorization: `Bearer ${server.token}` } })
  await response.arrayBuffer()
  return response.status
}

async function timed(work: () => Promise<unknown>): Promise<number> {
  const begin = performance.now()
  await work()
  return performance.now() - begin
}
