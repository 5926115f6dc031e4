import type { ComponentProps } from 'react'
import { classNames } from './class-names.ts'
import { Hint } from './hint.tsx'
import './icon-button.css'

interface IconButtonProps extends ComponentProps<'button'> {
  /** What it does, in words: read aloud, and shown on hover. */
  label: string
  /** A key that does the same. */
  shortcut?: string
  isOn?: boolean
  hintSide?: 'top' | 'bottom' | 'left' | 'right'
}

/** A button that is only a picture. */
export function IconButton({ label, shortcut, isOn, hintSide, className, ...rest }: IconButtonProps) {
  return (
    <Hint text={label} shortcut={shortcut} side={hintSide}>
      <button
        type="button"
        aria-label={label}
        aria-pressed={isOn}
        {...rest}
        className={classNames('icon-button', isOn === true && 'icon-button-on', className)}
      />
    </Hint>
  )
}
