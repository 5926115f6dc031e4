import { assert, integer, property } from 'fast-check'
import { expect, test } from 'vitest'
import { hoverPreviewFor, keyframeInterval, ladderFor } from './ladder.ts'

const sizes = (width: number, height: number) =>
  ladderFor({ width, height }).map((rung) => `${rung.kind} ${rung.width}x${rung.height}`)

test('a UHD film gets every rung', () => {
  expect(sizes(3840, 2160)).toEqual([
    'h264_360 640x360',
    'h264_540 960x540',
    'h264_720 1280x720',
    'h264_1080_best 1920x1080',
    'h264_2160 3840x2160',
  ])
})

test('an upright phone clip is measured by its short side', () => {
  expect(sizes(720, 1280)).toEqual(['h264_360 360x640', 'h264_540 540x960', 'h264_720 720x1280'])
})

test('a wide film counts as the 16:9 picture it was cut from', () => {
  expect(sizes(1920, 804).at(-1)).toBe('h264_1080_best 1920x804')
  expect(sizes(1920, 804)[0]).toBe('h264_360 640x268')
})

test('a picture smaller than the smallest rung keeps its own size, made even', () => {
  expect(sizes(319, 181)).toEqual(['h264_360 318x180'])
  expect(sizes(1, 1)).toEqual(['h264_360 2x2'])
})

test('the hover preview is 180 lines high, or as high as the source', () => {
  expect(hoverPreviewFor({ width: 1920, height: 1080 })).toMatchObject({ width: 320, height: 180 })
  expect(hoverPreviewFor({ width: 100, height: 50 })).toMatchObject({ width: 100, height: 50 })
})

test('no rung is larger than its source or has an odd side, whatever the shape', () => {
  const side = integer({ min: 2, max: 10_000 })
  assert(
    property(side, side, (width, height) => {
      for (const rung of [...ladderFor({ width, height }), hoverPreviewFor({ width, height })]) {
        expect((rung.width % 2) + (rung.height % 2)).toBe(0)
        // Rounding to even may add one pixel to an odd source.
        expect(rung.width <= width + 1 && rung.height <= height + 1).toBe(true)
      }
    }),
  )
})

test('key frames come every two seconds, on a whole frame', () => {
  expect(keyframeInterval({ num: 24_000, den: 1001 })).toBe(48)
  expect(keyframeInterval({ num: 25, den: 1 })).toBe(50)
  expect(keyframeInterval({ num: 1, den: 10 })).toBe(1)
})
