// The second factor: a code of an authenticator app (RFC 6238), or one of the recovery codes kept for the day it is lost.
import { randomBytes } from 'node:crypto'
import { Secret, TOTP } from 'otpauth'
import type { Kysely, Transaction } from 'kysely'
import type { UserId } from '@rushes/contract/ids'
import type { Database } from '../db/schema.ts'
import { hashToken } from './credentials.ts'
import { seal, unseal } from './sealed.ts'

/** Six digits every thirty seconds: what every authenticator app knows. */
const PERIOD_SECONDS = 30
/** A code of the step before or after is taken too: clocks differ. */
const WINDOW_STEPS = 1
const SEAL_PURPOSE = 'authenticator'

export function newAuthenticatorSecret(): string {
  return new Secret({ size: 20 }).base32
}

export function authenticatorUri(secretBase32: string, email: string): string {
  return totpOf(secretBase32, email).toString()
}

export function sealAuthenticatorSecret(secret: Buffer, secretBase32: string): string {
  return seal(secret, SEAL_PURPOSE, secretBase32)
}

function totpOf(secretBase32: string, label: string): TOTP {
  return new TOTP({
    issuer: 'Rushes',
    label,
    secret: Secret.fromBase32(secretBase32),
    period: PERIOD_SECONDS,
  })
}

/** Ten a person; 80 random bits each, so that a plain hash is enough. */
const RECOVERY_CODE_COUNT = 10
const RECOVERY_CODE_BYTES = 10

export function newRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODE_COUNT }, () => {
    const text = new Secret({ buffer: new Uint8Array(randomBytes(RECOVERY_CODE_BYTES)).buffer }).base32
    return (text.toLowerCase().match(/.{4}/g) ?? []).join('-')
  })
}

export function hashRecoveryCode(code: string): Buffer {
  return hashToken(bareCode(code))
}

/** As people type it: with blanks, dashes and capitals, or without. */
function bareCode(code: string): string {
  return code.replaceAll(/[\s-]/g, '').toLowerCase()
}

export async function hasSecondFactor(db: Kysely<Database>, userId: UserId): Promise<boolean> {
  const row = await db
    .selectFrom('authenticators')
    .select('user_id')
    .where('user_id', '=', userId)
    .where('confirmed_at', 'is not', null)
    .executeTakeFirst()
  return row !== undefined
}

interface Check {
  secret: Buffer
  now: Date
}

/** Takes a code of the app, each once. `isConfirmed`: of an app that is in use, else of one that is being set up. */
export async function takeAppCode(
  trx: Transaction<Database>,
  { secret, now }: Check,
  userId: UserId,
  code: string,
  isConfirmed: boolean,
): Promise<boolean> {
  const bare = bareCode(code)
  if (!/^\d{6}$/.test(bare)) return false
  const row = await trx
    .selectFrom('authenticators')
    .select(['sealed_secret', 'last_step'])
    .where('user_id', '=', userId)
    .where('confirmed_at', isConfirmed ? 'is not' : 'is', null)
    .forUpdate()
    .executeTakeFirst()
  if (row === undefined) return false
  const totp = totpOf(unseal(secret, SEAL_PURPOSE, row.sealed_secret), '')
  const timestamp = now.getTime()
  const delta = totp.validate({ token: bare, timestamp, window: WINDOW_STEPS })
  if (delta === null) return false
  const step = totp.counter({ timestamp }) + delta
  if (row.last_step !== null && step <= row.last_step) return false
  await trx.updateTable('authenticators').set({ last_step: step }).where('user_id', '=', userId).execute()
  return true
}

/** Takes a recovery code, each once. */
export async function takeRecoveryCode(
  trx: Transaction<Database>,
  { now }: Check,
  userId: UserId,
  code: string,
): Promise<boolean> {
  const taken = await trx
    .updateTable('recovery_codes')
    .set({ used_at: now })
    .where('code_hash', '=', hashRecoveryCode(code))
    .where('user_id', '=', userId)
    .where('used_at', 'is', null)
    .executeTakeFirst()
  return taken.numUpdatedRows === 1n
}
