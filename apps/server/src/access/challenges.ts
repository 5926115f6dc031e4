// Challenges: what a sign-in in two steps, or a passkey, must hand back. Signed, so that nothing is kept for who only
// asks; one that led to something is kept until it expires, so that it leads there once.
import { createHmac, randomBytes, timingSafeEqual } from 'node:crypto'
import type { Kysely } from 'kysely'
import type { Database } from '../db/schema.ts'
import { hashToken } from './credentials.ts'

export type ChallengePurpose = 'second factor' | 'add passkey' | 'passkey sign-in'

export interface Challenge {
  text: string
  expiresAt: Date
}

const LIFETIME_MS = 5 * 60_000
const NONCE_BYTES = 16

/** `subject` comes back from {@link readChallenge}; it holds no dot. */
export function newChallenge(
  secret: Buffer,
  purpose: ChallengePurpose,
  subject: string,
  now: Date,
): Challenge {
  const expiresAt = new Date(now.getTime() + LIFETIME_MS)
  const claim = `${subject}.${randomBytes(NONCE_BYTES).toString('base64url')}.${expiresAt.getTime().toString(36)}`
  return { text: `${claim}.${sign(secret, purpose, claim)}`, expiresAt }
}

/** The subject, or null for what is forged, meant for something else, or has expired. */
export function readChallenge(
  secret: Buffer,
  purpose: ChallengePurpose,
  text: string,
  now: Date,
): string | null {
  const [subject = '', nonce = '', expires = '', signature = ''] = text.split('.')
  const expected = Buffer.from(sign(secret, purpose, `${subject}.${nonce}.${expires}`))
  const actual = Buffer.from(signature)
  if (expected.length !== actual.length || !timingSafeEqual(expected, actual)) return null
  return Number.parseInt(expires, 36) > now.getTime() ? subject : null
}

/** Returns false when it was spent before. */
export async function spendChallenge(db: Kysely<Database>, text: string, now: Date): Promise<boolean> {
  await db.deleteFrom('spent_challenges').where('expires_at', '<', now.toISOString()).execute()
  const spent = await db
    .insertInto('spent_challenges')
    .values({ challenge_hash: hashToken(text), expires_at: new Date(now.getTime() + LIFETIME_MS) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  return spent.numInsertedOrUpdatedRows === 1n
}

function sign(secret: Buffer, purpose: ChallengePurpose, claim: string): string {
  return createHmac('sha256', secret).update(`challenge:${purpose}:${claim}`).digest('base64url')
}
