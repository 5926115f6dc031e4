import { Switch as Radix } from 'radix-ui'
import { useId } from 'react'
import './switch.css'

/** Something that is on or off, with a sentence on what that means. */
export function Switch(props: {
  label: string
  note?: string
  isOn: boolean
  isDisabled?: boolean
  onChange: (isOn: boolean) => void
}) {
  const id = useId()
  return (
    <div className="switch-line">
      <div className="switch-words">
        <label htmlFor={id} className="switch-label">
          {props.label}
        </label>
        {props.note !== undefined && (
          <p id={`${id}-note`} className="switch-note">
            {props.note}
          </p>
        )}
      </div>
      <Radix.Root
        id={id}
        className="switch"
        checked={props.isOn}
        disabled={props.isDisabled ?? false}
        onCheckedChange={props.onChange}
        {...(props.note === undefined ? {} : { 'aria-describedby': `${id}-note` })}
      >
        <Radix.Thumb className="switch-thumb" />
      </Radix.Root>
    </div>
  )
}
