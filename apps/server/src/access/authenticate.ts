// From the request's credential to the actor: a Bearer token, or the web app's session cookie.
import type { FastifyRequest } from 'fastify'
import type { AccountId, UserId } from '@rushes/contract/ids'
import type { Deps } from '../deps.ts'
import { errors } from '../http/errors.ts'
import { originOf } from '../http/origin.ts'
import type { Actor } from './actor.ts'
import { hashToken } from './credentials.ts'
import type { GuessSource } from './token-guesses.ts'

export const SESSION_COOKIE = 'rushes_session'

interface TokenRow {
  id: string
  kind: 'developer' | 'session'
  user_id: UserId
  account_id: AccountId
  scopes: string[]
  is_stale: boolean
}

const MARK_USED_EVERY_MS = 60_000

/** Throws 401 when there is no valid credential, 429 when this address guesses, 403 when a page of another site rides on the cookie. */
export async function authenticate(deps: Deps, request: FastifyRequest): Promise<Actor> {
  const header = request.headers.authorization
  if (header !== undefined) {
    const token = /^Bearer\s+(\S+)\s*$/i.exec(header)?.[1]
    if (token === undefined) throw errors.unauthorized()
    return actorOf(deps, token, { kind: 'developer', ip: request.ip }, originOf(deps.origin, request))
  }
  const cookie = request.cookies[SESSION_COOKIE]
  if (cookie === undefined) throw errors.unauthorized()
  if (!SAFE_METHODS.has(request.method)) requireOwnPage(request)
  return actorOf(deps, cookie, { kind: 'session', ip: request.ip }, originOf(deps.origin, request))
}

const SAFE_METHODS = new Set(['GET', 'HEAD', 'OPTIONS'])

/**
 * The cookie is SameSite=Lax already; this also stops pages of a sibling subdomain. Browsers send Origin with every
 * call that may change something, and pages cannot forge it.
 */
export function requireOwnPage(request: FastifyRequest): void {
  const fetchSite = request.headers['sec-fetch-site']
  if (fetchSite === 'same-origin') return
  const origin = request.headers.origin
  if (fetchSite !== undefined || origin === undefined || !URL.canParse(origin)) throw errors.crossOrigin()
  if (new URL(origin).host !== request.host) throw errors.crossOrigin()
}

async function actorOf(deps: Deps, token: string, source: GuessSource, origin: string): Promise<Actor> {
  const now = deps.now()
  const hash = hashToken(token)
  const hashText = hash.toString('base64')
  if (!deps.tokenGuesses.mayTry(source, hashText)) throw errors.rateLimited()
  const rows = await deps.points.read<TokenRow>(
    'actor-of-token',
    `select t.id, t.kind, t.user_id, u.account_id, t.scopes,
       coalesce(t.last_used_at < $2::timestamptz - $3 * interval '1 ms', true) as is_stale
     from tokens t join users u on u.id = t.user_id
     where t.token_hash = $1 and t.revoked_at is null and u.deleted_at is null
       and (t.expires_at is null or t.expires_at > $2::timestamptz)`,
    [hash, now, MARK_USED_EVERY_MS],
  )
  const row = rows[0]
  if (row === undefined || row.kind !== source.kind) {
    deps.tokenGuesses.failed(source)
    throw errors.unauthorized('The token is not valid, was revoked or has expired.')
  }
  deps.tokenGuesses.succeeded(hashText)
  if (row.is_stale) deps.background.start('mark token used', () => markUsed(deps, row, now))
  return {
    userId: row.user_id,
    accountId: row.account_id,
    tokenId: row.id,
    kind: row.kind,
    scopes: new Set(row.scopes),
    origin,
  }
}

async function markUsed(deps: Deps, row: TokenRow, now: Date): Promise<void> {
  await deps.db.updateTable('tokens').set({ last_used_at: now }).where('id', '=', row.id).execute()
  await deps.db.updateTable('users').set({ last_seen: now }).where('id', '=', row.user_id).execute()
}
