import type { ComponentProps } from 'react'
import { LabelledField } from './labelled-field.tsx'
import type { FieldFrame } from './labelled-field.tsx'

type TextAreaProps = FieldFrame & ComponentProps<'textarea'>

/** Some lines of text, with a label. */
export function TextArea({ label, note, problem, takesFocus, ...rest }: TextAreaProps) {
  return (
    <LabelledField<HTMLTextAreaElement> label={label} note={note} problem={problem} takesFocus={takesFocus}>
      {(parts) => <textarea {...rest} {...parts} className="text-field-input text-field-area" />}
    </LabelledField>
  )
}
