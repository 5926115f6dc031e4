import { X } from 'lucide-react'
import { Dialog as Radix } from 'radix-ui'
import type { ReactNode } from 'react'
import './icon-button.css'
import './dialog.css'

/** A window over the page. Closes on Escape and on a click beside it. */
export function Dialog(props: {
  title: string
  /** A sentence under the title; hidden from the eye when it only repeats it. */
  description?: string
  isOpen: boolean
  onClose: () => void
  isWide?: boolean
  children: ReactNode
}) {
  return (
    <Radix.Root open={props.isOpen} onOpenChange={(isOpen) => !isOpen && props.onClose()}>
      <Radix.Portal>
        <Radix.Overlay className="dialog-shade" />
        <Radix.Content
          className={props.isWide === true ? 'dialog dialog-wide' : 'dialog'}
          onOpenAutoFocus={focusWindow}
          {...(props.description === undefined ? { 'aria-describedby': undefined } : {})}
        >
          <header className="dialog-head">
            <Radix.Title className="dialog-title">{props.title}</Radix.Title>
            <Radix.Close asChild>
              <button type="button" className="icon-button" aria-label="Close">
                <X />
              </button>
            </Radix.Close>
          </header>
          {props.description !== undefined && (
            <Radix.Description className="dialog-description">{props.description}</Radix.Description>
          )}
          {props.children}
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  )
}

/** Where no field asks for the cursor, the window itself has it: the first button would look as if it were pressed. */
function focusWindow(event: Event): void {
  event.preventDefault()
  if (event.currentTarget instanceof HTMLElement) event.currentTarget.focus()
}
