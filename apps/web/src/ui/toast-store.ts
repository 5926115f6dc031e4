// The messages on show. Kept outside of React, because uploads and failed calls speak up too.

export interface ToastMessage {
  id: number
  text: string
  isProblem: boolean
  /** What it speaks of: the next message on the same takes its place. */
  about?: string
  action?: { label: string; run: () => void }
}

export interface Toasts {
  getMessages: () => readonly ToastMessage[]
  subscribe: (listener: () => void) => () => void
  /** Says what happened; `action` takes it back. */
  say: (text: string, action?: ToastMessage['action'], about?: string) => void
  /** Says what went wrong. */
  complain: (text: string) => void
  dismiss: (id: number) => void
}

/** More at once would hide the page. */
const MOST_SHOWN = 3

export function createToasts(): Toasts {
  const listeners = new Set<() => void>()
  let messages: readonly ToastMessage[] = []
  let lastId = 0

  function show(next: readonly ToastMessage[]): void {
    messages = next.slice(-MOST_SHOWN)
    for (const listener of listeners) listener()
  }
  function add(message: Omit<ToastMessage, 'id'>): void {
    lastId += 1
    // The same sentence twice says nothing new.
    const isOutdone = ({ text, about }: ToastMessage) =>
      text === message.text || (about !== undefined && about === message.about)
    const others = messages.filter((other) => !isOutdone(other))
    show([...others, { id: lastId, ...message }])
  }

  return {
    getMessages: () => messages,
    subscribe: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    say: (text, action, about) =>
      add({
        text,
        isProblem: false,
        ...(action === undefined ? {} : { action }),
        ...(about === undefined ? {} : { about }),
      }),
    complain: (text) => add({ text, isProblem: true }),
    dismiss: (id) => show(messages.filter((message) => message.id !== id)),
  }
}
