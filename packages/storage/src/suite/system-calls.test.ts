import { expect, test } from 'vitest'
import { parseTrace } from './system-calls.ts'

test('joins the halves of calls that other threads interrupted', () => {
  const trace = [
    '10 pwritev(21</a>, [{iov_base="x"}], 1, 0 <unfinished ...>',
    '11 fsync(22</b>) = 0',
    '10 <... pwritev resumed>) = 1',
    '10 +++ exited with 0 +++',
  ].join('\n')
  expect(parseTrace(trace)).toEqual([
    { name: 'pwritev', text: '21</a>, [{iov_base="x"}], 1, 0 <unfinished ...>) = 1', start: 0, end: 2 },
    { name: 'fsync', text: '22</b>) = 0', start: 1, end: 1 },
  ])
})
