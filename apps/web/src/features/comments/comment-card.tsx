import type { Comment } from '@rushes/contract/comments'
import type { User } from '@rushes/contract/users'
import { formatTimecode } from '@rushes/player/timecode'
import { useQuery } from '@tanstack/react-query'
import { CircleCheck, Ellipsis, Link2, Lock, Pencil, PenLine, ThumbsUp, Trash2 } from 'lucide-react'
import { useState } from 'react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { formatDateTime, formatTimeAgo } from '../../ui/format-time.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { copyText } from '../../ui/copy-text.ts'
import { ownLikesQuery } from './comment-queries.ts'
import { CommentText } from './comment-text.tsx'
import { linkToComment } from './comment-link.ts'
import { isDrawnOn } from './comment-threads.ts'
import { isPending } from './pending-comment.ts'
import { chooseComment, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import { ShortField } from './short-field.tsx'
import type { CommentActions } from './use-comment-actions.ts'
import './comment-card.css'

export function CommentCard(props: {
  comment: Comment
  room: Room
  me: User
  actions: CommentActions
  /** Since the last visit. */
  isNew: boolean
  onTag: (tag: string) => void
  onReply: () => void
}) {
  const { comment, room, me, actions } = props
  const [isEditing, setEditing] = useState(false)
  const { client } = useServices()
  // The comment itself says only how many like it.
  const isLiked =
    useQuery({
      ...ownLikesQuery(client, comment.asset_id),
      select: (ids) => ids.includes(comment.id),
    }).data === true
  const isHead = comment.parent_id === null
  const isWaiting = isPending(comment)
  return (
    <div className={classNames('comment', isWaiting && 'comment-waiting')}>
      <Avatar person={comment.owner} sizePixels={isHead ? 26 : 22} />
      <div className="comment-body">
        <p className="comment-line">
          <span className="comment-name">{comment.owner.name}</span>
          <time
            className="comment-when"
            dateTime={comment.inserted_at}
            title={formatDateTime(comment.inserted_at)}
          >
            {isWaiting ? 'sending…' : formatTimeAgo(comment.inserted_at)}
            {comment.text_edited_at !== null && ' · edited'}
          </time>
          {props.isNew && (
            <span className="comment-new" title="New">
              <span className="visually-hidden">New</span>
            </span>
          )}
          {comment.private === true && (
            <span className="comment-private" title="Only the team sees this">
              <Lock aria-label="Only the team sees this" />
            </span>
          )}
        </p>
        {isEditing ? (
          <ShortField
            label="Edit comment"
            text={comment.text}
            onSend={async (text) => {
              const isSent = await actions.edit(comment, text)
              if (isSent) setEditing(false)
              return isSent
            }}
            onCancel={() => setEditing(false)}
          />
        ) : (
          <p className="comment-text">
            <PlaceChip comment={comment} room={room} />
            <CommentText comment={comment} onTag={props.onTag} />
          </p>
        )}
        <div className="comment-foot">
          {!isWaiting && (
            <>
              <button type="button" className="comment-act" onClick={props.onReply}>
                Reply
              </button>
              <button
                type="button"
                className={classNames('comment-act', isLiked && 'comment-act-on')}
                aria-pressed={isLiked}
                aria-label={`Like, ${String(comment.like_count)} so far`}
                onClick={() => void actions.setLiked(comment, !isLiked)}
              >
                <ThumbsUp aria-hidden />
                {comment.like_count > 0 && <span className="numbers">{comment.like_count}</span>}
              </button>
            </>
          )}
        </div>
      </div>
      {!isWaiting && (
        <div className="comment-end">
          <MoreMenu {...props} isMine={comment.owner_id === me.id} onEdit={() => setEditing(true)} />
          {isHead && (
            <IconButton
              label={comment.completed ? 'Mark as open' : 'Mark as done'}
              className={classNames('comment-done', comment.completed && 'comment-done-on')}
              aria-pressed={comment.completed}
              onClick={() => void actions.setCompleted(comment, !comment.completed)}
            >
              <CircleCheck />
            </IconButton>
          )}
        </div>
      )}
    </div>
  )
}

/** Where in the film or the document it is about, and whether something is drawn there. */
function PlaceChip({ comment, room }: { comment: Comment; room: Room }) {
  const clock = useRoom(room, (state) => state.media?.clock ?? null)
  const { frame, duration, annotation, page } = comment
  if (frame === null && page !== null)
    return (
      <button type="button" className="place numbers" onClick={() => chooseComment(room, comment)}>
        Page {page}
      </button>
    )
  if (frame === null && annotation === null) return null
  const text = (at: number) => (clock === null ? String(at) : formatTimecode(at, clock))
  return (
    <button
      type="button"
      className="place numbers"
      aria-label={frame === null ? 'Show the drawing' : `Go to ${text(frame)}`}
      onClick={() => chooseComment(room, comment)}
    >
      {isDrawnOn(comment) && <PenLine aria-label="with a drawing" />}
      {frame !== null && text(frame)}
      {frame !== null && duration !== null && duration > 0 && ` – ${text(frame + duration)}`}
    </button>
  )
}

function MoreMenu({
  comment,
  actions,
  isMine,
  onEdit,
}: {
  comment: Comment
  actions: CommentActions
  isMine: boolean
  onEdit: () => void
}) {
  const { toasts } = useServices()
  const entries: MenuEntry[] = [
    ...(isMine ? [{ kind: 'item' as const, label: 'Edit', icon: <Pencil />, onSelect: onEdit }] : []),
    {
      kind: 'item',
      label: 'Copy link',
      icon: <Link2 />,
      onSelect: () => void copyText(linkToComment(comment)).then(() => toasts.say('Link copied.')),
    },
    { kind: 'line' },
    {
      kind: 'item',
      label: 'Delete',
      icon: <Trash2 />,
      isDangerous: true,
      onSelect: () => void actions.remove(comment),
    },
  ]
  return (
    <ButtonMenu entries={entries}>
      <IconButton label="More" className="comment-more">
        <Ellipsis />
      </IconButton>
    </ButtonMenu>
  )
}
