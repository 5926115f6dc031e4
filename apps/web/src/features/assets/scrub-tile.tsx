import { spriteTileAt } from '@rushes/player/scrub-sprite'

/** One small picture out of a scrub sheet. The style sheet of the caller gives it a width or a height. */
export function ScrubTile(props: {
  sheetUrl: string
  /** Place in the video, 0 to 1. */
  fraction: number
  frameCount: number
  /** Width ÷ height. */
  aspect: number
  className: string
}) {
  const tile = spriteTileAt(props.fraction, props.frameCount)
  return (
    <div
      className={props.className}
      style={{
        aspectRatio: props.aspect,
        backgroundImage: `url("${props.sheetUrl}")`,
        backgroundSize: `${String(tile.sheetWidthPercent)}% ${String(tile.sheetHeightPercent)}%`,
        backgroundPosition: `${String(tile.xPercent)}% ${String(tile.yPercent)}%`,
      }}
    />
  )
}
