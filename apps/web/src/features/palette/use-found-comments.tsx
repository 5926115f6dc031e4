// What was said, by the words in it, while one types.
import type { Client } from '@rushes/client/client'
import type { FoundComment } from '@rushes/contract/search'
import { keepPreviousData, queryOptions, useQuery } from '@tanstack/react-query'
import { useNavigate } from '@tanstack/react-router'
import { MessageCircle } from 'lucide-react'
import { useServices } from '../../services.ts'
import { hashOfComment } from '../comments/comment-link.ts'
import type { PaletteItem } from './palette-items.ts'
import type { Found } from './use-found-files.tsx'

const MOST_COMMENTS = 6
/** A letter is in nearly every comment. */
const SHORTEST = 2

const commentsFoundQuery = (client: Client, words: string) =>
  queryOptions({
    queryKey: ['found-comments', words],
    queryFn: async ({ signal }) =>
      (await client.searchComments(words, { page_size: MOST_COMMENTS, signal })).items,
    enabled: words.length >= SHORTEST,
    placeholderData: keepPreviousData,
    staleTime: 10_000,
  })

export function useFoundComments(words: string): Found {
  const { client } = useServices()
  const navigate = useNavigate()
  const { data, error, isFetching } = useQuery(commentsFoundQuery(client, words))
  const open = (comment: FoundComment) =>
    void navigate({
      to: '/player/$assetId',
      params: { assetId: comment.asset_id },
      hash: hashOfComment(comment),
    })
  return {
    items:
      words.length < SHORTEST ? [] : (data ?? []).map((comment) => commentItem(comment, () => open(comment))),
    isLooking: isFetching,
    error,
  }
}

function commentItem(comment: FoundComment, run: () => void): PaletteItem {
  return {
    id: `comment/${comment.id}`,
    label: comment.text,
    note: `${comment.owner_name} · ${comment.asset_name}`,
    picture: <MessageCircle />,
    run,
  }
}
