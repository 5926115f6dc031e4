import { useEffect, useRef } from 'react'
import type { KeyboardEvent } from 'react'
import './rename-field.css'

/** The name of an asset, being changed where it stands. Enter and leaving keep the change, Escape does not. */
export function RenameField({ name, onEnd }: { name: string; onEnd: (name: string | null) => void }) {
  const isOver = useRef(false)
  const field = useRef<HTMLInputElement>(null)
  useEffect(() => {
    field.current?.focus()
    field.current?.setSelectionRange(0, lengthWithoutExtension(field.current.value))
  }, [])
  function end(result: string | null): void {
    if (isOver.current) return
    isOver.current = true
    onEnd(result)
  }
  function onKeyDown(event: KeyboardEvent<HTMLInputElement>): void {
    // The grid around would take the keys for its own.
    event.stopPropagation()
    if (event.key === 'Enter') end(event.currentTarget.value.trim())
    if (event.key === 'Escape') end(null)
  }
  return (
    <input
      ref={field}
      className="rename-field"
      aria-label="New name"
      defaultValue={name}
      maxLength={1024}
      spellCheck={false}
      onKeyDown={onKeyDown}
      onBlur={(event) => end(event.currentTarget.value.trim())}
      onClick={(event) => event.stopPropagation()}
      onDoubleClick={(event) => event.stopPropagation()}
    />
  )
}

/** People rename "A001.mov", they rarely mean the ".mov". */
function lengthWithoutExtension(name: string): number {
  const dot = name.lastIndexOf('.')
  return dot > 0 ? dot : name.length
}
