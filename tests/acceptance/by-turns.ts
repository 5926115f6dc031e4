// On which databases a file of tests runs. The usual run takes each file on one of the two, by turns, so that all
// statements meet both sorts in it; the long run takes every file on both.
import { basename } from 'node:path'
import { inject } from 'vitest'
import type { DatabaseSort, ServerUnderTest } from './start-servers.ts'

const SORTS: readonly DatabaseSort[] = ['embedded', 'external']

/** For `describe.each` of tests that start a server of their own; `file` is the test file. */
export function sortsByTurns(file: string): readonly DatabaseSort[] {
  if (process.env['RUSHES_LONG'] === '1') return SORTS
  const turn = Buffer.from(basename(file)).reduce((sum, byte) => sum + byte, 0)
  return SORTS.slice(turn % 2).slice(0, 1)
}

/** For `describe.each`; `file` is the test file. */
export function serversByTurns(file: string): ServerUnderTest[] {
  const sorts = sortsByTurns(file)
  return inject('servers').filter(({ name }) => sorts.includes(name))
}
