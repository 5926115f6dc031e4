import type { ComponentProps, ReactNode } from 'react'
import { classNames } from './class-names.ts'
import './button.css'

interface ButtonProps extends ComponentProps<'button'> {
  /** primary: the one thing to do here. quiet: everything else. danger: takes something away. */
  look?: 'primary' | 'quiet' | 'danger'
  icon?: ReactNode
  /** Shows that the work it started is under way, and takes no second press. */
  isBusy?: boolean
}

export function Button({ look = 'quiet', icon, isBusy = false, className, children, ...rest }: ButtonProps) {
  return (
    <button
      type="button"
      {...rest}
      className={classNames('button', `button-${look}`, isBusy && 'button-busy', className)}
      disabled={rest.disabled === true || isBusy}
      aria-busy={isBusy}
    >
      {icon}
      {children !== undefined && <span className="button-text">{children}</span>}
    </button>
  )
}
