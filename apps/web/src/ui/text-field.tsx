import { useEffect, useId, useRef } from 'react'
import type { ComponentProps } from 'react'
import './text-field.css'

interface TextFieldProps extends ComponentProps<'input'> {
  label: string
  /** Said under the field, e.g. what a password needs. */
  note?: string
  /** What is wrong with what was typed. */
  problem?: string | null
  /** Puts the cursor here as soon as it is shown: for forms a person came to fill in. */
  takesFocus?: boolean
}

/** A labelled line of text. */
export function TextField({ label, note, problem, takesFocus = false, ...rest }: TextFieldProps) {
  const id = useId()
  const field = useRef<HTMLInputElement>(null)
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
      <input
        {...rest}
        ref={field}
        id={id}
        className="text-field-input"
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
