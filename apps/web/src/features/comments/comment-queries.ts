import type { Client } from '@rushes/client/client'
import type { Comment } from '@rushes/contract/comments'
import { queryOptions } from '@tanstack/react-query'
import type { QueryClient } from '@tanstack/react-query'

/** More comments than anybody reads on one file; further pages are fetched all the same. */
const PAGE_SIZE = 1000

/** All comments and replies of a file, oldest first. */
export const commentsQuery = (client: Client, assetId: string) =>
  queryOptions({
    queryKey: ['comments', assetId],
    queryFn: async ({ signal }) => {
      const all: Comment[] = []
      for (let page = 1, pages = 1; page <= pages; page += 1) {
        const { items, totalPages } = await client.comments(assetId, { page, page_size: PAGE_SIZE, signal })
        all.push(...items)
        pages = totalPages
      }
      return all
    },
  })

export const mentionableQuery = (client: Client, projectId: string) =>
  queryOptions({
    queryKey: ['mentionable', projectId],
    queryFn: ({ signal }) => client.mentionable(projectId, signal),
    staleTime: 5 * 60_000,
  })

/** The comments of a file that the person at this browser likes. */
export const ownLikesQuery = (client: Client, assetId: string) =>
  queryOptions({
    queryKey: ['own-likes', assetId],
    queryFn: async ({ signal }) => (await client.ownLikes(assetId, signal)).comment_ids,
  })

/** Changes what is on show, before or after the server agreed. */
export function changeComments(
  queryClient: QueryClient,
  assetId: string,
  change: (comments: Comment[]) => Comment[],
): void {
  queryClient.setQueryData<Comment[]>(['comments', assetId], (comments) =>
    comments === undefined ? comments : change(comments),
  )
}

/** Puts what the server answered in the place of what was there, or at the end. */
export function putComment(comments: Comment[], comment: Comment): Comment[] {
  return comments.some(({ id }) => id === comment.id)
    ? comments.map((other) => (other.id === comment.id ? comment : other))
    : [...comments, comment]
}
