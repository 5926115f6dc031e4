// The baseline of get-asset.ts: what is left when everything but the look-ups and the socket is taken away.
import { createHash } from 'node:crypto'
import { createServer } from 'node:http'
import pg from 'pg'
import { SELECT_ASSET_BY_ID } from '../apps/server/src/db/asset-rows.ts'
import { selectProjects } from '../apps/server/src/db/project-rows.ts'

const POOL_SIZE = 10
const pool = new pg.Pool({ ...(JSON.parse(process.argv[2] ?? '{}') as pg.PoolConfig), max: POOL_SIZE })

async function answer(assetId: string, token: string): Promise<string> {
  const hash = createHash('sha256').update(token).digest()
  const tokens = await pool.query<{ user_id: string }>({
    name: 'token',
    text: 'select t.user_id from tokens t join users u on u.id = t.user_id where t.token_hash = $1 and t.revoked_at is null',
    values: [hash],
  })
  const userId = tokens.rows[0]?.user_id
  const assets = await pool.query<{ project_id: string }>({
    name: 'asset',
    text: SELECT_ASSET_BY_ID,
    values: [userId, assetId],
  })
  const asset = assets.rows[0]
  const projects = await pool.query({
    name: 'project',
    text: selectProjects('where p.id = $2'),
    values: [userId, asset?.project_id],
  })
  return JSON.stringify({ ...asset, project: projects.rows[0] as unknown })
}

const server = createServer((request, response) => {
  answer((request.url ?? '').slice(1), (request.headers.authorization ?? '').slice('Bearer '.length)).then(
    (body) => response.writeHead(200, { 'content-type': 'application/json' }).end(body),
    (error: unknown) => response.writeHead(500).end(String(error)),
  )
})
server.listen(0, '127.0.0.1', () => {
  const address = server.address()
  if (address !== null && typeof address === 'object') console.log(address.port)
})
