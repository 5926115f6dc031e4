import { SCOPES } from '@rushes/contract/scopes'
import { expect, test } from 'vitest'
import { SCOPE_GROUPS, VERBS } from './scope-groups.ts'

test('every scope has exactly one box', () => {
  const boxes = SCOPE_GROUPS.flatMap(({ scopes }) => VERBS.flatMap((verb) => scopes[verb] ?? []))
  expect(boxes.sort()).toEqual([...SCOPES].sort())
})
