// What can be done with comments. Everything shows at once; what the server refuses is taken back and no word is lost.
import type { Asset } from '@rushes/contract/assets'
import type { Comment } from '@rushes/contract/comments'
import type { User } from '@rushes/contract/users'
import { serializeAnnotation } from '@rushes/player/annotation'
import { useQueryClient } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useServices } from '../../services.ts'
import { messageOf } from '../../ui/message-of.ts'
import { changeComments, ownLikesQuery, putComment } from './comment-queries.ts'
import { pendingComment } from './pending-comment.ts'
import { clearDraft, draftOf, lookOfDraft, placeOfDraft } from './room-store.ts'
import type { Room } from './room-store.ts'

export interface CommentActions {
  /** Sends what is in the room's draft. */
  send: (room: Room, me: User) => Promise<void>
  /** False when it was refused: the text must stay where it is. */
  reply: (head: Comment, text: string) => Promise<boolean>
  edit: (comment: Comment, text: string) => Promise<boolean>
  setCompleted: (comment: Comment, isCompleted: boolean) => Promise<void>
  setLiked: (comment: Comment, isLiked: boolean) => Promise<void>
  /** Removes it, and its replies, with a way to take that back. */
  remove: (comment: Comment) => Promise<void>
}

export function useCommentActions(asset: Asset): CommentActions {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const assetId = asset.id
  return useMemo(() => {
    const change = (how: (comments: Comment[]) => Comment[]) => changeComments(queryClient, assetId, how)
    const refresh = () => queryClient.invalidateQueries({ queryKey: ['comments', assetId] })
    const patch = (id: string, part: Partial<Comment>) =>
      change((comments) => comments.map((comment) => (comment.id === id ? { ...comment, ...part } : comment)))

    /** Runs a call whose outcome is on show already; a refusal brings back what the server has. */
    async function settle(call: () => Promise<Comment | null>): Promise<boolean> {
      try {
        const answer = await call()
        if (answer !== null) change((comments) => putComment(comments, answer))
        return true
      } catch (error) {
        toasts.complain(messageOf(error))
        await refresh()
        return false
      }
    }

    const actions: CommentActions = {
      send: async (room, me) => {
        const state = room.get()
        const annotation = serializeAnnotation(state.shapes)
        if (state.text.trim() === '' && annotation === null) return
        const body = {
          text: state.text.trim(),
          ...placeOfDraft(state),
          ...lookOfDraft(state),
          annotation,
          ...(state.isPrivate ? { private: true } : {}),
        }
        const waiting = pendingComment(assetId, me, body)
        const draft = draftOf(state)
        clearDraft(room)
        // What was drawn stays on show.
        room.set({ pending: [...room.get().pending, waiting], chosenId: waiting.id })
        try {
          const made = await client.createComment(assetId, body)
          change((comments) => putComment(comments, made))
          if (room.get().chosenId === waiting.id) room.set({ chosenId: made.id })
        } catch (error) {
          toasts.complain(messageOf(error))
          // What was typed meanwhile stays; otherwise the refused text is back in the field.
          if (room.get().text === '') room.set(draft)
          else toasts.complain(`This was not sent: “${body.text}”`)
        } finally {
          room.set({ pending: room.get().pending.filter(({ id }) => id !== waiting.id) })
        }
      },
      reply: (head, text) =>
        settle(() =>
          client.createReply(head.id, { text, ...(head.private === true ? { private: true } : {}) }),
        ),
      edit: (comment, text) => {
        patch(comment.id, { text })
        return settle(() => client.updateComment(comment.id, { text }))
      },
      setCompleted: async (comment, isCompleted) => {
        patch(comment.id, { completed: isCompleted })
        await settle(() => client.completeComment(comment.id, isCompleted))
      },
      setLiked: async (comment, isLiked) => {
        const { queryKey } = ownLikesQuery(client, assetId)
        patch(comment.id, { like_count: Math.max(0, comment.like_count + (isLiked ? 1 : -1)) })
        queryClient.setQueryData(queryKey, (ids = []) => [
          ...ids.filter((id) => id !== comment.id),
          ...(isLiked ? [comment.id] : []),
        ])
        const isDone = await settle(async () => {
          const likes = await client.likeComment(comment.id, isLiked)
          patch(comment.id, { like_count: likes.length })
          return null
        })
        if (!isDone) await queryClient.invalidateQueries({ queryKey })
      },
      remove: async (comment) => {
        change((comments) =>
          comments.filter(({ id, parent_id: head }) => id !== comment.id && head !== comment.id),
        )
        const isDone = await settle(async () => {
          await client.deleteComment(comment.id)
          return null
        })
        if (!isDone) return
        toasts.say('Comment deleted.', {
          label: 'Undo',
          run: () =>
            void settle(async () => {
              await client.restoreComment(comment.id)
              await refresh()
              return null
            }),
        })
      },
    }
    return actions
  }, [client, toasts, queryClient, assetId])
}
