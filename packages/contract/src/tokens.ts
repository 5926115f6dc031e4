// Developer tokens and sessions of the signed-in person (/api/tokens, /api/sessions). Only a session may manage them: a
// token that leaks must not be able to make more.
import { z } from 'zod'
import { SCOPES } from './scopes.ts'
import { DateTime, wireBoolean, wireName } from './wire.ts'

export const Token = z.object({
  id: z.string(),
  name: z.string(),
  scopes: z.array(z.string()),
  inserted_at: DateTime,
  /** To the minute. */
  last_used_at: DateTime.nullable(),
  expires_at: DateTime.nullable(),
})
export type Token = z.infer<typeof Token>

/** The one answer that ever holds the token itself. */
export const NewToken = Token.extend({ token: z.string() })
export type NewToken = z.infer<typeof NewToken>

export const CreateTokenBody = z.object({
  name: wireName(200),
  scopes: z.array(z.enum(SCOPES, 'holds a scope that does not exist')).min(1, 'must name at least one scope'),
  /** Null or absent: until it is revoked. */
  expires_at: z.iso
    .datetime({ offset: true, error: 'must be a time such as 2030-01-31T00:00:00Z' })
    .nullish(),
})
export type CreateTokenBody = z.infer<typeof CreateTokenBody>

/** A call that was made with a token. */
export const TokenRequest = z.object({
  id: z.string(),
  method: z.string(),
  path: z.string(),
  status: z.int(),
  duration_ms: z.int(),
  request_id: z.string(),
  inserted_at: DateTime,
})
export type TokenRequest = z.infer<typeof TokenRequest>

export const RateLimits = z.object({
  mode: z.enum(['generous', 'original', 'off']),
  buckets: z.array(
    z.object({
      endpoint: z.string(),
      limit: z.int(),
      remaining: z.int(),
      window_ms: z.int(),
    }),
  ),
})
export type RateLimits = z.infer<typeof RateLimits>

export const SessionEntry = z.object({
  id: z.string(),
  /** The browser, as it called itself when it signed in. */
  name: z.string(),
  is_current: z.boolean(),
  inserted_at: DateTime,
  last_used_at: DateTime.nullable(),
  expires_at: DateTime.nullable(),
})
export type SessionEntry = z.infer<typeof SessionEntry>

export const CredentialParams = z.object({ id: z.uuid().toLowerCase() })

/** By default the session that asks stays. */
export const EndSessionsQuery = z.object({ keep_current: wireBoolean().default(true) })

/** Ids of what was ended. */
export const Ended = z.object({ ended: z.array(z.string()) })
export type Ended = z.infer<typeof Ended>
