import { expect, test } from 'vitest'
import { siblingsOf } from './use-siblings.ts'

const ITEMS = [
  { item: { id: 'folder', type: 'folder' as const, cover_asset_id: null }, place: 1 },
  { item: { id: 'a', type: 'file' as const, cover_asset_id: null }, place: 2 },
  { item: { id: 'folder2', type: 'folder' as const, cover_asset_id: null }, place: 3 },
  { item: { id: 'b', type: 'version_stack' as const, cover_asset_id: 'b2' }, place: 4 },
]

test('steps over folders, and to the newest version of a stack', () => {
  expect(siblingsOf('a', ITEMS, 4)).toEqual({ previousId: null, nextId: 'b2', place: 2, total: 4 })
  expect(siblingsOf('b', ITEMS, 4)).toEqual({ previousId: 'a', nextId: null, place: 4, total: 4 })
})

test('a file that is not among them has no neighbours', () => {
  expect(siblingsOf('gone', ITEMS, 4)).toEqual({ previousId: null, nextId: null, place: null, total: 4 })
})
