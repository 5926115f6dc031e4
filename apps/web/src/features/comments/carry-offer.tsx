// On a newer version: what is still open on the one before can come along, by hand.
import type { Asset } from '@rushes/contract/assets'
import type { Comment } from '@rushes/contract/comments'
import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query'
import { CornerRightDown } from 'lucide-react'
import { useServices } from '../../services.ts'
import { Button } from '../../ui/button.tsx'
import { count } from '../../ui/count.ts'
import { messageOf } from '../../ui/message-of.ts'
import { useVersions, versionName } from '../assets/use-versions.ts'
import { commentsQuery } from './comment-queries.ts'
import './carry-offer.css'

export function CarryOffer({ asset, comments }: { asset: Asset; comments: readonly Comment[] }) {
  const { client, toasts } = useServices()
  const queryClient = useQueryClient()
  const { list } = useVersions(asset)
  const index = list.findIndex(({ id }) => id === asset.id)
  const before = index === -1 ? undefined : list[index + 1]
  const theirs = useQuery({
    ...commentsQuery(client, before?.id ?? ''),
    enabled: before !== undefined && before.comment_count > 0,
  })
  const carry = useMutation({
    mutationFn: (fromId: string) => client.carryComments(asset.id, fromId),
    onSuccess: async ({ comment_ids: ids }) => {
      await queryClient.invalidateQueries({ queryKey: ['comments', asset.id] })
      toasts.say(`${count(ids.length, 'comment')} came along.`)
    },
    onError: (error) => toasts.complain(messageOf(error)),
  })
  const open = stillToCarry(theirs.data ?? [], comments).length
  if (before === undefined || open === 0) return null
  return (
    <div className="carry">
      <Button
        className="carry-button"
        icon={<CornerRightDown aria-hidden />}
        isBusy={carry.isPending}
        onClick={() => carry.mutate(before.id)}
      >
        Bring {count(open, 'open comment')} from {versionName(list, before.id)}
      </Button>
    </div>
  )
}

/** Open threads that have not come along. As on the server, one that has is known by its author and its hour. */
function stillToCarry(theirs: readonly Comment[], ours: readonly Comment[]): Comment[] {
  const known = new Set(ours.map(sameThread))
  return theirs.filter(
    (comment) => comment.parent_id === null && !comment.completed && !known.has(sameThread(comment)),
  )
}

const sameThread = ({ owner_id: by, inserted_at: at }: Comment): string => `${by} ${at}`
