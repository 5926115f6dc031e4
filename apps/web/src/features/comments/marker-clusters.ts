import type { Comment } from '@rushes/contract/comments'

export interface Cluster {
  /** Where the marker stands. */
  frame: number
  /** In the order of the film. */
  comments: Comment[]
}

/** Comments whose markers would cover each other share one. Comments about the whole file have none. */
export function clusterMarkers(comments: readonly Comment[], framesApart: number): Cluster[] {
  const placed = comments
    .flatMap((comment) => (comment.frame === null ? [] : [{ frame: comment.frame, comment }]))
    .toSorted((one, other) => one.frame - other.frame)
  const clusters: Cluster[] = []
  for (const { frame, comment } of placed) {
    const last = clusters.at(-1)
    if (last !== undefined && frame - last.frame < framesApart) last.comments.push(comment)
    else clusters.push({ frame, comments: [comment] })
  }
  return clusters
}
