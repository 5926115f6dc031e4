// Every endpoint that docs/v2-coverage.md calls done has a function. What each function calls is found by calling it.
import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { createClient } from './client.ts'

/** Another way to say the same, kept for programs of others. */
const SAID_OTHERWISE: Readonly<Record<string, string>> = {
  'GET /v2/search/assets': 'POST /v2/search/assets',
  'GET /v2/search/library': 'POST /v2/search/library',
  'POST /v2/comments/{comment_id}': 'PUT /v2/comments/{comment_id}',
  'POST /v2/teams/{team_id}/membership': 'POST /v2/teams/{team_id}/members',
  'GET /health': 'GET /v2/health',
}
const EXAMPLE_ID = 'an-id'

it('has a function for every endpoint that is done', async () => {
  const called = await callsOfEveryFunction()
  const missing = (await doneEndpoints()).filter((endpoint) => {
    const wanted = (SAID_OTHERWISE[endpoint] ?? endpoint).replaceAll(/\{\w+\}/g, EXAMPLE_ID)
    return !called.has(wanted)
  })
  expect(missing).toEqual([])
})

async function callsOfEveryFunction(): Promise<Set<string>> {
  const called = new Set<string>()
  const client = createClient({
    baseUrl: 'http://server',
    retries: 0,
    fetch: async (input, init) => {
      called.add(`${init?.method ?? 'GET'} ${new URL(new Request(input).url).pathname}`)
      return Response.json([])
    },
  })
  const functions = Object.values(client) as ((...words: unknown[]) => Promise<unknown>)[]
  // Some take an id second, some a list, some a yes or no that decides the method.
  const callIt = async (one: (typeof functions)[number], second: unknown) => one(EXAMPLE_ID, second)
  for (const second of [EXAMPLE_ID, [], false])
    // A function that cannot do with these words has called nothing.
    for (const one of functions) await callIt(one, second).catch(() => null)
  return called
}

async function doneEndpoints(): Promise<string[]> {
  const table = await readFile(join(import.meta.dirname, '../../../docs/v2-coverage.md'), 'utf8')
  const rows = [...table.matchAll(/^\| (GET|POST|PUT|DELETE) +\| `([^`]+)` +\| [^|]* \| done /gm)]
  expect(rows.length).toBeGreaterThan(60)
  return rows.map(([, method = '', path = '']) => `${method} ${path}`)
}
