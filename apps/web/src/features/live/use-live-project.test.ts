import { expect, test } from 'vitest'
import { isListingOf, keysTouchedBy } from './use-live-project.ts'

const MESSAGE = {
  kind: 'asset',
  project_id: 'p',
  asset_id: 'a',
  parent_id: 'f',
  type: 'asset.updated',
} as const

test('a changed asset makes everything old that shows it', () => {
  expect(keysTouchedBy(MESSAGE)).toEqual([
    ['pipeline', 'a'],
    ['asset', 'a'],
    ['ancestors'],
    ['project', 'p'],
    ['trash', 'p'],
  ])
})

test('progress asks for nothing but the pipeline', () => {
  expect(keysTouchedBy({ ...MESSAGE, kind: 'progress', type: 'media.progress' })).toEqual([['pipeline', 'a']])
})

test('a comment makes old what counts it', () => {
  expect(keysTouchedBy({ ...MESSAGE, kind: 'comment', type: 'comment.created' })).toEqual([
    ['asset', 'a'],
    ['news'],
  ])
})

test('what somebody puts in is news', () => {
  expect(keysTouchedBy({ ...MESSAGE, type: 'asset.created' })).toContainEqual(['news'])
})

test('a listing is old when it is of the folder or shows the folder as a card', () => {
  const folders = new Set(['f'])
  expect(isListingOf(folders, ['children', 'f', 'name', 1], undefined)).toBe(true)
  expect(isListingOf(folders, ['children', 'above', 'name', 1], { items: [{ id: 'f' }] })).toBe(true)
  expect(isListingOf(folders, ['children', 'other', 'name', 1], { items: [{ id: 'x' }] })).toBe(false)
  expect(isListingOf(folders, ['asset', 'f'], undefined)).toBe(false)
})
