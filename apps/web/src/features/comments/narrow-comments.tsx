// Shows fewer comments: those of one person, with a drawing, with a tag or with certain words.
import type { Comment } from '@rushes/contract/comments'
import type { User } from '@rushes/contract/users'
import { Hash, ListFilter, PenLine, Search, UserRound, X } from 'lucide-react'
import { useEffect, useRef } from 'react'
import { IconButton } from '../../ui/icon-button.tsx'
import { ButtonMenu } from '../../ui/menu.tsx'
import type { MenuEntry } from '../../ui/menu.tsx'
import { NOT_NARROWED, tagsIn } from './comment-threads.ts'
import type { Narrowing } from './comment-threads.ts'
import { useRoom } from './room-store.ts'
import type { Room } from './room-store.ts'
import { findComments } from './use-comment-keys.ts'

interface Props {
  room: Room
  comments: readonly Comment[]
  me: User
}

export function NarrowMenu({ room, comments, me }: Props) {
  const narrowing = useRoom(room, (state) => state.narrowing)
  const narrow = (change: Partial<Narrowing>) => room.set({ narrowing: { ...narrowing, ...change } })
  const togglePerson = (id: string) => narrow({ personId: narrowing.personId === id ? null : id })
  const others = [...peopleIn(comments)].filter(([id]) => id !== me.id)
  const tags = tagsIn(comments)
  const entries: MenuEntry[] = [
    {
      kind: 'item',
      label: 'Find words…',
      icon: <Search />,
      shortcut: '/',
      onSelect: () => findComments(room),
    },
    {
      kind: 'item',
      label: 'Mine',
      icon: <UserRound />,
      isChosen: narrowing.personId === me.id,
      onSelect: () => togglePerson(me.id),
    },
    {
      kind: 'item',
      label: 'With a drawing',
      icon: <PenLine />,
      isChosen: narrowing.hasDrawing,
      onSelect: () => narrow({ hasDrawing: !narrowing.hasDrawing }),
    },
  ]
  if (others.length > 0) entries.push({ kind: 'line' }, { kind: 'title', label: 'By' })
  for (const [id, name] of others)
    entries.push({
      kind: 'item',
      label: name,
      icon: <UserRound />,
      isChosen: narrowing.personId === id,
      onSelect: () => togglePerson(id),
    })
  if (tags.length > 0) entries.push({ kind: 'line' }, { kind: 'title', label: 'Tags' })
  for (const tag of tags)
    entries.push({
      kind: 'item',
      label: tag,
      icon: <Hash />,
      isChosen: narrowing.words === tag,
      onSelect: () => narrow({ words: narrowing.words === tag ? '' : tag }),
    })
  return (
    <ButtonMenu entries={entries}>
      <IconButton label="Filter" className="comments-order" isOn={isNarrowed(narrowing)}>
        <ListFilter />
      </IconButton>
    </ButtonMenu>
  )
}

/** What the list is narrowed to, with the way back; the field for words while it is wanted. */
export function NarrowingLine({ room, comments, me }: Props) {
  const narrowing = useRoom(room, (state) => state.narrowing)
  const findRequests = useRoom(room, (state) => state.findRequests)
  const field = useRef<HTMLInputElement>(null)
  const isFinding = findRequests > 0
  useEffect(() => {
    if (findRequests > 0) field.current?.select()
  }, [findRequests])
  if (!isFinding && !isNarrowed(narrowing)) return null
  const showAll = () => room.set({ findRequests: 0, narrowing: NOT_NARROWED })
  const parts = [
    narrowing.personId !== null &&
      (narrowing.personId === me.id ? 'mine' : `by ${peopleIn(comments).get(narrowing.personId) ?? '…'}`),
    narrowing.hasDrawing && 'with a drawing',
    !isFinding && narrowing.words !== '' && narrowing.words,
  ].filter((part) => part !== false)
  return (
    <div className="comments-search">
      {parts.length > 0 && <span className="comments-only">Only {parts.join(', ')}</span>}
      {isFinding && (
        <input
          ref={field}
          type="search"
          className="comments-words"
          aria-label="Find comments"
          placeholder="Words, a name or a #tag"
          value={narrowing.words}
          onChange={(event) => room.set({ narrowing: { ...narrowing, words: event.currentTarget.value } })}
          onKeyDown={(event) => {
            if (event.key === 'Escape') showAll()
            else if (event.key === 'Enter') event.currentTarget.blur()
          }}
        />
      )}
      <IconButton label="Show all" onClick={showAll}>
        <X />
      </IconButton>
    </div>
  )
}

function isNarrowed({ personId, hasDrawing, words }: Narrowing): boolean {
  return personId !== null || hasDrawing || words !== ''
}

/** Names by id, in the order in which they first wrote. */
function peopleIn(comments: readonly Comment[]): Map<string, string> {
  return new Map(comments.map(({ owner_id: id, owner }) => [id, owner.name]))
}
