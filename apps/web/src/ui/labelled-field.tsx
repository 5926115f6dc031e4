import { useEffect, useId, useRef } from 'react'
import type { ReactNode, RefObject } from 'react'
import './text-field.css'

/** What every field for text has around the place to type in. */
export interface FieldFrame {
  label: string
  /** Said under the field, e.g. what a password needs. */
  note?: string | undefined
  /** What is wrong with what was typed. */
  problem?: string | null | undefined
  /** Puts the cursor here as soon as it is shown: for forms a person came to fill in. */
  takesFocus?: boolean | undefined
}

/** What the element to type in must carry for label, remark and focus to belong to it. */
interface FieldParts<Field extends HTMLElement> {
  ref: RefObject<Field | null>
  id: string
  'aria-invalid': boolean
  'aria-describedby': string | undefined
}

interface LabelledFieldProps<Field extends HTMLElement> extends FieldFrame {
  children: (parts: FieldParts<Field>) => ReactNode
}

/** Label above, remark or problem below, and the field between them. */
export function LabelledField<Field extends HTMLElement>({
  label,
  note,
  problem,
  takesFocus = false,
  children,
}: LabelledFieldProps<Field>) {
  const id = useId()
  const field = useRef<Field>(null)
  useEffect(() => {
    if (takesFocus) field.current?.focus()
  }, [takesFocus])
  const hasProblem = problem !== undefined && problem !== null
  const remark = hasProblem ? problem : note
  const remarkId = `${id}-remark`
  return (
    <div className="text-field">
      <label htmlFor={id} className="text-field-label">
        {label}
      </label>
      {children({
        ref: field,
        id,
        'aria-invalid': hasProblem,
        'aria-describedby': remark === undefined ? undefined : remarkId,
      })}
      {remark !== undefined && (
        <p id={remarkId} className={hasProblem ? 'text-field-problem' : 'text-field-note'}>
          {remark}
        </p>
      )}
    </div>
  )
}
