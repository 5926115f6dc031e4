// Where somebody looks inside a spherical film, in degrees, as comments carry it (v2-platform.md 8.5: pitch, yaw, fov).

export interface SphereLook {
  /** To the right of ahead; -180 to 180. */
  yaw: number
  /** Above the horizon; -90 to 90. */
  pitch: number
  /** How wide the view is. */
  fov: number
}

export const LOOK_AHEAD: SphereLook = { yaw: 0, pitch: 0, fov: 90 }
/** Width by height of the view on every screen: what is drawn into it has to lie on the same things everywhere. */
export const VIEW_ASPECT = 16 / 9
const NARROWEST = 30
const WIDEST = 120
/** Nobody sees the difference. */
const SAME_DEGREES = 0.05

export function turnLook({ yaw, pitch, fov }: SphereLook, right: number, up: number): SphereLook {
  const turned = (((yaw + right + 180) % 360) + 360) % 360
  return { yaw: rounded(turned - 180), pitch: rounded(Math.max(-90, Math.min(90, pitch + up))), fov }
}

/** The view follows the finger: what is under it stays there, near the middle at least. */
export function dragLook(look: SphereLook, right: number, down: number, viewWidth: number): SphereLook {
  const degreesPerPixel = look.fov / Math.max(1, viewWidth)
  return turnLook(look, -right * degreesPerPixel, down * degreesPerPixel)
}

/** Factors above 1 come closer. */
export function zoomLook(look: SphereLook, factor: number): SphereLook {
  return { ...look, fov: rounded(Math.max(NARROWEST, Math.min(WIDEST, look.fov / factor))) }
}

export function isSameLook(one: SphereLook | null, other: SphereLook | null): boolean {
  if (one === null || other === null) return one === other
  const turn = Math.abs(one.yaw - other.yaw)
  return (
    Math.min(turn, 360 - turn) < SAME_DEGREES &&
    Math.abs(one.pitch - other.pitch) < SAME_DEGREES &&
    Math.abs(one.fov - other.fov) < SAME_DEGREES
  )
}

/** Where a comment was made; null where it was made on the flat picture. Programs may have sent any number. */
export function lookOf(comment: {
  yaw: number | null
  pitch: number | null
  fov: number
}): SphereLook | null {
  const { yaw, pitch, fov } = comment
  if (yaw === null && pitch === null) return null
  return zoomLook(turnLook({ yaw: 0, pitch: 0, fov }, yaw ?? 0, pitch ?? 0), 1)
}

function rounded(degrees: number): number {
  return Math.round(degrees * 100) / 100
}
