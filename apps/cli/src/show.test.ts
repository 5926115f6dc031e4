import { expect, it } from 'vitest'
import { travelLines } from './show.ts'

it('counts what was there already where a list of it would bury what travelled', () => {
  const there = (count: number) =>
    Array.from({ length: count }, (_, at) => ({ isThere: true, line: `Was there: ${String(at)}` }))
  const sent = { isThere: false, line: 'Uploaded new.mov' }
  expect(travelLines([...there(10), sent])).toHaveLength(11)
  expect(travelLines([...there(6), sent, ...there(5)])).toEqual([sent.line, '11 files were there already.'])
})
