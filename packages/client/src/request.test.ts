// What is called again and after how long, and how lists are walked: with answers made here.
import { describe, expect, it } from 'vitest'
import { createClient } from './client.ts'
import { everyItem } from './pages.ts'
import { ApiError } from './request.ts'

interface Made {
  method: string
  path: string
}

/** A server that gives these answers one after another, then 200 for ever. */
function clientOf(answers: (Response | Error)[], retries?: number) {
  const made: Made[] = []
  const waitedMs: number[] = []
  const client = createClient({
    baseUrl: 'http://server',
    token: 'fio-u-test',
    ...(retries === undefined ? {} : { retries }),
    fetch: (input, init) => {
      made.push({ method: init?.method ?? 'GET', path: new URL(new Request(input).url).pathname })
      const answer = answers.shift() ?? Response.json({ id: 'done' })
      return answer instanceof Error ? Promise.reject(answer) : Promise.resolve(answer)
    },
    wait: async (ms) => void waitedMs.push(ms),
  })
  return { client, made, waitedMs }
}

const refused = (status: number, headers: Record<string, string> = {}) =>
  Response.json({ code: status, errors: [], message: 'No.' }, { status, headers })
const lost = () => new TypeError('fetch failed')

describe('a call that was too much', () => {
  it('is made again when the server says, whatever it does', async () => {
    const { client, made, waitedMs } = clientOf([refused(429, { 'retry-after': '3' })])
    await client.createProject('team', { name: 'Film' })
    expect(made).toHaveLength(2)
    expect(waitedMs).toEqual([3000])
  })

  it('waits twice as long each time when the server does not say, a minute at most', async () => {
    const { client, waitedMs } = clientOf(
      Array.from({ length: 8 }, () => refused(429)),
      8,
    )
    await client.me()
    expect(waitedMs).toEqual([1000, 2000, 4000, 8000, 16_000, 32_000, 64_000, 64_000])
  })

  it('fails in the end, with what the server said', async () => {
    const { client, made } = clientOf(
      Array.from({ length: 9 }, () => refused(429)),
      2,
    )
    await expect(client.me()).rejects.toMatchObject({ status: 429 })
    expect(made).toHaveLength(3)
  })
})

describe('a server that is away', () => {
  it.each([502, 503, 504])('is asked again after a %i when the call may run twice', async (status) => {
    const { client, made } = clientOf([refused(status)])
    await client.deleteAsset('id')
    expect(made).toHaveLength(2)
  })

  it('is asked again after a lost connection, once it has answered at all', async () => {
    const { client, made } = clientOf([Response.json({}), lost(), lost()])
    await client.me()
    await client.searchAssets({ q: 'film' })
    expect(made).toHaveLength(4)
  })

  it('keeps nobody waiting who never had an answer', async () => {
    const { client, made } = clientOf([lost()])
    await expect(client.me()).rejects.toThrow('http://server cannot be reached.')
    expect(made).toHaveLength(1)
  })

  it('is not asked twice to make something', async () => {
    const { client, made } = clientOf([Response.json({}), lost()])
    await client.me()
    await expect(client.createProject('team', { name: 'Film' })).rejects.toBeInstanceOf(ApiError)
    expect(made).toHaveLength(2)
  })
})

it.each([400, 401, 403, 404, 409, 422, 500])('never calls again after a %i', async (status) => {
  const { client, made } = clientOf([refused(status)])
  await expect(client.me()).rejects.toMatchObject({ status })
  expect(made).toHaveLength(1)
})

it('calls once where no retries are wanted', async () => {
  const { client, made } = clientOf([refused(429)], 0)
  await expect(client.me()).rejects.toMatchObject({ status: 429 })
  expect(made).toHaveLength(1)
})

it('walks every page of a list, and no page more', async () => {
  const page = (items: string[]) => Response.json(items, { headers: { 'total-pages': '3' } })
  const { client, made } = clientOf([page(['a', 'b']), page(['c', 'd']), page(['e'])])
  const seen: unknown[] = []
  for await (const item of everyItem((list) => client.children('folder', list), 2)) seen.push(item)
  expect(seen).toEqual(['a', 'b', 'c', 'd', 'e'])
  expect(made).toHaveLength(3)
})

it('fetches no page that the loop does not get to', async () => {
  const { client, made } = clientOf([Response.json(['a', 'b'], { headers: { 'total-pages': '3' } })])
  for await (const item of everyItem((list) => client.children('folder', list), 2)) if (item) break
  expect(made).toHaveLength(1)
})
