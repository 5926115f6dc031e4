import { useEffect, useId, useRef } from 'react'
import type { ComponentProps } from 'react'
import './text-field.css'

interface TextAreaProps extends ComponentProps<'textarea'> {
  label: string
  note?: string
  problem?: string | null
  /** Puts the cursor here as soon as it is shown. */
  takesFocus?: boolean
}

/** Some lines of text, with a label. */
export function TextArea({ label, note, problem, takesFocus = false, ...rest }: TextAreaProps) {
  const id = useId()
  const field = useRef<HTMLTextAreaElement>(null)
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [takesFocus])
  const hasProblem = problem !== undefined && problem !== null
  const remark = hasProblem ? problem : note
  return (
    <div className="text-field">
      <label htmlFor={id} className="text-field-label">
        {label}
      </label>
      <textarea
        {...rest}
        ref={field}
        id={id}
        className="text-field-input text-field-area"
        aria-invalid={hasProblem}
        aria-describedby={remark === undefined ? undefined : `${id}-remark`}
      />
      {remark !== undefined && (
        <p id={`${id}-remark`} className={hasProblem ? 'text-field-problem' : 'text-field-note'}>
          {remark}
        </p>
      )}
    </div>
  )
}
