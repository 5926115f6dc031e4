// Calls about comments.
import type {
  Comment,
  CommentIds,
  CommentImpression,
  CreateCommentBody,
  ExportCommentsQuery,
  MentionablePerson,
  UpdateCommentBody,
} from '@rushes/contract/comments'
import type { ListOptions } from './list-options.ts'
import { call, callFile, callJson, callPage } from './request.ts'
import type { ClientOptions } from './request.ts'

/** The part of the client that is about comments, mixed into `createClient`. */
export function commentCalls(options: ClientOptions) {
  const json = <T>(method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    callJson<T>(options, method, path, { body, signal })
  const page = <T>(path: string, { signal, ...query }: ListOptions = {}) =>
    callPage<T>(options, path, { query, signal })

  return {
    comments: (assetId: string, list?: ListOptions) => page<Comment>(`/v2/assets/${assetId}/comments`, list),
    createComment: (assetId: string, body: CreateCommentBody) =>
      json<Comment>('POST', `/v2/assets/${assetId}/comments`, body),
    comment: (id: string, include?: string) =>
      callJson<Comment>(options, 'GET', `/v2/comments/${id}`, { query: { include } }),
    replies: (commentId: string, list?: ListOptions) =>
      page<Comment>(`/v2/comments/${commentId}/replies`, list),
    createReply: (commentId: string, body: CreateCommentBody) =>
      json<Comment>('POST', `/v2/comments/${commentId}/replies`, body),
    updateComment: (id: string, body: UpdateCommentBody) => json<Comment>('PUT', `/v2/comments/${id}`, body),
    deleteComment: (id: string) => json<Comment>('DELETE', `/v2/comments/${id}`),
    restoreComment: (id: string) => json<Comment>('POST', `/api/comments/${id}/restore`),
    completeComment: (id: string, isCompleted: boolean) =>
      json<Comment>(isCompleted ? 'POST' : 'DELETE', `/v2/comments/${id}/complete`),
    likeComment: (id: string, isLiked: boolean) =>
      json<CommentImpression[]>(isLiked ? 'POST' : 'DELETE', `/v2/comments/${id}/like`),
    /** Who liked a comment, and who read it. */
    impressions: (commentId: string, list?: ListOptions) =>
      page<CommentImpression>(`/v2/comments/${commentId}/impressions`, list),
    /** Which comments of an asset the caller likes. */
    ownLikes: (assetId: string, signal?: AbortSignal) =>
      json<CommentIds>('GET', `/api/assets/${assetId}/comments/likes`, undefined, signal),
    /** Brings what is still open on another version along. */
    carryComments: (toId: string, fromId: string) =>
      json<CommentIds>('POST', `/api/assets/${toId}/comments/carry`, { from_asset_id: fromId }),
    /** The comments of an asset as a file of another program. */
    exportComments: (assetId: string, query: ExportCommentsQuery) =>
      callFile(options, `/api/assets/${assetId}/comments/export`, { query }),
    /** Who can be named after an "@" in the comments of a project. */
    mentionable: (projectId: string, signal?: AbortSignal) =>
      json<MentionablePerson[]>('GET', `/api/projects/${projectId}/mentionable`, undefined, signal),
    /** Tells which comments a person has had on the screen. */
    readComments: async (assetId: string, commentIds: string[]) =>
      void (await call(options, 'POST', `/api/assets/${assetId}/comments/read`, {
        body: { comment_ids: commentIds },
      })),
  }
}
