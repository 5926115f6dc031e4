import type { ReactNode } from 'react'
import { Button } from './button.tsx'
import { Dialog } from './dialog.tsx'

/** Asks before something that cannot simply be taken back. */
export function ConfirmDialog(props: {
  title: string
  text: string
  confirm: string
  keep?: string
  isDangerous?: boolean
  isOpen: boolean
  isBusy: boolean
  onConfirm: () => void
  onClose: () => void
  children?: ReactNode
}) {
  return (
    <Dialog title={props.title} description={props.text} isOpen={props.isOpen} onClose={props.onClose}>
      <div className="dialog-form">
        {props.children}
        <div className="dialog-buttons">
          <Button onClick={props.onClose}>{props.keep ?? 'Cancel'}</Button>
          <Button
            look={props.isDangerous === true ? 'danger' : 'primary'}
            isBusy={props.isBusy}
            onClick={props.onConfirm}
          >
            {props.confirm}
          </Button>
        </div>
      </div>
    </Dialog>
  )
}
