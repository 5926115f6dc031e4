import { expect, test } from 'vitest'
import { explainFailure } from './failure-reason.ts'
import type { ToolOutcome } from './run-tool.ts'

const exited = (stderr: string, code = 1): ToolOutcome => ({
  ended: 'exit',
  code,
  stderr,
  stdout: Buffer.alloc(0),
})
const killed = (signal: NodeJS.Signals): ToolOutcome => ({
  ended: 'signal',
  signal,
  stderr: '',
  stdout: Buffer.alloc(0),
})

test.each([
  ['[mov] moov atom not found\ninput: Invalid data found', 'no index (moov)', false],
  ['stream 0, offset 0x30: partial file\nInvalid data found', 'ends in the middle', false],
  ['Decoder (codec none) not found for input stream #0:1', 'No decoder for this codec', false],
  ['Decoder (codec heic) not found for input stream #0:1', 'No decoder for the heic codec', false],
  ['av_interleaved_write_frame(): No space left on device', 'disk of the server is full', true],
  ['[swscaler] Cannot allocate memory', 'ran out of memory', true],
  ['Format not on whitelist "mov"', 'not accepted', false],
  ['[h264] Picture size 0x0 is invalid', 'picture size', false],
  ["Stream map '0:9' matches no streams.", 'neither a picture nor sound', false],
  ["[AVFilterGraph] No such filter: 'zscale'", 'lacks the filter zscale', false],
  ['something nobody has seen before', 'could not be processed', false],
])('%j is said in plain words', (stderr, words, retryable) => {
  const { reason, detail, retryable: again } = explainFailure(exited(stderr))
  expect(reason).toContain(words)
  expect(reason).toMatch(/\.$/)
  expect(detail).toBe(stderr)
  expect(again).toBe(retryable)
})

test('a full disk comes before the damage it causes', () => {
  expect(explainFailure(exited('Error while decoding\nNo space left on device')).reason).toContain('disk')
})

test('signals say who ended the process', () => {
  expect(explainFailure(killed('SIGSEGV')).reason).toBe('The decoder crashed on this file (SIGSEGV).')
  expect(explainFailure(killed('SIGXFSZ')).reason).toContain('larger than the limit')
  expect(explainFailure(killed('SIGKILL'))).toMatchObject({ retryable: true })
})

test('a long run of errors is kept as its end', () => {
  const detail = explainFailure(exited(`${'noise\n'.repeat(10_000)}the last word`)).detail
  expect(detail.length).toBeLessThanOrEqual(4000)
  expect(detail).toMatch(/the last word$/)
})

test('a time limit is given in a unit that fits', () => {
  const timedOut = (timeoutMs: number) =>
    explainFailure({ ended: 'timeout', timeoutMs, stderr: '', stdout: Buffer.alloc(0) })
  expect(timedOut(30_000).reason).toContain('30 seconds')
  expect(timedOut(30 * 60_000).reason).toContain('30 minutes')
})

test('an exit without complaint and without result says that nothing was found', () => {
  expect(explainFailure(exited('', 0)).reason).toBe('Nothing that can be shown was found in the file.')
})
