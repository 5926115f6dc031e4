// The scrub sheet: up to a hundred small pictures of a video in one image. Pure, so that the player can use it too.

const COLUMNS = 10
const MOST_TILES = 100
/** Pixels. */
const TILE_WIDTH = 160
/** Taller tiles would pass what one JPEG can hold; such pictures are cropped. Pixels. */
const TALLEST_TILE = 480

export type ScrubLayout = {
  tileCount: number
  columns: number
  rows: number
  /** Pixels. */
  tileWidth: number
  tileHeight: number
}

/** How the sheet of a video is laid out. `width` and `height` as displayed. */
export function scrubLayout(video: { width: number; height: number; frameCount: number }): ScrubLayout {
  const tileCount = Math.max(1, Math.min(MOST_TILES, video.frameCount))
  const columns = COLUMNS
  const height = 2 * Math.round((TILE_WIDTH * video.height) / video.width / 2)
  const tileHeight = Math.max(2, Math.min(TALLEST_TILE, height))
  return { tileCount, columns, rows: Math.ceil(tileCount / columns), tileWidth: TILE_WIDTH, tileHeight }
}

/** The tile for a place in the video. `fraction` is 0 at the start and 1 at the end; anything else is pulled in. */
export function scrubTileAt(
  fraction: number,
  tileCount: number,
): { index: number; column: number; row: number } {
  const wanted = Number.isFinite(fraction) ? Math.floor(fraction * tileCount) : 0
  const index = Math.max(0, Math.min(tileCount - 1, wanted))
  return { index, column: index % COLUMNS, row: Math.floor(index / COLUMNS) }
}

/** The frame a tile shows: the middle of the stretch it stands for. */
export function scrubFrameOf(index: number, tileCount: number, frameCount: number): number {
  return Math.min(frameCount - 1, Math.floor(((index + 0.5) * frameCount) / tileCount))
}
