// The measures of the grid of cards. Every card is as high as every other, so that a hundred thousand of them need no
// measuring.

/** Pixels. */
export interface GridLayout {
  columns: number
  cardWidth: number
  /** Height of a row with the gap below it. */
  rowHeight: number
  gap: number
}

const SMALLEST_CARD = 168
const LARGEST_CARD = 460
const PHONE_WIDTH = 560
const GAP = 8
const PHONE_GAP = 2
/** Around the picture and the lines below it; card.css has the same numbers. */
export const CARD_PADDING = 8
const LINES_HEIGHT = 56

/** `cardSize` is 0 (many small cards) to 1 (few large ones). Cards grow to fill the width. */
export function gridLayout(width: number, cardSize: number): GridLayout {
  const isPhone = width < PHONE_WIDTH
  const gap = isPhone ? PHONE_GAP : GAP
  const wanted = SMALLEST_CARD + (LARGEST_CARD - SMALLEST_CARD) * cardSize
  const columns = isPhone ? phoneColumns(cardSize) : Math.max(1, Math.floor((width + gap) / (wanted + gap)))
  const cardWidth = Math.max(1, (width - gap * (columns - 1)) / columns)
  const pictureHeight = ((cardWidth - 2 * CARD_PADDING) * 9) / 16
  return { columns, cardWidth, gap, rowHeight: pictureHeight + 2 * CARD_PADDING + LINES_HEIGHT + gap }
}

function phoneColumns(cardSize: number): number {
  return cardSize > 0.6 ? 1 : 2
}
