// Fetching a URL that a caller named, without becoming their way into our network (SSRF): every address is resolved by
// us, checked, and the connection goes to the very address that was checked, so that a DNS name cannot change its
// answer in between; redirects are followed by hand and checked the same way.
import { lookup as resolveName } from 'node:dns'
import { isIP } from 'node:net'
import type { LookupFunction } from 'node:net'
import ipaddr from 'ipaddr.js'
import type { Dispatcher } from 'undici'

const MAX_REDIRECTS = 5
const CONNECT_TIMEOUT_MS = 15_000
const HEADERS_TIMEOUT_MS = 60_000
const BODY_IDLE_TIMEOUT_MS = 60_000

/** The address may not or cannot be fetched, and trying again will not help. The message is for the person who gave it. */
export class RefusedUrlError extends Error {
  override name = 'RefusedUrlError'
}

export interface GuardedResponse {
  body: Dispatcher.ResponseData['body']
  /** Announced by the other server, if it did. */
  contentLength: number | null
}

export interface GuardOptions {
  /** "host:port" pairs that may lie in private networks. */
  allowedPrivateHosts: readonly string[]
  signal: AbortSignal
}

/** Throws {@link RefusedUrlError} for what is final; network trouble throws as it came and may be tried again. */
export async function guardedFetch(address: string, options: GuardOptions): Promise<GuardedResponse> {
  let url = new URL(address)
  for (let hop = 0; hop <= MAX_REDIRECTS; hop += 1) {
    const response = await requestOnce(url, options)
    const location = response.headers['location']
    if (response.statusCode >= 300 && response.statusCode < 400 && typeof location === 'string') {
      await response.body.dump()
      if (!URL.canParse(location, url.href))
        throw new RefusedUrlError('The address redirects to something that is no address.')
      url = new URL(location, url)
      continue
    }
    if (response.statusCode === 200) {
      const length = Number(response.headers['content-length'])
      return { body: response.body, contentLength: Number.isFinite(length) ? length : null }
    }
    await response.body.dump()
    const sentence = `The server at ${url.host} answered ${String(response.statusCode)}.`
    if (response.statusCode >= 400 && response.statusCode < 500 && response.statusCode !== 429)
      throw new RefusedUrlError(sentence)
    throw new Error(sentence)
  }
  throw new RefusedUrlError(`The address redirects more than ${String(MAX_REDIRECTS)} times.`)
}

async function requestOnce(
  url: URL,
  { allowedPrivateHosts, signal }: GuardOptions,
): Promise<Dispatcher.ResponseData> {
  if (!['http:', 'https:'].includes(url.protocol))
    throw new RefusedUrlError('Only http and https addresses can be fetched.')
  const host = url.hostname.replace(/^\[(.*)\]$/, '$1')
  const port = url.port === '' ? (url.protocol === 'https:' ? '443' : '80') : url.port
  const mayBePrivate = allowedPrivateHosts.includes(`${host}:${port}`)
  // For a literal address no lookup takes place, so it is checked here.
  if (isIP(host) !== 0 && !mayBePrivate && !isPublicAddress(host)) throw refusal(host)
  // Only when an address is fetched: it is a hundred modules, which every start of the server would load.
  const { Agent, request } = await import('undici')
  const agent = new Agent({
    pipelining: 0,
    connect: { lookup: guardedLookup(mayBePrivate), timeout: CONNECT_TIMEOUT_MS },
  })
  try {
    return await request(url.href, {
      dispatcher: agent,
      method: 'GET',
      headers: { 'user-agent': 'Rushes' },
      headersTimeout: HEADERS_TIMEOUT_MS,
      bodyTimeout: BODY_IDLE_TIMEOUT_MS,
      signal,
    })
  } catch (error) {
    if (error instanceof Error && error.cause instanceof RefusedUrlError) throw error.cause
    // A mistyped name; when the name server itself is in trouble, the code is another one.
    if (error instanceof Error && 'code' in error && error.code === 'ENOTFOUND')
      throw new RefusedUrlError(`There is no server with the name ${host}.`)
    throw error
  }
}

/** Connects to exactly the addresses it has checked. */
function guardedLookup(mayBePrivate: boolean): LookupFunction {
  return (hostname, options, callback) => {
    resolveName(hostname, { ...options, all: true }, (error, addresses) => {
      if (error !== null) {
        callback(error, '')
        return
      }
      const refused = mayBePrivate ? undefined : addresses.find(({ address }) => !isPublicAddress(address))
      if (refused !== undefined) {
        callback(refusal(hostname), '')
        return
      }
      const [first] = addresses
      if (options.all === true) callback(null, addresses)
      else if (first === undefined) callback(new Error(`${hostname} has no address.`), '')
      else callback(null, first.address, first.family)
    })
  }
}

/** Only ordinary addresses of the internet: not loopback, private, link-local, multicast, reserved, or tunnels to them. */
export function isPublicAddress(address: string): boolean {
  if (!ipaddr.isValid(address)) return false
  const parsed = ipaddr.process(address)
  return parsed.range() === 'unicast'
}

function refusal(host: string): RefusedUrlError {
  return new RefusedUrlError(`${host} lies in a private network and is not fetched from there.`)
}
