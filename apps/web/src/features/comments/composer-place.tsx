// The chip that says which frame, which range or which page a new comment is about.
import { formatTimecode } from '@rushes/player/timecode'
import { Clock, FileText, X } from 'lucide-react'
import { classNames } from '../../ui/class-names.ts'
import { Hint } from '../../ui/hint.tsx'
import { holdThisFrame, useFrame, useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'

export function ComposerPlace({ room }: { room: Room }) {
  const media = useRoom(room, (state) => state.media)
  const heldFrame = useRoom(room, (state) => state.heldFrame)
  const hasTime = useRoom(room, (state) => state.hasTime)
  const inFrame = useRoom(room, (state) => state.inFrame)
  const outFrame = useRoom(room, (state) => state.outFrame)
  const page = useRoom(room, (state) => state.page)
  const heldPage = useRoom(room, (state) => state.heldPage)
  const current = useFrame(media)
  if (page !== null)
    return (
      <div className={classNames('composer-place', hasTime && 'composer-place-on')}>
        <Hint text={hasTime ? 'About the whole document' : 'Put it on this page'} side="top">
          <button
            type="button"
            className="composer-place-main numbers"
            aria-pressed={hasTime}
            onClick={() =>
              room.set(
                hasTime && heldPage !== null && heldPage !== page
                  ? { heldPage: page }
                  : { hasTime: !hasTime },
              )
            }
          >
            <FileText aria-hidden />
            {hasTime ? `Page ${String(heldPage ?? page)}` : 'Whole document'}
          </button>
        </Hint>
      </div>
    )
  if (media === null || current === null) return <span />
  const { clock, facts } = media
  const moment = facts.hasPictures ? 'frame' : 'moment'
  const text = (frame: number) => (clock === null ? String(frame) : formatTimecode(frame, clock))
  const start = inFrame ?? heldFrame ?? current
  const isRange = inFrame !== null && outFrame !== null
  return (
    <div className={classNames('composer-place', hasTime && 'composer-place-on')}>
      <Hint
        text={
          hasTime ? `The ${moment} it is about; click for the one you are at` : `Put it on this ${moment}`
        }
        side="top"
      >
        <button type="button" className="composer-place-main numbers" onClick={() => holdThisFrame(room)}>
          <Clock aria-hidden />
          {hasTime ? (
            <span className="composer-timecode">
              {text(start)}
              {isRange && ` – ${text(outFrame)}`}
            </span>
          ) : (
            'Whole file'
          )}
        </button>
      </Hint>
      {hasTime && (
        <Hint text={isRange ? 'Clear the range' : 'About the whole file'} side="top">
          <button
            type="button"
            className="composer-place-clear"
            aria-label={isRange ? 'Clear the range' : 'About the whole file'}
            onClick={() =>
              room.set(
                isRange
                  ? { inFrame: null, outFrame: null }
                  : { hasTime: false, heldFrame: null, inFrame: null, shapes: [], tool: null },
              )
            }
          >
            <X aria-hidden />
          </button>
        </Hint>
      )}
    </div>
  )
}
