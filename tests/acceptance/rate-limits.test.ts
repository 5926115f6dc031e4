// Limits as the original documents them, for who wants to try a program against them (v2-platform.md 5).
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sortsByTurns } from './by-turns.ts'
import { startOwnServer } from './own-server.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient, V2Error } from './reference-client.ts'
import { makeSecondAccount } from './second-account.ts'
import type { RunningServer } from './server.ts'
import { waitUntil } from './wait-until.ts'

const sorts = sortsByTurns(import.meta.filename)

describe.each(sorts)('the original rate limits on the %s database', (sort) => {
  let server: RunningServer
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    server = await startOwnServer(sort, { env: { RUSHES_RATE_LIMITS: 'original' } })
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'rate-limits')).root_asset_id
  })
  afterAll(async () => {
    await server.stop()
    await server.remove()
  })

  const create = (caller: ReferenceClient, parentId: string) =>
    caller.call<Asset & V2Error>('POST', `/v2/assets/${parentId}/children`, {
      body: { type: 'folder', name: 'f' },
    })

  it('answer 429 in the envelope beyond five creates in a second, and let the next one pass later', async () => {
    const answers = await Promise.all(Array.from({ length: 40 }, () => create(client, root)))
    const refused = answers.filter(({ status }) => status === 429)
    expect(refused.length).toBeGreaterThan(0)
    expect(answers.filter(({ status }) => status === 200).length).toBeGreaterThanOrEqual(5)
    expect(answers.length).toBe(refused.length + answers.filter(({ status }) => status === 200).length)
    for (const answer of refused) {
      expect(answer.body).toMatchObject({ code: 429, errors: [{ code: 429, status: 429 }] })
      expect(Number(answer.headers.get('retry-after'))).toBeGreaterThan(0)
    }
    for (const { headers } of answers) {
      expect(headers.get('x-ratelimit-limit')).toBe('5')
      expect(headers.get('x-ratelimit-window')).toBe('1000')
      expect(headers.get('x-ratelimit-remaining')).toMatch(/^[0-4]$/)
    }
    const later = await waitUntil(
      'the bucket has room again',
      () => create(client, root),
      ({ status }) => status === 200,
    )
    expect(later.body.type).toBe('folder')
  })

  it('count every user and every endpoint for itself', async () => {
    const stranger = await makeSecondAccount(server)
    const theirs = createReferenceClient(server.url, stranger.token)
    const [, other] = await Promise.all([
      Promise.all(Array.from({ length: 20 }, () => create(client, root))),
      create(theirs, stranger.rootAssetId),
    ])
    expect(other.status).toBe(200)
    expect((await client.call('GET', `/v2/assets/${root}/children`)).status).toBe(200)
  })

  it('are told with every answer, also when the body cannot be read, nobody is known to ask or nothing is there', async () => {
    const authorization = `Bearer ${server.token}`
    const json = { authorization, 'content-type': 'application/json' }
    const rows: [number, Record<string, string>, string, string?][] = [
      [400, json, '{"id": '],
      [413, json, JSON.stringify({ id: 'x'.repeat(2 * 1024 * 1024) })],
      [415, { authorization, 'content-type': 'text/plain' }, 'id'],
      [422, json, '[]'],
      [401, { 'content-type': 'application/json' }, '{"id": '],
      [404, json, '{}', '/v2/nothing'],
      [404, {}, '', '/v2/nothing'],
      [404, json, '{}', '/v2/assets/%E0%A4%A'],
    ]
    for (const [status, headers, body, path = `/v2/assets/${root}/move`] of rows) {
      const answer = await fetch(server.url + path, { method: 'POST', headers, body })
      expect(await answer.json(), String(status)).toMatchObject({ code: status, errors: [{ status }] })
      for (const name of ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-window'])
        expect(answer.headers.get(name), `${name} with ${String(status)}`).toMatch(/^\d+$/)
    }
  })
})
