import { expect, test } from 'vitest'
import { createNamer, safeName } from './entry-names.ts'

test('names that clash are numbered, also where upper and lower case are one', () => {
  const name = createNamer()
  expect(['a.mov', 'A.MOV', 'a.mov', 'a (2).mov', 'Ü.mov', 'U\u0308.mov', 'a'].map(name)).toEqual([
    'a.mov',
    'A (2).MOV',
    'a (3).mov',
    'a (2) (2).mov',
    'Ü.mov',
    'U\u0308 (2).mov',
    'a',
  ])
})

test.each([
  ['../../etc/passwd', '.._.._etc_passwd'],
  ['..', '__'],
  ['a\\b:c*?.mov', 'a_b_c__.mov'],
  ['end. ', 'end__'],
  ['CON.txt', '_CON.txt'],
  ['\u0000\u001f', '__'],
  ['', '_'],
  ['日本語 😀.mov', '日本語 😀.mov'],
])('%j is unpacked as %j', (name, safe) => {
  expect(safeName(name)).toBe(safe)
})

test('a long name keeps its ending and whole characters', () => {
  const name = safeName(`${'😀'.repeat(100)}.mov`)
  expect(Buffer.byteLength(name)).toBeLessThanOrEqual(240)
  expect(name).toMatch(/^😀+\.mov$/u)
})
