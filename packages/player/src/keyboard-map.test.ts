import { expect, test } from 'vitest'
import { actionForKey, KEYBOARD_MAP } from './keyboard-map.ts'

const PRESS = { key: '', code: '', shiftKey: false, ctrlKey: false, altKey: false, metaKey: false }

test.each([
  [{ key: ' ', code: 'Space' }, 'toggle-play'],
  [{ key: 'L', code: 'KeyL' }, 'shuttle-forward'],
  [{ key: 'ArrowLeft', code: 'ArrowLeft' }, 'frame-back'],
  [{ key: 'ArrowLeft', code: 'ArrowLeft', shiftKey: true }, 'ten-frames-back'],
  [{ key: '.', code: 'Period' }, 'frame-forward'],
  [{ key: '?', code: 'Slash', shiftKey: true }, 'show-keys'],
  [{ key: '/', code: 'Digit7', shiftKey: true }, 'find-comment'],
  [{ key: 'ü', code: 'BracketLeft' }, 'previous-asset'],
])('%o asks for %s', (press, action) => {
  expect(actionForKey({ ...PRESS, ...press })).toBe(action)
})

test('leaves the shortcuts of the browser alone', () => {
  expect(actionForKey({ ...PRESS, key: 'l', ctrlKey: true })).toBeNull()
  expect(actionForKey({ ...PRESS, key: 'f', metaKey: true })).toBeNull()
})

test('no key asks for two things', () => {
  const presses = KEYBOARD_MAP.flatMap(({ keys, withShift }) =>
    keys.map((key) => `${String(withShift)} ${key}`),
  )
  expect(new Set(presses).size).toBe(presses.length)
})
