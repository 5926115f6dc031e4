import { expect, it } from 'vitest'
import { hashOfNobody, hashPassword, verifyPassword } from './credentials.ts'

it('a password is right or wrong, however its letters were composed', async () => {
  const stored = await hashPassword('caf\u00e9 au lait', 17)
  expect(await verifyPassword('cafe\u0301 au lait', stored, 17)).toBe(true)
  expect(await verifyPassword('cafe au lait', stored, 17)).toBe(false)
  // Who signs in as an unknown person waits as long: the same work is done.
  const costOf = (hash: string) => hash.split('$').slice(0, 4)
  expect(costOf(hashOfNobody(17))).toEqual(costOf(stored))
  expect(await verifyPassword('cafe au lait', null, 17)).toBe(false)
})
