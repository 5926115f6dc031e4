// Where a text is written into a picture: an ordinary field over the letters, so that phones bring their keyboard.
import { MAX_TEXT_CHARACTERS, REFERENCE_WIDTH_PIXELS, TEXT_SIZES } from '@rushes/player/annotation'
import type { Shape } from '@rushes/player/annotation'
import { finishStroke } from './room-store.ts'
import type { Room } from './room-store.ts'
import type { Box } from './use-picture-box.ts'

export function TextField(props: { room: Room; shape: Extract<Shape, { tool: 'text' }>; box: Box }) {
  const { room, shape, box } = props
  const heightPixels = ((shape.size * box.width) / REFERENCE_WIDTH_PIXELS) * TEXT_SIZES
  const left = box.x + shape.x * box.width
  return (
    <input
      className="drawing-field"
      aria-label="Text on the picture"
      // oxlint-disable-next-line jsx-a11y/no-autofocus -- somebody just clicked to write here
      autoFocus
      value={shape.text}
      maxLength={MAX_TEXT_CHARACTERS}
      style={{
        left,
        top: box.y + shape.y * box.height - heightPixels,
        width: Math.max(60, box.x + box.width - left),
        fontSize: heightPixels,
        caretColor: shape.color,
      }}
      onChange={(event) => room.set({ stroke: { ...shape, text: event.currentTarget.value } })}
      onBlur={() => finishStroke(room)}
      onKeyDown={(event) => {
        if (event.nativeEvent.isComposing) return
        if (event.key === 'Escape') room.set({ stroke: null })
        if (event.key === 'Enter') finishStroke(room)
      }}
    />
  )
}
