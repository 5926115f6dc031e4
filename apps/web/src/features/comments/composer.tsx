// The field for a new comment. The first letter holds the picture; Enter sends; what is typed is kept until it is sent.
import type { Asset } from '@rushes/contract/assets'
import type { User } from '@rushes/contract/users'
import { ArrowUp, Lock, LockOpen, PenLine } from 'lucide-react'
import { useEffect, useRef, useState } from 'react'
import type { KeyboardEvent } from 'react'
import { Avatar } from '../../ui/avatar.tsx'
import { classNames } from '../../ui/class-names.ts'
import { IconButton } from '../../ui/icon-button.tsx'
import { ComposerPlace } from './composer-place.tsx'
import { MentionList, useMentions } from './mention-list.tsx'
import { hasPicture, holdPlace, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import type { CommentActions } from './use-comment-actions.ts'
import { toggleDrawing } from './use-comment-keys.ts'
import './composer.css'

export function Composer(props: { asset: Asset; room: Room; me: User; actions: CommentActions }) {
  const { asset, room, me, actions } = props
  const text = useRoom(room, (state) => state.text)
  const shapes = useRoom(room, (state) => state.shapes)
  const isPrivate = useRoom(room, (state) => state.isPrivate)
  const isDrawing = useRoom(room, (state) => state.tool !== null)
  const canDraw = useRoom(room, hasPicture)
  const focusRequests = useRoom(room, (state) => state.focusRequests)
  const field = useRef<HTMLTextAreaElement>(null)
  const [caret, setCaret] = useState(0)
  const mentions = useMentions(asset.project_id, text, caret, isPrivate)
  const canSend = text.trim() !== '' || shapes.length > 0
  useEffect(() => {
    if (focusRequests > 0) field.current?.focus()
  }, [focusRequests])

  function type(value: string): void {
    if (value !== '') holdPlace(room)
    // An emptied field is about the frame or page on the screen again.
    room.set(
      value === '' && shapes.length === 0 ? { text: '', heldFrame: null, heldPage: null } : { text: value },
    )
  }
  function insert(name: string): void {
    const { text: next, caret: place } = mentions.complete(name)
    type(next)
    field.current?.focus()
    requestAnimationFrame(() => field.current?.setSelectionRange(place, place))
  }
  function send(): void {
    if (canSend) void actions.send(room, me)
  }
  function onKeyDown(event: KeyboardEvent<HTMLTextAreaElement>): void {
    if (event.nativeEvent.isComposing || mentions.onKey(event, insert)) return
    if (event.key === 'Escape') field.current?.blur()
    if (event.key !== 'Enter' || event.shiftKey) return
    event.preventDefault()
    send()
  }

  return (
    <section className="composer" aria-label="New comment">
      <MentionList mentions={mentions} onChoose={insert} />
      <div className="composer-box">
        <div className="composer-line">
          <Avatar person={me} sizePixels={24} />
          <textarea
            ref={field}
            className="composer-text"
            aria-label="Comment"
            placeholder="Leave a comment…"
            value={text}
            rows={1}
            enterKeyHint="send"
            onChange={(event) => {
              setCaret(event.currentTarget.selectionStart)
              type(event.currentTarget.value)
            }}
            onSelect={(event) => setCaret(event.currentTarget.selectionStart)}
            onKeyDown={onKeyDown}
          />
        </div>
        <div className="composer-foot">
          <ComposerPlace room={room} />
          <div className="composer-tools">
            <IconButton
              label={isPrivate ? 'Only the team sees this' : 'Everybody here sees this'}
              hintSide="top"
              isOn={isPrivate}
              onClick={() => room.set({ isPrivate: !isPrivate })}
            >
              {isPrivate ? <Lock /> : <LockOpen />}
            </IconButton>
            {canDraw && (
              <IconButton
                label={isDrawing ? 'Put the pen away' : 'Draw'}
                shortcut="D"
                hintSide="top"
                isOn={isDrawing}
                onClick={() => toggleDrawing(room)}
              >
                <PenLine />
              </IconButton>
            )}
            <button
              type="button"
              className={classNames('composer-send', canSend && 'composer-send-ready')}
              aria-label="Send"
              disabled={!canSend}
              onClick={send}
            >
              <ArrowUp aria-hidden />
            </button>
          </div>
        </div>
      </div>
    </section>
  )
}
