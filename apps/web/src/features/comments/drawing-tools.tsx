import type { Tool } from '@rushes/player/annotation'
import { ArrowUpRight, Check, Pencil, Slash, Square, Type, Undo2 } from 'lucide-react'
import { useEffect } from 'react'
import type { ReactNode } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { PEN_COLORS, PEN_SIZES, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'

const TOOLS: { tool: Tool; label: string; icon: ReactNode }[] = [
  { tool: 'freehand', label: 'Pen', icon: <Pencil /> },
  { tool: 'arrow', label: 'Arrow', icon: <ArrowUpRight /> },
  { tool: 'line', label: 'Line', icon: <Slash /> },
  { tool: 'rect', label: 'Rectangle', icon: <Square /> },
  { tool: 'text', label: 'Text', icon: <Type /> },
]
const SIZE_NAMES = ['Thin', 'Medium', 'Thick']
const COLOR_NAMES = ['Red', 'Yellow', 'Green', 'Blue', 'White']

/** Floats over the picture while somebody draws. */
export function DrawingTools({ room, tool }: { room: Room; tool: Tool }) {
  const color = useRoom(room, (state) => state.color)
  const size = useRoom(room, (state) => state.penSize)
  const sizeIndex = Math.max(
    0,
    PEN_SIZES.findIndex((one) => one === size),
  )
  const hasShapes = useRoom(room, (state) => state.shapes.length > 0)
  const undo = () => room.set({ shapes: room.get().shapes.slice(0, -1) })
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLTextAreaElement || event.target instanceof HTMLInputElement) return
      const isUndo = (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'z'
      if (!isUndo && event.key !== 'Escape') return
      event.preventDefault()
      if (isUndo) room.set({ shapes: room.get().shapes.slice(0, -1) })
      else room.set({ tool: null })
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [room])
  return (
    <div className="drawing-tools" role="toolbar" aria-label="Drawing">
      {TOOLS.map(({ tool: name, label, icon }) => (
        <IconButton
          key={name}
          label={label}
          hintSide="top"
          isOn={tool === name}
          onClick={() => room.set({ tool: name })}
        >
          {icon}
        </IconButton>
      ))}
      <IconButton
        label={`${SIZE_NAMES[sizeIndex] ?? ''} lines`}
        hintSide="top"
        onClick={() => room.set({ penSize: PEN_SIZES[(sizeIndex + 1) % PEN_SIZES.length] ?? PEN_SIZES[0] })}
      >
        <span className="drawing-size" style={{ width: size + 3, height: size + 3 }} />
      </IconButton>
      <span className="drawing-line" />
      {PEN_COLORS.map((value, index) => (
        <button
          key={value}
          type="button"
          className="drawing-color"
          style={{ '--pen': value }}
          aria-label={COLOR_NAMES[index]}
          aria-pressed={color === value}
          onClick={() => room.set({ color: value })}
        />
      ))}
      <span className="drawing-line" />
      <IconButton label="Undo" shortcut="Ctrl Z" hintSide="top" disabled={!hasShapes} onClick={undo}>
        <Undo2 />
      </IconButton>
      <IconButton label="Done" shortcut="Esc" hintSide="top" onClick={() => room.set({ tool: null })}>
        <Check />
      </IconButton>
    </div>
  )
}
