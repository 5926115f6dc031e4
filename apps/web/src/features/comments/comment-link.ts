import type { Comment } from '@rushes/contract/comments'

const PREFIX = 'comment-'

/** An address that opens the file at this comment. */
export function linkToComment(comment: Comment): string {
  return `${window.location.origin}/player/${comment.asset_id}#${hashOfComment(comment)}`
}

/** What stands behind the "#" of such an address. A reply leads to its thread. */
export function hashOfComment({ id, parent_id: headId }: { id: string; parent_id: string | null }): string {
  return `${PREFIX}${headId ?? id}`
}

/** The comment that the page's address asks for, or null. */
export function commentInAddress(): string | null {
  const { hash } = window.location
  return hash.startsWith(`#${PREFIX}`) ? hash.slice(PREFIX.length + 1) : null
}
