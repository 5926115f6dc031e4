import { describe, expect, test } from 'vitest'
import { dragLook, isSameLook, LOOK_AHEAD, lookOf, turnLook, zoomLook } from './sphere-look.ts'

describe('a look around', () => {
  test('goes round without an end, and no further than straight up and down', () => {
    expect(turnLook(LOOK_AHEAD, 190, 0).yaw).toBe(-170)
    expect(turnLook(LOOK_AHEAD, -540, 0).yaw).toBe(-180)
    expect(turnLook(LOOK_AHEAD, 0, 100).pitch).toBe(90)
    expect(turnLook(LOOK_AHEAD, 0, -100).pitch).toBe(-90)
  })

  test('follows the finger: dragged to the right, what lies on the left comes', () => {
    expect(dragLook(LOOK_AHEAD, 100, 50, 1000)).toEqual({ yaw: -9, pitch: 4.5, fov: 90 })
  })

  test('comes closer and goes back within bounds', () => {
    expect(zoomLook(LOOK_AHEAD, 2).fov).toBe(45)
    expect(zoomLook(LOOK_AHEAD, 100).fov).toBe(30)
    expect(zoomLook(LOOK_AHEAD, 0.01).fov).toBe(120)
  })

  test('is the same across the seam behind one’s back', () => {
    expect(isSameLook({ yaw: 179.99, pitch: 0, fov: 90 }, { yaw: -179.99, pitch: 0, fov: 90 })).toBe(true)
    expect(isSameLook(LOOK_AHEAD, { yaw: 1, pitch: 0, fov: 90 })).toBe(false)
    expect(isSameLook(LOOK_AHEAD, null)).toBe(false)
    expect(isSameLook(null, null)).toBe(true)
  })
})

test('a comment on the flat picture has no look; what others sent is brought into bounds', () => {
  expect(lookOf({ yaw: null, pitch: null, fov: 65 })).toBeNull()
  expect(lookOf({ yaw: 30, pitch: null, fov: 65 })).toEqual({ yaw: 30, pitch: 0, fov: 65 })
  expect(lookOf({ yaw: 350, pitch: -300, fov: 0 })).toEqual({ yaw: -10, pitch: -90, fov: 30 })
})
