import { expect, it } from 'vitest'
import { HASH_OF_NOBODY, hashPassword, verifyPassword } from './credentials.ts'

it('a password is right or wrong, however its letters were composed', async () => {
  const stored = await hashPassword('caf\u00e9 au lait')
  expect(await verifyPassword('cafe\u0301 au lait', stored)).toBe(true)
  expect(await verifyPassword('cafe au lait', stored)).toBe(false)
  // Who signs in as an unknown person waits as long: the same work is done.
  const costOf = (hash: string) => hash.split('$').slice(0, 4)
  expect(costOf(HASH_OF_NOBODY)).toEqual(costOf(stored))
  expect(await verifyPassword('cafe au lait', null)).toBe(false)
})
