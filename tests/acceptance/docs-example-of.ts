// A call as an example that is the same each time it is played: ids, times and signatures are replaced by quiet ones.
import type { Call } from './docs-stage.ts'

/** One call and what came of it. */
export interface Scene extends Call {
  status: number
  headers: Headers
  answer: unknown
}

const ID = /[0-9a-f]{8}-[0-9a-f]{4}-[1-8][0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}/g
const TIME = /\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d+Z/g
const GRANT = /(\?grant=)[\w.-]+/g
const SIGNED = /(\/media\/[^/"]+\/|\/uploads\/[^/"]+\/parts\/\d+\/)[\w.-]+/g

/** Headers worth showing. */
const SHOWN = [
  'page-number',
  'per-page',
  'total',
  'total-pages',
  'link',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-window',
]

const LINK = /(\/(?:invite|welcome|pictures)\/)[\w-]+/g

const AT = '2026-01-31T09:30:00.000000Z'

/** What is counted or set a moment later, or drawn by lot. */
const QUIET: Record<string, unknown> = {
  view_count: 1,
  last_seen: AT,
  user_hash: '00000000000000000000000000000001',
  user_default_color: '#5b53ff',
  avatar_color: '#5b53ff',
  color: '#5b53ff',
  'x-ratelimit-remaining': '499',
  remaining: 19_999,
  duration_ms: 12,
  free_bytes: 412_316_860_416,
  is_low: false,
  token: 'fio-u-…',
  code: '492039',
  secret: 'JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP',
  uri: 'otpauth://totp/Rushes:mia%40example.org?issuer=Rushes&secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP&algorithm=SHA1&digits=6&period=30',
  codes: ['k7qf-3mzd-xw2a-rtpl', 'n4cj-hv6e-q5sy-bgu7', '…'],
  challenge: 'Y2hhbGxlbmdl…',
  clientDataJSON: 'eyJ0eXBlIjoid2ViYXV0aG4uY3JlYXRl…',
  attestationObject: 'o2NmbXRkbm9uZWdhdHRTdG10oGhhdXRoRGF0YVik…',
}

/** The `code` of an error is a number, that of an app a text. */
function isNoisy(key: string, value: unknown): boolean {
  return key === 'last_seen' || (key in QUIET && value !== null && typeof value === typeof QUIET[key])
}

/** Makes examples of the calls of one server; equal ids stay equal from one to the next. `names`: text → text. */
export function exampleOf(
  origin: string,
  names: Readonly<Record<string, string>>,
): (scene: Scene) => unknown {
  const ids = new Map<string, string>()

  function quietId(id: string): string {
    const known = ids.get(id)
    if (known !== undefined) return known
    const number = (ids.size + 1).toString(16).padStart(12, '0')
    const made = `0199c0de-0000-7000-8000-${number}`
    ids.set(id, made)
    return made
  }

  function quietText(text: string): string {
    return Object.entries(names)
      .reduce((named, [name, quietName]) => named.replaceAll(name, quietName), text)
      .replaceAll(origin, 'http://127.0.0.1:4747')
      .replaceAll(SIGNED, '$1SIGNATURE')
      .replaceAll(GRANT, '$1SIGNATURE')
      .replaceAll(LINK, '$1CODE')
      .replaceAll(ID, quietId)
      .replaceAll(TIME, AT)
  }

  function quiet(value: unknown): unknown {
    if (typeof value === 'string') return quietText(value)
    if (Array.isArray(value)) return value.map(quiet)
    if (typeof value !== 'object' || value === null) return value
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [
        quietText(key),
        isNoisy(key, item) ? QUIET[key] : quiet(item),
      ]),
    )
  }

  return ({ path, body, status, headers, answer }) => ({
    request: { path: quiet(path), ...(body === undefined ? {} : { body: quiet(body) }) },
    response: {
      status,
      headers: quiet(
        Object.fromEntries(SHOWN.flatMap((name) => (headers.has(name) ? [[name, headers.get(name)]] : []))),
      ),
      body: quiet(answer),
    },
  })
}
