import { describe, expect, test } from 'vitest'
import {
  clearSelection,
  extendSelection,
  indexAfterKey,
  NOTHING_SELECTED,
  selectAll,
  selectOnly,
  tick,
  toggleSelected,
} from './selection.ts'

const ORDER = ['a', 'b', 'c', 'd', 'e']

describe('selecting', () => {
  test('a range grows and shrinks around its anchor', () => {
    const start = selectOnly('c')
    const grown = extendSelection(start, 'e', ORDER)
    expect([...grown.ids]).toEqual(['c', 'd', 'e'])
    expect([...extendSelection(grown, 'b', ORDER).ids]).toEqual(['b', 'c'])
  })

  test('a range without an anchor starts at the card with the keyboard', () => {
    expect([...extendSelection({ ...NOTHING_SELECTED, focusId: 'b' }, 'd', ORDER).ids]).toEqual([
      'b',
      'c',
      'd',
    ])
  })

  test('an anchor that is gone starts anew', () => {
    expect([...extendSelection(selectOnly('gone'), 'd', ORDER).ids]).toEqual(['d'])
  })

  test('toggling adds and takes away', () => {
    const two = toggleSelected(selectOnly('a'), 'c')
    expect([...two.ids]).toEqual(['a', 'c'])
    expect([...toggleSelected(two, 'a').ids]).toEqual(['c'])
  })

  test('ticking ends with the last tick', () => {
    const ticked = tick(NOTHING_SELECTED, 'a')
    expect(ticked.isTicking).toBe(true)
    expect(toggleSelected(ticked, 'a')).toMatchObject({ isTicking: false })
  })

  test('clearing keeps the keyboard where it is', () => {
    expect(clearSelection(selectAll(selectOnly('b'), ORDER))).toEqual({ ...NOTHING_SELECTED, focusId: 'b' })
  })
})

describe('arrow keys in three columns and eleven cards', () => {
  test.each([
    ['ArrowRight', 2, 3],
    ['ArrowRight', 10, 10],
    ['ArrowLeft', 0, 0],
    ['ArrowDown', 4, 7],
    ['ArrowDown', 8, 10],
    ['ArrowDown', 9, 9],
    ['ArrowUp', 7, 4],
    ['ArrowUp', 1, 1],
    ['Home', 7, 0],
    ['End', 1, 10],
  ])('%s from %d leads to %d', (key, from, to) => {
    expect(indexAfterKey(key, from, 3, 11)).toBe(to)
  })

  test('other keys lead nowhere', () => {
    expect(indexAfterKey('a', 3, 3, 11)).toBeNull()
  })
})
