import type { ComponentProps } from 'react'
import { LabelledField } from './labelled-field.tsx'
import type { FieldFrame } from './labelled-field.tsx'

type TextFieldProps = FieldFrame & ComponentProps<'input'>

/** A labelled line of text. */
export function TextField({ label, note, problem, takesFocus, ...rest }: TextFieldProps) {
  return (
    <LabelledField<HTMLInputElement> label={label} note={note} problem={problem} takesFocus={takesFocus}>
      {(parts) => <input {...rest} {...parts} className="text-field-input" />}
    </LabelledField>
  )
}
