// Comments and what is said of them (v2-platform.md 8.5): the Comment and CommentImpression objects, and their bodies.
import { z } from 'zod'
import { AssetId, CommentId, ProjectId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { User } from './users.ts'
import { DateTime, orNothing, wireBoolean, wireInt, wireList, wireNumber, wireText } from './wire.ts'

/** Longer than any note a person types; a drawing has a limit of its own. */
export const MAX_COMMENT_CHARACTERS = 20_000
/** What the successor of V2 allows (v2-platform.md 8.5, "Annotation format"). */
export const MAX_ANNOTATION_CHARACTERS = 200_000
/** A year of film at 60 pictures a second. */
const MAX_FRAME = 2_000_000_000

/** A person named in the text: characters `start_index` to `end_index` (exclusive), as JavaScript counts them. */
export const CommentEntity = z.object({
  start_index: z.int(),
  end_index: z.int(),
  text: z.string(),
  user_id: z.string(),
})
export type CommentEntity = z.infer<typeof CommentEntity>

const LeafComment = z.object({
  _type: z.literal('comment'),
  id: z.string(),
  asset_id: z.string(),
  target_asset_id: z.string().nullable(),
  /** The comment this one answers; threads are one level deep. */
  parent_id: z.string().nullable(),
  review_link_id: z.string().nullable(),
  owner_id: z.string(),
  owner: User,
  anonymous_user_id: z.string().nullable(),
  anonymous_user: User.nullable(),
  text: z.string(),
  text_edited_at: DateTime.nullable(),
  /** Frames from 0; null on a comment about the whole asset. */
  timestamp: z.number().nullable(),
  timestamp_microseconds: z.int().nullable(),
  frame: z.int().nullable(),
  /** Frames; with it the comment is about a range. */
  duration: z.int().nullable(),
  page: z.int().nullable(),
  /** A drawing as the client wrote it, byte for byte. */
  annotation: z.string().nullable(),
  /** Width by height of the picture. */
  aspect_ratio: z.number().nullable(),
  thumb: z.string().nullable(),
  /** Degrees, like `pitch` and `yaw`: where a 360° view looked. */
  fov: z.number(),
  pitch: z.number().nullable(),
  yaw: z.number().nullable(),
  /** Team-only; null when nobody said. */
  private: z.boolean().nullable(),
  completed: z.boolean(),
  completed_at: DateTime.nullable(),
  completer_id: z.string().nullable(),
  has_replies: z.boolean(),
  like_count: z.int(),
  read_count: z.int(),
  comment_entities: z.array(CommentEntity),
  device_channel_input_id: z.string().nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})

export const Comment = LeafComment.extend({
  /** Only with `include=replies`, oldest first. */
  replies: z.array(LeafComment).optional(),
})
export type Comment = z.infer<typeof Comment>

/** That somebody liked a comment, or opened it. */
export const CommentImpression = z.object({
  _type: z.literal('comment_impression'),
  id: z.string(),
  comment_id: z.string(),
  asset_id: z.string(),
  review_link_id: z.string().nullable(),
  user_id: z.string(),
  user: User,
  type: z.enum(['like', 'read']),
  count: z.int(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type CommentImpression = z.infer<typeof CommentImpression>

const bodyKeys = {
  timestamp: orNothing(wireNumber(0, MAX_FRAME)),
  duration: orNothing(wireInt(0, MAX_FRAME)),
  annotation: wireText(MAX_ANNOTATION_CHARACTERS).nullish(),
  page: orNothing(wireInt(0, 1_000_000)),
  pitch: orNothing(wireNumber(-360, 360)),
  yaw: orNothing(wireNumber(-360, 360)),
  fov: orNothing(wireNumber(0, 360)),
  private: orNothing(wireBoolean()),
}

export const CreateCommentBody = z.object({ ...bodyKeys, text: wireText(MAX_COMMENT_CHARACTERS) })
export type CreateCommentBody = z.infer<typeof CreateCommentBody>

/** Only the keys sent are changed; null takes a value away, which a text has not. */
export const UpdateCommentBody = z.object({ ...bodyKeys, text: wireText(MAX_COMMENT_CHARACTERS).optional() })
export type UpdateCommentBody = z.infer<typeof UpdateCommentBody>

/** The body of the update by POST: what is null was not meant (v2-platform.md 8.5). */
export const UpdateCommentByPostBody = z.preprocess(
  (body) =>
    typeof body === 'object' && body !== null && !Array.isArray(body)
      ? Object.fromEntries(Object.entries(body).filter(([, value]) => value !== null))
      : body,
  UpdateCommentBody,
)

export const CommentParams = z.object({ comment_id: CommentId })
export const CommentsOfAssetParams = z.object({ asset_id: AssetId })

export const GetCommentQuery = z.object({ include: wireList() })

export const ListCommentsQuery = PageQuery.extend({
  include: wireList(),
  sort: z.string().max(500).optional().catch(undefined),
  filter: z.record(z.string(), z.unknown()).catch({}).default({}),
})
export type ListCommentsQuery = z.infer<typeof ListCommentsQuery>

export const ListRepliesQuery = ListCommentsQuery.extend({
  include: z.preprocess((value) => value ?? 'replies', wireList()),
})

/** The most comments one call can mark as read. */
const MAX_READ_AT_ONCE = 1000

/** Ours, beside /v2: which comments a person has on the screen. */
export const ReadCommentsBody = z.object({
  comment_ids: z.array(CommentId, 'must be a list of ids').max(MAX_READ_AT_ONCE),
})
export type ReadCommentsBody = z.infer<typeof ReadCommentsBody>

/** Ours, beside /v2: the version whose open comments are to come along. */
export const CarryCommentsBody = z.object({ from_asset_id: AssetId })
export type CarryCommentsBody = z.infer<typeof CarryCommentsBody>

/** Ours, beside /v2: some of an asset's comments, by id. */
export const CommentIds = z.object({ comment_ids: z.array(z.string()) })
export type CommentIds = z.infer<typeof CommentIds>

/** Ours, beside /v2: the formats comments leave in. */
export const COMMENT_EXPORT_FORMATS = [
  'csv',
  'text',
  'edl',
  'resolve',
  'avid',
  'final_cut',
  'premiere',
  'pdf',
] as const
/** Ours, beside /v2: what of an asset's comments is exported, and how. */
export const ExportCommentsQuery = z.object({
  format: z.enum(COMMENT_EXPORT_FORMATS),
  filter: z.enum(['all', 'open', 'done']).default('all'),
})
export type ExportCommentsQuery = z.infer<typeof ExportCommentsQuery>
export type CommentExportFormat = ExportCommentsQuery['format']

export const MentionableParams = z.object({ project_id: ProjectId })
/** Ours, beside /v2: somebody who can be named in a comment of a project. */
export const MentionablePerson = z.object({
  id: z.string(),
  name: z.string(),
  email: z.string(),
  color: z.string(),
  image_64: z.string().nullable(),
  /** Sees team-only comments. */
  is_team: z.boolean(),
})
export type MentionablePerson = z.infer<typeof MentionablePerson>
