import { ChevronDown } from 'lucide-react'
import { useId } from 'react'
import type { ComponentProps } from 'react'
import './text-field.css'
import './select-field.css'

/** A labelled choice out of a list; the browser's own, which phones show best. `children` are its options. */
export function SelectField({ label, children, ...rest }: ComponentProps<'select'> & { label: string }) {
  const id = useId()
  return (
    <div className="text-field">
      <label htmlFor={id} className="text-field-label">
        {label}
      </label>
      <div className="select-field">
        <select {...rest} id={id} className="text-field-input">
          {children}
        </select>
        <ChevronDown aria-hidden />
      </div>
    </div>
  )
}
