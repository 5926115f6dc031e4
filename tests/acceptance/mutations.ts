// Ways to spoil a valid request. Every one is chosen and filled by seeded numbers, so that a failure can be repeated.
import type { RawRequest } from './raw-http.ts'
import { bytesOf } from './raw-http.ts'

/** What goes over the wire. */
export interface SpoiledRequest {
  bytes: Buffer
  isHead: boolean
  /** The request is not whole HTTP: the sender hangs up, and being dropped without an answer is fair. */
  isBroken: boolean
  /** For the report of a failure. */
  how: string
}

/** Chance for the fuzzer: `random` gives numbers from 0 to below 1. */
export interface Dice {
  random: () => number
  pick: <T>(from: readonly T[]) => T
}

export function makeDice(random: () => number): Dice {
  return {
    random,
    // The index is below the length, and no caller passes an empty list.
    pick: <T>(from: readonly T[]) => from[Math.floor(random() * from.length)] as T,
  }
}

/** JSON texts, because some of them no JavaScript value stands for. */
const hostileJson = [
  'null',
  'true',
  '0',
  '-1',
  '1.5',
  '1e308',
  '1e999',
  '-1e999',
  '9007199254740993',
  '99999999999999999999999999',
  '""',
  '" "',
  '"\\u0000"',
  '"a\\u0000b"',
  '"\\ud800"',
  '"\\udfff\\ud800"',
  '"\\ufeff\\u202e\\u2028"',
  '"\' or 1=1; --"',
  '"${7*7} {{7*7}} %s%n"',
  '"../../../../etc/passwd"',
  '"NaN"',
  '"Infinity"',
  '"0x10"',
  '"1e3"',
  '"9999-99-99T99:99:99Z"',
  '"00000000-0000-0000-0000-000000000000"',
  '[]',
  '{}',
  '[[]]',
  '[null]',
  '{"__proto__":{"admin":true}}',
  '{"constructor":{"prototype":{}}}',
  '{"toString":1,"hasOwnProperty":null,"length":-1}',
  '{"\\u0000":1}',
  '{"\\ud800":"\\udc00"}',
  '{"":""}',
  '{"a":"\\u0000","b":["\\ud83d"]}',
]

const longTexts = [300, 1100, 20_000, 200_000]
const nestings = [50, 1000, 50_000]

function hostileValue({ pick, random }: Dice): string {
  const roll = random()
  if (roll < 0.1) return JSON.stringify('é'.repeat(pick(longTexts)))
  if (roll < 0.2) {
    const depth = pick(nestings)
    return pick(['[]', '{}']) === '[]'
      ? '['.repeat(depth) + ']'.repeat(depth)
      : `${'{"a":'.repeat(depth)}1${'}'.repeat(depth)}`
  }
  return pick(hostileJson)
}

type JsonPlace = { holder: Record<string, unknown> | unknown[]; key: string }

function placesOf(value: unknown): JsonPlace[] {
  if (typeof value !== 'object' || value === null) return []
  // Arrays are reached by their indices, which are keys too.
  const holder = value as Record<string, unknown>
  return Object.entries(holder).flatMap(([key, inner]) => [{ holder, key }, ...placesOf(inner)])
}

/** Replaces or adds values at places of the body. */
function spoilBody(body: Buffer, dice: Dice): Buffer {
  const parsed = JSON.parse(body.toString()) as unknown
  if (dice.random() < 0.08) return Buffer.from(hostileValue(dice))
  const marked: [mark: string, text: string][] = []
  const mark = (text: string) => {
    const name = `@@${String(marked.length)}@@`
    marked.push([`"${name}"`, text])
    return name
  }
  const changes = 1 + Math.floor(dice.random() * 3)
  for (let change = 0; change < changes; change += 1) {
    const places = placesOf(parsed)
    if (places.length === 0) break
    const { holder, key } = dice.pick(places)
    const roll = dice.random()
    const target = holder as Record<string, unknown>
    if (roll < 0.1) delete target[key]
    else if (roll < 0.2)
      target[dice.pick(['', 'x'.repeat(300), 'page', 'source', '$where', key.toUpperCase()])] = 1
    else target[key] = mark(hostileValue(dice))
  }
  const text = marked.reduce((so, [name, value]) => so.replace(name, () => value), JSON.stringify(parsed))
  return Buffer.from(text)
}

const hostileQueries = [
  '?page=-1&page_size=0',
  '?page=1e9&page_size=1e9',
  '?page=999999&page_size=9999999999999999999',
  '?page=%00&page_size=%ff',
  '?page[]=1&page[]=2&page_size[a]=1',
  '?sort=name;drop&sort=-',
  '?sort=' + '-name,'.repeat(300),
  '?include=' + 'children,'.repeat(300),
  '?type=%ed%a0%80',
  '?include_deleted[]=&include_deleted[__proto__]=1',
  '?filter[a][b][c][d][e][f][g]=1',
  '?__proto__[x]=1&constructor[prototype][y]=2',
  '?a%',
  '?%E0%A4%A',
  '?' + 'a=1&'.repeat(3000),
  '?a?b?c=?',
  '?' + 'x'.repeat(12_000),
  '#fragment',
]

const hostileIds = [
  '',
  '0',
  'null',
  'undefined',
  '%00',
  '%ff%fe',
  '%',
  '..%2f..%2fetc%2fpasswd',
  '..',
  "1'--",
  '00000000-0000-0000-0000-000000000000',
  'ffffffff-ffff-ffff-ffff-ffffffffffff',
  '{asset_id}',
  '9'.repeat(500),
  'a'.repeat(9000),
  '%F0%9F%92%A9',
]

const uuidPattern = /[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}/g

function spoilPath(target: string, { pick, random }: Dice): string {
  const ids = target.match(uuidPattern) ?? []
  if (ids.length > 0 && random() < 0.7) {
    const id = pick(ids)
    const changed = [id.toUpperCase(), id.slice(0, -1), `${id}0`, id.replaceAll('-', ''), `{${id}}`]
    return target.replace(id, () => pick([...hostileIds, ...changed]))
  }
  const at = Math.floor(random() * target.length)
  return pick([
    `/${target}`,
    target.replaceAll('/', '//'),
    `${target}/`,
    `${target}/extra`,
    target.slice(0, at) + pick(['%00', '%', '/../', ';', '\\', '\u00ff']) + target.slice(at),
    `http://elsewhere.example${target}`,
    target.slice(1),
    '*',
    '/%2e%2e/%2e%2e/etc/passwd',
  ])
}

const methods = ['GET', 'HEAD', 'POST', 'PUT', 'DELETE', 'PATCH', 'OPTIONS', 'TRACE', 'PROPFIND', 'PURGE']
const contentTypes = [
  'text/plain',
  'text/html',
  'application/xml',
  'multipart/form-data; boundary=x',
  'multipart/form-data',
  'application/x-www-form-urlencoded',
  'application/vnd.api+json',
  'application/json; charset=utf-16',
  'application/json; charset=\u00ff',
  'application/jsonx',
  'APPLICATION/JSON',
  '',
  ';',
  '*/*',
  'a'.repeat(5000),
]
const oddHeaders: [string, string][] = [
  ['authorization', 'Bearer'],
  ['authorization', 'Basic YTpi'],
  ['authorization', `Bearer ${'x'.repeat(7000)}`],
  ['authorization', 'Bearer \u00ff\u00fe'],
  ['cookie', `rushes_session=${'y'.repeat(4000)}`],
  ['cookie', 'a=b; ; =; rushes_session=%; x="'],
  ['content-encoding', 'gzip'],
  ['expect', '100-continue'],
  ['expect', 'the worst'],
  ['host', ''],
  ['host', 'a b c'],
  ['origin', 'null'],
  ['range', 'bytes=5-1,3-,-9999999999999999999999'],
  ['range', 'bytes=99999999999999999999-'],
  ['if-none-match', '*'],
  ['if-range', '\u00ff'],
  ['x-request-id', '"><script>'],
  ['x-forwarded-for', '::1, unknown'],
  ['x-forwarded-proto', 'gopher'],
  ['upgrade', 'websocket'],
  ['transfer-encoding', 'identity'],
  ['accept', '*/*,'.repeat(2000)],
  ['x-http-method-override', 'DELETE'],
]

function withHeader(request: RawRequest, name: string, value: string): RawRequest {
  return { ...request, headers: [...request.headers.filter(([known]) => known !== name), [name, value]] }
}

/** Bytes in which every kind of thing is cut, swapped or doubled. */
function spoilBytes(body: Buffer, { pick, random }: Dice): Buffer {
  const at = Math.floor(random() * body.length)
  return pick([
    () => body.subarray(0, at),
    () => Buffer.concat([body.subarray(0, at), Buffer.from([0xc3, 0x28, 0xff, 0x00]), body.subarray(at)]),
    () => Buffer.concat([body, body]),
    () => Buffer.concat([Buffer.from([0xef, 0xbb, 0xbf]), body]),
    () => Buffer.from(body.toString(), 'utf16le'),
    () => Buffer.from(Array.from({ length: 200 }, () => Math.floor(random() * 256))),
    () => Buffer.alloc(2 * 1024 * 1024, '['),
    () => Buffer.from(`{"name":"${'x'.repeat(2 * 1024 * 1024)}"}`),
    () => Buffer.from('name=a&type=file&filesize=5&properties[a][b]=c&__proto__[d]=e&%=%&%00=%ff'),
  ])()
}

/** Requests that no well-behaved sender makes: the framing itself is wrong. */
function breakHttp(request: RawRequest, { pick, random }: Dice): Buffer {
  const whole = bytesOf(request)
  const text = whole.toString('latin1')
  return pick([
    () => whole.subarray(0, Math.floor(random() * whole.length)),
    () => bytesOf({ ...request, headers: [...request.headers, ['content-length', '999999']] }),
    () => bytesOf({ ...request, headers: [...request.headers, ['content-length', '-5']] }),
    () => bytesOf({ ...request, headers: [...request.headers, ['content-length', '1e3']] }),
    () =>
      bytesOf({
        ...request,
        headers: [...request.headers, ['content-length', '3'], ['content-length', '4']],
      }),
    () =>
      bytesOf({
        ...request,
        headers: [...request.headers, ['content-length', '3'], ['transfer-encoding', 'chunked']],
      }),
    () =>
      bytesOf({
        ...request,
        headers: [...request.headers, ['transfer-encoding', 'chunked']],
        body: Buffer.from('zz\r\nnot a chunk\r\n'),
      }),
    () =>
      bytesOf({
        ...request,
        headers: [...request.headers, ['transfer-encoding', 'chunked']],
        body: Buffer.from('ffffffff\r\nshort'),
      }),
    () => Buffer.from(text.replaceAll('\r\n', '\n'), 'latin1'),
    () => Buffer.from(text.replace('HTTP/1.1', pick(['HTTP/9.9', 'HTTP/0.9', 'HTTP', 'http/1.1'])), 'latin1'),
    () => Buffer.from(text.replace('host:', pick(['ho st:', ':', 'h\u0000st:', 'host'])), 'latin1'),
    () => Buffer.from(text.replace('\r\n', `\r\nx-long: ${'z'.repeat(100_000)}\r\n`), 'latin1'),
    () => Buffer.from(text.replace('\r\n', '\r\nx: y'.repeat(5000) + '\r\n'), 'latin1'),
    () => Buffer.from('\u0016\u0003\u0001\u0002\u0000\u0001\u0000\u0001\u00fc\u0003\u0003', 'latin1'),
    () => Buffer.from('PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n'),
    () => Buffer.from('CONNECT elsewhere.example:443 HTTP/1.1\r\nhost: a\r\n\r\n'),
    () => Buffer.from(Array.from({ length: 300 }, () => Math.floor(random() * 256))),
    () => Buffer.from('\r\n'.repeat(500)),
  ])()
}

/** One valid request, spoiled in one way. */
export function spoil(request: RawRequest, dice: Dice): SpoiledRequest {
  const hasJson = request.body.length > 0 && request.headers.some(([name]) => name === 'content-type')
  const roll = dice.random()
  const described = (how: string, changed: RawRequest): SpoiledRequest => ({
    bytes: bytesOf(changed),
    isHead: changed.method === 'HEAD',
    isBroken: false,
    how: `${how}: ${changed.method} ${changed.target.slice(0, 300)} ${JSON.stringify(changed.headers).slice(0, 400)} ${changed.body.toString('latin1').slice(0, 1000)}`,
  })
  if (hasJson && roll < 0.5) return described('body', { ...request, body: spoilBody(request.body, dice) })
  if (hasJson && roll < 0.6) return described('bytes', { ...request, body: spoilBytes(request.body, dice) })
  if (roll < 0.65) return described('type', withHeader(request, 'content-type', dice.pick(contentTypes)))
  if (roll < 0.7) return described('method', { ...request, method: dice.pick(methods) })
  if (roll < 0.78) return described('header', withHeader(request, ...dice.pick(oddHeaders)))
  if (roll < 0.86) return described('path', { ...request, target: spoilPath(request.target, dice) })
  if (roll < 0.93) {
    const path = request.target.split('?', 1)[0] ?? ''
    return described('query', { ...request, target: path + dice.pick(hostileQueries) })
  }
  const bytes = breakHttp(request, dice)
  return { bytes, isHead: false, isBroken: true, how: `broken: ${bytes.toString('latin1').slice(0, 1000)}` }
}
