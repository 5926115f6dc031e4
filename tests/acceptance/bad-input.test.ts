// Hostile, broken and huge input is normal input: whatever is sent, the answer is never a fault of the server, never a
// hang, never tells of its inside, and the server goes on. Repeat a failure with the seed it prints: RUSHES_SEED=…
import { readFile } from 'node:fs/promises'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { makeDice, spoil } from './mutations.ts'
import { databaseSorts, startOwnServer } from './own-server.ts'
import { sendRaw } from './raw-http.ts'
import type { RawAnswer, RawRequest } from './raw-http.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient, V2Error } from './reference-client.ts'
import { listRoutes } from './route-list.ts'
import { seededRandom } from './seeded.ts'
import type { RunningServer } from './server.ts'
import { makeScenery, requestsBesideTheMap, validRequest } from './valid-requests.ts'

const isLong = process.env['RUSHES_LONG'] === '1'
/** On each of the two databases, which see different ones. */
const requestCount = isLong ? 10_000 : 500
// The short run is a fixed slice, so that a change and not chance makes it fail; the long one is new every time.
const seed = Number(process.env['RUSHES_SEED'] ?? (isLong ? Date.now() % 1_000_000 : 525_681))
/** So many requests share their files and folders, until the next ones are made. */
const requestsPerScenery = 100
const atOnce = 8
const limitMs = isLong ? 1_200_000 : 180_000

/** What nobody outside may read: stack traces, our paths, SQL and PostgreSQL's words. */
const inside =
  /\bat \S+ \(|\bat (?:file|async|node):|node_modules|\.ts:\d+|apps\/server|syntax error at|relation "|column "|duplicate key|violates|invalid input syntax|\bselect \w[^]* from\b|postgres/i

describe.each(databaseSorts)('bad input on the %s database', (sort) => {
  let server: RunningServer
  let client: ReferenceClient

  beforeAll(async () => {
    server = await startOwnServer(sort, { env: { RUSHES_RATE_LIMITS: 'off' } })
    client = createReferenceClient(server.url, server.token)
  })
  afterAll(async () => {
    await server.stop()
    await server.remove()
  })

  it(
    `survives ${String(requestCount)} spoiled requests over the whole route map`,
    async () => {
      console.log(`seed ${String(seed)}, ${String(requestCount)} requests`)
      const dice = makeDice(seededRandom(seed + databaseSorts.indexOf(sort)))
      const routes = listRoutes()
      const statuses = new Map<number | null, number>()
      const faults: string[] = []
      for (let sent = 0; sent < requestCount; sent += requestsPerScenery) {
        const scenery = await makeScenery(client)
        const others = requestsBesideTheMap(scenery)
        const spoiled = Array.from({ length: requestsPerScenery }, () => {
          const valid: RawRequest =
            dice.random() < 0.2
              ? dice.pick(others)
              : validRequest(dice.pick(routes), scenery, server.token, dice.pick)
          return spoil(valid, dice)
        })
        const waiting = [...spoiled]
        const sendAll = async () => {
          for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
            const { bytes, isHead, isBroken, how } = next
            const answer = await sendRaw(server.url, bytes, { isHead, endsAfterwards: isBroken }).catch(
              (error: unknown) => {
                throw new Error(`seed ${String(seed)}, ${how}`, { cause: error })
              },
            )
            statuses.set(answer.status, (statuses.get(answer.status) ?? 0) + 1)
            const fault = faultOf(answer, bytes, { isHead, isBroken })
            if (fault !== null) faults.push(`${fault} after ${how}\n${answer.body.slice(0, 500)}`)
          }
        }
        await Promise.all(Array.from({ length: atOnce }, sendAll))
      }
      console.log(`answers by status: ${JSON.stringify([...statuses])}`)
      expect(faults.slice(0, 10), `${String(faults.length)} faults, seed ${String(seed)}`).toEqual([])
      // The fuzzer reached the handlers, not only the front door.
      expect(statuses.get(200)).toBeGreaterThan(requestCount / 20)
      expect(statuses.get(422)).toBeGreaterThan(requestCount / 20)
      await expectHealth()
    },
    limitMs,
  )

  it('refuses a body of 2 MB with 413 in the envelope, and the sender hears it every time', async () => {
    const { root_asset_id: root } = await makeProject(client, 'huge')
    for (let times = 0; times < 20; times += 1) {
      const answer = await client.call<V2Error>('POST', `/v2/assets/${root}/children`, {
        body: { type: 'folder', name: 'x'.repeat(2 * 1024 * 1024) },
      })
      expect(answer.status).toBe(413)
      expect(answer.body).toMatchObject({ code: 413, errors: [{ status: 413 }] })
    }
  })

  it.each([
    ['NUL in a name', { name: 'a\0b' }],
    ['NUL in a property', { name: 'n', properties: { reel: 'a\0b' } }],
    ['NUL in the key of a property', { name: 'n', properties: { 'a\0b': 1 } }],
    ['a name of blanks', { name: ' \t ' }],
    ['a name that is a list', { name: ['n'] }],
    ['a size beyond all files', { type: 'file', name: 'n', filesize: 1e300 }],
    ['a size that is no number', { type: 'file', name: 'n', filesize: 'much' }],
    ['a negative size', { type: 'file', name: 'n', filesize: -1 }],
    ['properties that are a list', { name: 'n', properties: [1] }],
    ['an address that is no address', { type: 'file', name: 'n', source: { url: 'http://[' } }],
    ['an address with another protocol', { type: 'file', name: 'n', source: { url: 'file:///etc/passwd' } }],
  ])('refuses %s with 422 and names the field', async (_what, body) => {
    const { root_asset_id: root } = await makeProject(client, 'refused')
    const answer = await client.call<V2Error>('POST', `/v2/assets/${root}/children`, {
      body: { type: 'folder', ...body },
    })
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0]).toMatchObject({ code: 'invalid', status: 422 })
    expect(answer.body.errors[0]?.field).toMatch(/name|filesize|properties|source/)
  })

  it('keeps a lone surrogate out of the database without losing the rest of the text', async () => {
    const { root_asset_id: root } = await makeProject(client, 'surrogates')
    const answer = await client.call<Asset>('POST', `/v2/assets/${root}/children`, {
      body: { type: 'folder', name: 'cut \ud83d here', properties: { note: 'cut \udc00 too', '\ud800': 1 } },
    })
    expect(answer.status).toBe(200)
    expect(await client.asset(answer.body.id)).toMatchObject({
      name: 'cut \ufffd here',
      properties: { note: 'cut \ufffd too', '\ufffd': 1 },
    })
    const whole = await client.ok<Asset>('POST', `/v2/assets/${root}/children`, {
      body: { type: 'folder', name: 'whole 😀', properties: { note: '😀' } },
    })
    expect(await client.asset(whole.id)).toMatchObject({ name: 'whole 😀', properties: { note: '😀' } })
  })

  it.each([
    ['cut short', '{"type":"folder","name":"n"', 400],
    ['not JSON at all', 'type=folder&name=n', 400],
    ['with bad UTF-8', Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x3a, 0x31]), 400],
    ['a list', '[]', 422],
    ['a number', '1', 422],
    ['null', 'null', 422],
    ['deeper than any stack', `${'['.repeat(100_000)}${']'.repeat(100_000)}`, 422],
  ])('answers a body that is %s in the envelope', async (_what, body, status) => {
    const { root_asset_id: root } = await makeProject(client, 'bodies')
    const response = await fetch(`${server.url}/v2/assets/${root}/children`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body,
    })
    expect(response.status).toBe(status)
    expect(await response.json()).toMatchObject({ code: status, errors: [{ status }] })
  })

  it('answers a content type it does not read with 415 in the envelope', async () => {
    const { root_asset_id: root } = await makeProject(client, 'types')
    const answer = await client.call<V2Error>('POST', `/v2/assets/${root}/children`, {
      body: { type: 'folder', name: 'n' },
      headers: { 'content-type': 'application/xml' },
    })
    expect(answer.status).toBe(415)
    expect(answer.body).toMatchObject({ code: 415, errors: [{ status: 415 }] })
  })

  it('answers what is no HTTP with 400 and closes the connection', async () => {
    const answer = await sendRaw(server.url, Buffer.from('hello?\r\n\r\n'), { endsAfterwards: true })
    expect(answer.status).toBe(400)
    await expectHealth()
  })

  /** It answers, can still write, and its log holds no fault. */
  async function expectHealth(): Promise<void> {
    expect((await client.call('GET', '/ready')).status).toBe(200)
    const { root_asset_id: root } = await makeProject(client, 'after all that')
    expect((await client.createFolder(root, 'still here')).name).toBe('still here')
    const log = await readFile(server.logFile, 'utf8')
    const faults = log.split('\n').filter((line) => /"level":(?:50|60)\b|unhandled|uncaught/i.test(line))
    expect(faults.slice(0, 10), `${String(faults.length)} faults in the log`).toEqual([])
  }
})

function faultOf(
  { status, headers, body }: RawAnswer,
  sent: Buffer,
  { isHead, isBroken }: { isHead: boolean; isBroken: boolean },
): string | null {
  if (status === null) {
    // A body too large to read is refused while it is still on its way, and the refusal may get lost then.
    return isBroken || sent.length > 1024 * 1024 ? null : 'no answer'
  }
  if (status >= 500) return `answer ${String(status)}`
  if (inside.test(body)) return 'something of the inside'
  const type = headers.get('content-type') ?? ''
  const mustHaveEnvelope = !isHead && status >= 400 && type.startsWith('application/json')
  if (mustHaveEnvelope && !/"errors":\[\{/.test(body)) return 'no envelope'
  return null
}
