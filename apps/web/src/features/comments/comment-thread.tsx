import type { Comment } from '@rushes/contract/comments'
import type { User } from '@rushes/contract/users'
import { useState } from 'react'
import { classNames } from '../../ui/class-names.ts'
import { CommentCard } from './comment-card.tsx'
import type { Thread } from './comment-threads.ts'
import { ShortField } from './short-field.tsx'
import { chooseComment, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import type { CommentActions } from './use-comment-actions.ts'
import './comment-thread.css'

/** A comment with its replies; a click anywhere on it leads to its frame. */
export function CommentThread(props: {
  thread: Thread
  room: Room
  me: User
  actions: CommentActions
  /** Comments that are new since the last visit. */
  newIds: ReadonlySet<string>
  onTag: (tag: string) => void
}) {
  const { thread, room, me, actions, onTag } = props
  const { head, replies } = thread
  const isChosen = useRoom(room, (state) => state.chosenId === head.id)
  const [isReplying, setReplying] = useState(false)
  const card = (comment: Comment) => (
    <CommentCard
      key={comment.id}
      comment={comment}
      room={room}
      me={me}
      actions={actions}
      isNew={props.newIds.has(comment.id)}
      onTag={onTag}
      onReply={() => setReplying(true)}
    />
  )
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- the timecode inside is the button for keys
    <article
      className={classNames('thread', isChosen && 'thread-chosen', head.completed && 'thread-done')}
      data-comment={head.id}
      aria-label={`Comment by ${head.owner.name}`}
      onClick={(event) => {
        if (!isControl(event.target) && window.getSelection()?.isCollapsed !== false)
          chooseComment(room, head)
      }}
    >
      {card(head)}
      {replies.length > 0 && <div className="thread-replies">{replies.map(card)}</div>}
      {isReplying && (
        <div className="thread-answer">
          <ShortField
            label="Reply"
            placeholder={`Reply to ${head.owner.name}`}
            onSend={async (text) => {
              const isSent = await actions.reply(head, text)
              if (isSent) setReplying(false)
              return isSent
            }}
            onCancel={() => setReplying(false)}
          />
        </div>
      )}
    </article>
  )
}

function isControl(target: EventTarget): boolean {
  return target instanceof Element && target.closest('button, a, textarea, [role="menu"]') !== null
}
