// Passwords and tokens. The database only ever sees hashes: a stolen copy opens nothing.
import { createHash, randomBytes, scrypt as scryptCallback, timingSafeEqual } from 'node:crypto'
import { promisify } from 'node:util'

const scrypt = promisify<string, Buffer, number, { N: number; r: number; p: number; maxmem: number }, Buffer>(
  scryptCallback,
)

/** OWASP's minimum for scrypt is N=2^17 with these: 128 MiB for the moment of the check. */
const COST = { r: 8, p: 1 }
const MAX_MEMORY_BYTES = 2 * 1024 * 1024 * 1024
const KEY_BYTES = 32
const SALT_BYTES = 16

/** "scrypt$N$r$p$salt$key", the last two base64. `cost`: N is two to the power of it (RUSHES_PASSWORD_COST). */
export async function hashPassword(password: string, cost: number): Promise<string> {
  const N = 2 ** cost
  const salt = randomBytes(SALT_BYTES)
  const key = await scrypt(password.normalize('NFKC'), salt, KEY_BYTES, {
    ...COST,
    N,
    maxmem: MAX_MEMORY_BYTES,
  })
  return ['scrypt', N, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

/** Takes the same time for a known and an unknown person: without a hash one of this cost is computed. */
export async function verifyPassword(
  password: string,
  stored: string | null,
  cost: number,
): Promise<boolean> {
  const [, n, r, p, salt, key] = (stored ?? hashOfNobody(cost)).split('$')
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
export function hashOfNobody(cost: number): string {
  const [salt, key] = [Buffer.alloc(SALT_BYTES), Buffer.alloc(KEY_BYTES)]
  return ['scrypt', 2 ** cost, COST.r, COST.p, salt.toString('base64'), key.toString('base64')].join('$')
}

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
