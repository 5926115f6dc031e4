// The first line of every use-case on a comment: load it, ask whether the caller may.
import type { CommentId } from '@rushes/contract/ids'
import { SELECT_COMMENT_BY_ID } from '../db/comment-rows.ts'
import type { CommentPlaceColumns, CommentRow } from '../db/comment-rows.ts'
import type { Deps } from '../deps.ts'
import { errors } from '../http/errors.ts'
import { may, mayOnComment } from './abilities.ts'
import type { Ability, CommentAbility } from './abilities.ts'
import type { Actor } from './actor.ts'
import { standingOf } from './standing.ts'

export interface RequireCommentOptions {
  /** Also find it when it was deleted; its asset must be there. */
  includeDeleted?: boolean
}

/**
 * Throws 404 when there is no such comment or the caller may not know of it (they cannot see its asset, or it is for
 * the team alone), 403 when it is visible but this is not allowed (v2-platform.md 7.2).
 */
export async function requireComment(
  deps: Deps,
  actor: Actor,
  id: CommentId,
  ability: Extract<Ability, 'see' | 'comment'> | CommentAbility,
  { includeDeleted = false }: RequireCommentOptions = {},
): Promise<CommentRow & CommentPlaceColumns> {
  const rows = await deps.points.read<CommentRow & CommentPlaceColumns>(
    'comment-by-id',
    SELECT_COMMENT_BY_ID,
    [actor.userId, id],
  )
  const row = rows[0]
  if (row === undefined || row.is_hidden || row.asset_is_gone || (row.deleted_at !== null && !includeDeleted))
    throw errors.notFound('comment')
  const standing = standingOf(row)
  const isForTeam = row.is_in_private || row.team_only
  if (!may('see', standing) || (isForTeam && !may('see private', standing))) throw errors.notFound('comment')
  if (ability === 'edit' || ability === 'delete') {
    if (!mayOnComment(ability, standing, row.owner_id === actor.userId))
      throw errors.forbidden(
        ability === 'edit'
          ? 'Only who wrote a comment can change it.'
          : 'Only who wrote a comment, or who manages the project, can remove it.',
      )
  } else if (!may(ability, standing)) throw errors.forbidden('Your role does not allow this on this comment.')
  return row
}
