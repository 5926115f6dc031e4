// The comment endpoints (v2-platform.md 8.5). Scopes by 3.1; the limit of creating is the documented one (5).
import { z } from 'zod'
import {
  CarryCommentsBody,
  Comment,
  CommentIds,
  CommentImpression,
  CommentParams,
  CommentsOfAssetParams,
  CreateCommentBody,
  ExportCommentsQuery,
  GetCommentQuery,
  ListCommentsQuery,
  ListRepliesQuery,
  MentionableParams,
  MentionablePerson,
  ReadCommentsBody,
  UpdateCommentBody,
  UpdateCommentByPostBody,
} from '@rushes/contract/comments'
import { PageQuery } from '@rushes/contract/paging'
import { errors } from '../../http/errors.ts'
import { defineFileRoute, defineListRoute, defineRoute } from '../../http/route.ts'
import { carryComments } from './carry-comments.ts'
import { completeComment } from './complete-comment.ts'
import { createComment, createReply } from './create-comment.ts'
import { deleteComment, restoreComment } from './delete-comment.ts'
import { exportComments } from './export-comments.ts'
import { listImpressions } from './impressions.ts'
import { likeComment } from './like-comment.ts'
import { getComment, listComments, listReplies } from './list-comments.ts'
import { listMentionablePeople } from './mentionable-people.ts'
import { listOwnLikes } from './own-likes.ts'
import { readComments } from './read-comments.ts'
import { updateComment } from './update-comment.ts'

const CREATE = { calls: 100, windowMs: 60_000 }

export const listCommentsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/assets/{asset_id}/comments',
  scope: 'comment.read',
  params: CommentsOfAssetParams,
  query: ListCommentsQuery,
  list: Comment,
  handle: (deps, { actor, params, query }) => listComments(deps, actor, params.asset_id, query),
})

export const createCommentRoute = defineRoute({
  method: 'POST',
  path: '/v2/assets/{asset_id}/comments',
  scope: 'comment.create',
  limit: CREATE,
  params: CommentsOfAssetParams,
  body: CreateCommentBody,
  answer: Comment,
  handle: (deps, { actor, params, body, requestId }) =>
    createComment(deps, actor, params.asset_id, body, requestId),
})

export const getCommentRoute = defineRoute({
  method: 'GET',
  path: '/v2/comments/{comment_id}',
  scope: 'comment.read',
  params: CommentParams,
  query: GetCommentQuery,
  answer: Comment,
  handle: (deps, { actor, params, query }) => getComment(deps, actor, params.comment_id, query.include),
})

export const updateCommentRoute = defineRoute({
  method: 'PUT',
  path: '/v2/comments/{comment_id}',
  scope: 'comment.update',
  params: CommentParams,
  body: UpdateCommentBody,
  answer: Comment,
  handle: (deps, { actor, params, body, requestId }) =>
    updateComment(deps, actor, params.comment_id, body, requestId),
})

export const updateCommentByPostRoute = defineRoute({
  method: 'POST',
  path: '/v2/comments/{comment_id}',
  scope: 'comment.update',
  params: CommentParams,
  body: UpdateCommentByPostBody,
  answer: Comment,
  handle: (deps, { actor, params, body, requestId }) =>
    updateComment(deps, actor, params.comment_id, body, requestId),
})

export const deleteCommentRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/comments/{comment_id}',
  scope: 'comment.delete',
  params: CommentParams,
  answer: Comment,
  handle: (deps, { actor, params, requestId }) => deleteComment(deps, actor, params.comment_id, requestId),
})

export const completeCommentRoute = defineRoute({
  method: 'POST',
  path: '/v2/comments/{comment_id}/complete',
  scope: 'comment.update',
  params: CommentParams,
  answer: Comment,
  handle: (deps, { actor, params, requestId }) =>
    completeComment(deps, actor, params.comment_id, true, requestId),
})

export const uncompleteCommentRoute = defineRoute({
  method: 'DELETE',
  path: '/v2/comments/{comment_id}/complete',
  scope: 'comment.update',
  params: CommentParams,
  answer: Comment,
  handle: (deps, { actor, params, requestId }) =>
    completeComment(deps, actor, params.comment_id, false, requestId),
})

export const likeCommentRoute = defineListRoute({
  method: 'POST',
  path: '/v2/comments/{comment_id}/like',
  scope: 'comment.update',
  params: CommentParams,
  query: PageQuery,
  list: CommentImpression,
  handle: (deps, { actor, params, query, requestId }) =>
    likeComment(deps, actor, params.comment_id, true, query, requestId),
})

export const unlikeCommentRoute = defineListRoute({
  method: 'DELETE',
  path: '/v2/comments/{comment_id}/like',
  scope: 'comment.update',
  params: CommentParams,
  query: PageQuery,
  list: CommentImpression,
  handle: (deps, { actor, params, query, requestId }) =>
    likeComment(deps, actor, params.comment_id, false, query, requestId),
})

export const listImpressionsRoute = defineListRoute({
  method: 'GET',
  path: '/v2/comments/{comment_id}/impressions',
  scope: 'comment.read',
  params: CommentParams,
  query: PageQuery,
  list: CommentImpression,
  handle: (deps, { actor, params, query }) => listImpressions(deps, actor, params.comment_id, query),
})

export const listRepliesRoute = defineListRoute({
  method: 'GET',
  path: '/v2/comments/{comment_id}/replies',
  scope: 'comment.read',
  params: CommentParams,
  query: ListRepliesQuery,
  list: Comment,
  handle: (deps, { actor, params, query }) => listReplies(deps, actor, params.comment_id, query),
})

export const createReplyRoute = defineRoute({
  method: 'POST',
  path: '/v2/comments/{comment_id}/replies',
  scope: 'comment.create',
  limit: CREATE,
  params: CommentParams,
  body: CreateCommentBody,
  answer: Comment,
  handle: (deps, { actor, params, body, requestId }) =>
    createReply(deps, actor, params.comment_id, body, requestId),
})

/** Ours, beside /v2: undo of a deletion. */
export const restoreCommentRoute = defineRoute({
  method: 'POST',
  path: '/api/comments/{comment_id}/restore',
  scope: 'comment.delete',
  params: CommentParams,
  answer: Comment,
  handle: (deps, { actor, params, requestId }) => restoreComment(deps, actor, params.comment_id, requestId),
})

/** Ours, beside /v2: what a person has on the screen was seen. */
export const readCommentsRoute = defineRoute({
  method: 'POST',
  path: '/api/assets/{asset_id}/comments/read',
  scope: 'comment.read',
  params: CommentsOfAssetParams,
  body: ReadCommentsBody,
  answer: z.object({ ok: z.boolean() }),
  handle: (deps, { actor, params, body }) => readComments(deps, actor, params.asset_id, body.comment_ids),
})

/** Ours, beside /v2: what is still open on another version comes along. */
export const carryCommentsRoute = defineRoute({
  method: 'POST',
  path: '/api/assets/{asset_id}/comments/carry',
  scope: 'comment.create',
  limit: CREATE,
  params: CommentsOfAssetParams,
  body: CarryCommentsBody,
  answer: CommentIds,
  handle: (deps, { actor, params, body, requestId }) =>
    carryComments(deps, actor, params.asset_id, body.from_asset_id, requestId),
})

/** Ours, beside /v2: which comments the caller likes. */
export const listOwnLikesRoute = defineRoute({
  method: 'GET',
  path: '/api/assets/{asset_id}/comments/likes',
  scope: 'comment.read',
  params: CommentsOfAssetParams,
  answer: CommentIds,
  handle: (deps, { actor, params }) => listOwnLikes(deps, actor, params.asset_id),
})

/** Ours, beside /v2: what was said, for a spreadsheet, a printout or an editing program. */
export const exportCommentsRoute = defineFileRoute({
  method: 'GET',
  path: '/api/assets/{asset_id}/comments/export',
  scope: 'comment.read',
  params: CommentsOfAssetParams,
  query: ExportCommentsQuery,
  handle: (deps, { actor, params, query, reply }) => {
    // Pictures are made for it: nobody waits, nothing is made.
    const gone = new AbortController()
    reply.raw.once('close', () => gone.abort(errors.brokenRequest()))
    return exportComments(deps, actor, params.asset_id, query, gone.signal)
  },
})

/** Ours, beside /v2: who can be named after an "@". */
export const listMentionableRoute = defineRoute({
  method: 'GET',
  path: '/api/projects/{project_id}/mentionable',
  scope: 'project.read',
  params: MentionableParams,
  answer: z.array(MentionablePerson),
  handle: (deps, { actor, params }) => listMentionablePeople(deps, actor, params.project_id),
})
