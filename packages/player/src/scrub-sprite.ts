// The scrub sheet (`thumb_scrub`): up to a hundred small pictures of a video, ten in a row, in reading order.

const COLUMNS = 10
const MOST_TILES = 100

/** One picture of the sheet as CSS can show it: the whole sheet, scaled and shifted behind a window. */
export interface SpriteTile {
  index: number
  /** Percent of the window, for background-size. */
  sheetWidthPercent: number
  sheetHeightPercent: number
  /** Percent, for background-position. */
  xPercent: number
  yPercent: number
}

/** How many pictures the sheet of a video with this many frames has. */
export function tileCountOf(frameCount: number): number {
  return Math.max(1, Math.min(MOST_TILES, Math.floor(frameCount)))
}

/** The picture for a place in the video. `fraction` is 0 at the start and 1 at the end; anything else is pulled in. */
export function spriteTileAt(fraction: number, frameCount: number): SpriteTile {
  const tileCount = tileCountOf(frameCount)
  const wanted = Number.isFinite(fraction) ? Math.floor(fraction * tileCount) : 0
  const index = Math.max(0, Math.min(tileCount - 1, wanted))
  const rows = Math.ceil(tileCount / COLUMNS)
  const row = Math.floor(index / COLUMNS)
  return {
    index,
    sheetWidthPercent: COLUMNS * 100,
    sheetHeightPercent: rows * 100,
    xPercent: ((index % COLUMNS) / (COLUMNS - 1)) * 100,
    yPercent: rows === 1 ? 0 : (row / (rows - 1)) * 100,
  }
}
