// One LISTEN connection per process, shared by all its open streams. When it breaks, the streams are closed: browsers
// come back by themselves and read everything anew, so nothing is missed.
import pg from 'pg'
import type { Logger } from 'pino'
import type { LiveMessage } from '@rushes/contract/live'
import { LIVE_CHANNEL } from '../../db/events.ts'
import type { AccessMessage, PeopleMessage } from '../../db/events.ts'
import { createRecentMessages } from './recent-messages.ts'

/** What travels on the channel: to pages as it is, or to the servers, which decide what a page hears of it. */
export type ChannelMessage = LiveMessage | AccessMessage | PeopleMessage

export interface LiveChannel {
  /** Returns what ends the subscription. `onLost`: messages may have been missed, start over. */
  subscribe: (onMessage: (message: ChannelMessage) => void, onLost: () => void) => () => void
  /** What was said lately, for who begins to listen. */
  recent: () => ChannelMessage[]
  close: () => Promise<void>
}

interface Subscriber {
  onMessage: (message: ChannelMessage) => void
  onLost: () => void
}

const RECONNECT_MS = 1000

export async function openLiveChannel(connection: pg.ClientConfig, log: Logger): Promise<LiveChannel> {
  const subscribers = new Set<Subscriber>()
  const recent = createRecentMessages(() => performance.now())
  let client: pg.Client | null = null
  let isClosed = false

  async function listen(): Promise<void> {
    const next = new pg.Client(connection)
    next.on('notification', ({ payload }) => {
      if (payload === undefined) return
      // Written by ourselves in db/events.ts and the like.
      const message = JSON.parse(payload) as ChannelMessage
      recent.add(message)
      for (const subscriber of subscribers) subscriber.onMessage(message)
    })
    next.once('error', (error) => log.warn({ err: error }, 'the connection for live updates broke'))
    next.once('end', () => {
      if (client === next) lost()
    })
    await next.connect()
    await next.query(`listen ${LIVE_CHANNEL}`)
    client = next
  }

  function lost(): void {
    client = null
    for (const subscriber of subscribers) subscriber.onLost()
    subscribers.clear()
    if (!isClosed) setTimeout(retry, RECONNECT_MS).unref()
  }

  function retry(): void {
    listen().catch((error: unknown) => {
      log.warn({ err: error }, 'live updates cannot be listened for; trying again')
      if (!isClosed) setTimeout(retry, RECONNECT_MS).unref()
    })
  }

  await listen()
  return {
    subscribe: (onMessage, onLost) => {
      const subscriber = { onMessage, onLost }
      subscribers.add(subscriber)
      return () => subscribers.delete(subscriber)
    },
    recent: recent.list,
    close: async () => {
      isClosed = true
      for (const subscriber of subscribers) subscriber.onLost()
      subscribers.clear()
      const last = client
      client = null
      await last?.end()
    },
  }
}
