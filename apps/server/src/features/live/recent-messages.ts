// What was said lately: a page reads what it shows first and listens a moment later. What changed in between it would
// never hear of, so it is told again; a message only says what to look at once more.
import type { ChannelMessage } from './live-channel.ts'

/** As long as a browser shows what it has read before without asking again, and the time that a slow page takes. */
const KEPT_MS = 30_000
const MOST_KEPT = 500

export interface RecentMessages {
  add: (message: ChannelMessage) => void
  /** Oldest first, each once. */
  list: () => ChannelMessage[]
}

export function createRecentMessages(now: () => number): RecentMessages {
  const kept = new Map<string, { at: number; message: ChannelMessage }>()
  function drop(): void {
    for (const [key, { at }] of kept) {
      if (kept.size <= MOST_KEPT && now() - at <= KEPT_MS) return
      kept.delete(key)
    }
  }
  return {
    add: (message) => {
      // How far something is says nothing a moment later.
      if (message.kind === 'progress') return
      const key = JSON.stringify(message)
      kept.delete(key)
      kept.set(key, { at: now(), message })
      drop()
    },
    list: () => {
      drop()
      return [...kept.values()].map(({ message }) => message)
    },
  }
}
