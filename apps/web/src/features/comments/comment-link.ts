import type { Comment } from '@rushes/contract/comments'

const PREFIX = '#comment-'

/** An address that opens the file at this comment. A reply leads to its thread. */
export function linkToComment({ asset_id: assetId, id, parent_id: headId }: Comment): string {
  return `${window.location.origin}/player/${assetId}${PREFIX}${headId ?? id}`
}

/** The comment that the page's address asks for, or null. */
export function commentInAddress(): string | null {
  const { hash } = window.location
  return hash.startsWith(PREFIX) ? hash.slice(PREFIX.length) : null
}
