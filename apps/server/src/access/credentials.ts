// Passwords and tokens. The database only ever sees hashes: a stolen copy opens nothing.
import { createHash, randomBytes, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scryptCallback,
)

/** OWASP's minimum for scrypt: N=2^17, r=8, p=1, 128 MiB for the moment of the check. */
const COST = { N: 131_072, r: 8, p: 1 }
const MAX_MEMORY_BYTES = 256 * 1024 * 1024
const KEY_BYTES = 32
const SALT_BYTES = 16

/** "scrypt$N$r$p$salt$key", the last two base64. */
export async function hashPassword(password: string): Promise<string> {
  const salt = randomBytes(SALT_BYTES)
  const key = await scrypt(password.normalize('NFKC'), salt, KEY_BYTES, { ...COST, maxmem: MAX_MEMORY_BYTES })
  return ['scrypt', COST.N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** Takes the same time for a known and an unknown person: without a hash a dummy one is computed. */
export async function verifyPassword(password: string, stored: string | null): Promise<boolean> {
  const [, n, r, p, salt, key] = (stored ?? HASH_OF_NOBODY).split('$')
  const expected = Buffer.from(key ?? '', 'base64')
  const actual = await scrypt(password.normalize('NFKC'), Buffer.from(salt ?? '', 'base64'), KEY_BYTES, {
    N: Number(n),
    r: Number(r),
    p: Number(p),
    maxmem: MAX_MEMORY_BYTES,
  })
  return expected.length === actual.length && timingSafeEqual(expected, actual) && stored !== null
}

/** What the password of an unknown person is compared with: nobody knows a password for it, and it costs the same. */
export const HASH_OF_NOBODY = [
  'scrypt',
  COST.N,
  COST.r,
  COST.p,
  Buffer.alloc(SALT_BYTES).toString('base64'),
  Buffer.alloc(KEY_BYTES).toString('base64'),
].join('$')

/** A developer token as V2 clients know it: "fio-u-" and opaque text (v2-platform.md 3). */
export function newDeveloperToken(): string {
  return `fio-u-${randomBytes(32).toString('base64url')}`
}

export function newSessionToken(): string {
  return randomBytes(32).toString('base64url')
}

/** Of a person's picture: part of its address, which is the right to see it. */
export function newPictureName(): string {
  return randomBytes(16).toString('base64url')
}

/** Tokens carry 256 random bits, so a plain hash is enough: there is nothing to guess. */
export function hashToken(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}
