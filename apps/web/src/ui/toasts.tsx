// Short messages at the edge of the screen: what just happened, and a way to take it back.
import { X } from 'lucide-react'
import { Toast } from 'radix-ui'
import { useSyncExternalStore } from 'react'
import { IconButton } from './icon-button.tsx'
import type { ToastMessage, Toasts } from './toast-store.ts'
import './toasts.css'

const SHOWN_MS = 7000

export function ToastShelf({ toasts }: { toasts: Toasts }) {
  const messages = useSyncExternalStore(toasts.subscribe, toasts.getMessages)
  return (
    <Toast.Provider duration={SHOWN_MS} swipeDirection="down" label="Message">
      {messages.map((message) => (
        <Message key={message.id} message={message} onGone={() => toasts.dismiss(message.id)} />
      ))}
      <Toast.Viewport className="toast-shelf" />
    </Toast.Provider>
  )
}

function Message({ message, onGone }: { message: ToastMessage; onGone: () => void }) {
  const { action } = message
  return (
    <Toast.Root
      className={message.isProblem ? 'toast toast-problem' : 'toast'}
      onOpenChange={(isOpen) => !isOpen && onGone()}
    >
      <Toast.Title className="toast-text">{message.text}</Toast.Title>
      {action !== undefined && (
        <Toast.Action asChild altText={action.label}>
          <button type="button" className="toast-action" onClick={action.run}>
            {action.label}
          </button>
        </Toast.Action>
      )}
      <Toast.Close asChild>
        <IconButton label="Dismiss" className="toast-close">
          <X />
        </IconButton>
      </Toast.Close>
    </Toast.Root>
  )
}
