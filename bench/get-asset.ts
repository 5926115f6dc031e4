// GET /v2/assets/{id} of the whole server against bare node:http that makes the same look-ups (token, asset, project)
// through an ordinary pool and writes the rows as JSON.
import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import autocannon from 'autocannon'
import { createClient } from '@rushes/client/client'
import { startServer } from '../tests/acceptance/server.ts'
import type { RunningServer } from '../tests/acceptance/server.ts'
import type { Figure } from './main-bench.ts'
import { median } from './median.ts'

const ROUNDS = 5
const SECONDS = 4
const CONNECTIONS = 20
const FOLDERS_DEEP = 3

export async function benchGetAsset(): Promise<Figure[]> {
  const server = await startServer({ env: { RUSHES_RATE_LIMITS: 'off', RUSHES_LOG: 'error' } })
  const assetId = await makeAsset(server)
  const bare = await startBare(server)
  try {
    const ratios: number[] = []
    const ours: number[] = []
    await requestsPerSecond(`${server.url}/v2/assets/${assetId}`, server.token)
    for (let round = 0; round < ROUNDS; round += 1) {
      const base = await requestsPerSecond(`${bare.url}/${assetId}`, server.token)
      const rushes = await requestsPerSecond(`${server.url}/v2/assets/${assetId}`, server.token)
      ours.push(rushes)
      ratios.push(rushes / base)
    }
    return [
      { name: 'GET asset', value: median(ours), unit: 'requests/s' },
      {
        name: 'GET asset against bare node:http',
        value: median(ratios),
        unit: 'of the baseline',
        atLeast: 0.6,
      },
    ]
  } finally {
    bare.stop()
    await server.stop()
    await server.remove()
  }
}

async function makeAsset(server: RunningServer): Promise<string> {
  const client = createClient({ baseUrl: server.url, token: server.token })
  const team = (await client.teams()).items[0]
  const project = (await client.projects(team?.id ?? '')).items[0]
  let parentId = project?.root_asset_id ?? ''
  for (let depth = 0; depth < FOLDERS_DEEP; depth += 1) {
    parentId = (await client.createAsset(parentId, { type: 'folder', name: `Level ${String(depth)}` })).id
  }
  return (await client.createAsset(parentId, { type: 'file', name: 'clip.mov', filesize: 1_000_000 })).id
}

async function startBare(server: RunningServer): Promise<{ url: string; stop: () => void }> {
  const child = spawn(
    process.execPath,
    [join(import.meta.dirname, 'bare-server.ts'), JSON.stringify(server.database)],
    {
      stdio: ['ignore', 'pipe', 'inherit'],
    },
  )
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { url: `http://127.0.0.1:${line.toString().trim()}`, stop: () => child.kill() }
}

async function requestsPerSecond(url: string, token: string): Promise<number> {
  const result = await autocannon({
    url,
    connections: CONNECTIONS,
    duration: SECONDS,
    headers: { authorization: `Bearer ${token}` },
  })
  if (result.non2xx > 0 || result.errors > 0)
    throw new Error(`${url} answered ${String(result.non2xx)} times with an error.`)
  return result.requests.average
}
