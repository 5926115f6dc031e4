// A field for a few words, for replies and corrections: Enter sends, Escape gives up.
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Button } from '../../ui/button.tsx'
import './short-field.css'

export function ShortField(props: {
  label: string
  placeholder?: string
  text?: string
  /** Resolves to false when it was refused: the words stay. */
  onSend: (text: string) => Promise<boolean>
  onCancel: () => void
}) {
  const { label, placeholder, onSend, onCancel } = props
  const [text, setText] = useState(props.text ?? '')
  const [isBusy, setBusy] = useState(false)
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    const { current } = field
    current?.focus()
    current?.setSelectionRange(current.value.length, current.value.length)
  }, [])
  async function send(): Promise<void> {
    if (text.trim() === '' || isBusy) return
    setBusy(true)
    if (!(await onSend(text.trim()))) setBusy(false)
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.key === 'Escape') onCancel()
    if (event.key !== 'Enter' || event.shiftKey || event.nativeEvent.isComposing) return
    event.preventDefault()
    void send()
  }
  return (
    <div className="short-field">
      <textarea
        ref={field}
        className="short-field-text"
        aria-label={label}
        placeholder={placeholder}
        value={text}
        rows={1}
        onChange={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <div className="short-field-foot">
        <Button onClick={onCancel}>Cancel</Button>
        <Button look="primary" isBusy={isBusy} disabled={text.trim() === ''} onClick={() => void send()}>
          {props.text === undefined ? 'Reply' : 'Save'}
        </Button>
      </div>
    </div>
  )
}
