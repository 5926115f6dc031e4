import { expect, it } from 'vitest'
import { BrokenSealError, seal, unseal } from './sealed.ts'

const secret = Buffer.from('a key of this server')

it('opens for its key and purpose alone, and only as it was', () => {
  const sealed = seal(secret, 'letters', 'grüße')
  expect(unseal(secret, 'letters', sealed)).toBe('grüße')
  expect(seal(secret, 'letters', 'grüße')).not.toBe(sealed)
  const changed = Buffer.from(sealed, 'base64url')
  changed[changed.length - 1] = (changed[changed.length - 1] ?? 0) ^ 1
  for (const open of [
    () => unseal(Buffer.from('another key'), 'letters', sealed),
    () => unseal(secret, 'codes', sealed),
    () => unseal(secret, 'letters', changed.toString('base64url')),
    () => unseal(secret, 'letters', ''),
  ])
    expect(open).toThrow(BrokenSealError)
})
