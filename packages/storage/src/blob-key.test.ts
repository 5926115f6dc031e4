import { expect, test } from 'vitest'
import { blobKey, blobPrefix, joinedKey, parseBlobKey } from './blob-key.ts'
import { InvalidBlobKeyError } from './storage-errors.ts'

const HOSTILE_SEGMENTS = [
  '',
  '.',
  '..',
  '...',
  '/',
  'a/b',
  '/etc/passwd',
  '../../etc/passwd',
  'a\\b',
  'a\0b',
  'a\nb',
  'a b',
  '~',
  'original~tmp-1',
  'é',
  '‮',
  '%2e%2e',
  'x'.repeat(151),
]

test.each(HOSTILE_SEGMENTS)('refuses the segment %j in keys and prefixes', (segment) => {
  expect(() => blobKey(segment)).toThrow(InvalidBlobKeyError)
  expect(() => blobKey('media', segment, 'original')).toThrow(InvalidBlobKeyError)
  expect(() => blobPrefix('media', segment)).toThrow(InvalidBlobKeyError)
})

test.each(['', '/', 'media/', '/media', 'media//x', 'media/../x', './media', 'C:\\x'])(
  'refuses to take back the text %j',
  (text) => {
    expect(() => parseBlobKey(text)).toThrow(InvalidBlobKeyError)
  },
)

test('refuses a key that is too long as a whole', () => {
  const [first, ...others] = Array.from({ length: 7 }, () => 'x'.repeat(140))
  expect(() => blobKey(first ?? '', ...others)).toThrow(InvalidBlobKeyError)
})

test('joins safe segments with slashes and takes the text back', () => {
  const key = blobKey('media', '0192-ab', 'original.mov')
  expect(key).toBe('media/0192-ab/original.mov')
  expect(parseBlobKey(key)).toBe(key)
})

test('takes back the key of a joined upload even when its name is as long as may be', () => {
  const key = joinedKey(blobKey('media', 'x'.repeat(150)))
  expect(parseBlobKey(key)).toBe(key)
})
