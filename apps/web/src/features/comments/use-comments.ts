import type { Asset } from '@rushes/contract/assets'
import type { Comment } from '@rushes/contract/comments'
import { useQuery } from '@tanstack/react-query'
import { useEffect, useMemo, useRef } from 'react'
import { useServices } from '../../services.ts'
import { sessionQuery } from '../session/session-query.ts'
import { commentsQuery } from './comment-queries.ts'
import { useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'

/** All comments of a file, those on their way included; undefined until the first answer. */
export function useComments(asset: Asset, room: Room): Comment[] | undefined {
  const { client } = useServices()
  const pending = useRoom(room, (state) => state.pending)
  const { data } = useQuery(commentsQuery(client, asset.id))
  return useMemo(() => (data === undefined ? undefined : [...data, ...pending]), [data, pending])
}

/** Tells the server, once for each, that what others wrote is on the screen. */
export function useReadReceipts(asset: Asset, comments: readonly Comment[] | undefined): void {
  const { client } = useServices()
  const session = useQuery(sessionQuery(client))
  const told = useRef(new Set<string>())
  const myId = session.data?.user.id
  useEffect(() => {
    const unread = (comments ?? []).filter(({ id, owner_id: by }) => by !== myId && !told.current.has(id))
    if (myId === undefined || unread.length === 0) return
    const ids = unread.slice(0, 1000).map(({ id }) => id)
    for (const id of ids) told.current.add(id)
    client.readComments(asset.id, ids).catch(() => {
      // Nothing a person waits for: told again with the next comment.
      for (const id of ids) told.current.delete(id)
    })
  }, [asset.id, client, comments, myId])
}
