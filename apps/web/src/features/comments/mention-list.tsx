// Who could be meant by what stands behind an "@".
import type { MentionablePerson } from '@rushes/contract/comments'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import type { KeyboardEvent } from 'react'
import { useServices } from '../../services.ts'
import { Avatar } from '../../ui/avatar.tsx'
import { mentionableQuery } from './comment-queries.ts'

const MOST_SHOWN = 6

export interface Mentions {
  people: readonly MentionablePerson[]
  index: number
  /** The text with the name in it, and where to go on writing. */
  complete: (name: string) => { text: string; caret: number }
  /** True when the key was for the list. */
  onKey: (event: KeyboardEvent, choose: (name: string) => void) => boolean
}

export function useMentions(projectId: string, text: string, caret: number, isForTeam: boolean): Mentions {
  const { client } = useServices()
  const [index, setIndex] = useState(0)
  const [dismissed, setDismissed] = useState<string | null>(null)
  const typed =
    /(?:^|[\s(])@([\p{L}\p{N}._-]*(?: [\p{L}\p{N}._-]*)?)$/u.exec(text.slice(0, caret))?.[1] ?? null
  const { data } = useQuery({ ...mentionableQuery(client, projectId), enabled: typed !== null })
  const wanted = typed?.toLowerCase() ?? ''
  const people =
    typed === null || typed === dismissed
      ? []
      : (data ?? [])
          .filter((person) => !isForTeam || person.is_team)
          .filter(
            ({ name, email }) =>
              name.toLowerCase().startsWith(wanted) ||
              name.toLowerCase().includes(` ${wanted}`) ||
              email.toLowerCase().startsWith(wanted),
          )
          // Written out already: nothing to suggest.
          .filter(({ name }) => name.toLowerCase() !== wanted)
          .slice(0, MOST_SHOWN)
  const current = Math.min(index, Math.max(0, people.length - 1))
  return {
    people,
    index: current,
    complete: (name) => {
      const start = caret - (typed?.length ?? 0)
      return { text: `${text.slice(0, start)}${name} ${text.slice(caret)}`, caret: start + name.length + 1 }
    },
    onKey: (event, choose) => {
      const person = people[current]
      if (person === undefined) return false
      if (event.key === 'ArrowDown') setIndex((current + 1) % people.length)
      else if (event.key === 'ArrowUp') setIndex((current + people.length - 1) % people.length)
      else if (event.key === 'Enter' || event.key === 'Tab') choose(person.name)
      else if (event.key === 'Escape') setDismissed(typed)
      else return false
      event.preventDefault()
      return true
    },
  }
}

export function MentionList({
  mentions,
  onChoose,
}: {
  mentions: Mentions
  onChoose: (name: string) => void
}) {
  if (mentions.people.length === 0) return null
  return (
    // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- suggestions beside a text field, which keeps the cursor
    <div className="mention-list" role="listbox" aria-label="People">
      {mentions.people.map((person, index) => (
        <button
          key={person.id}
          type="button"
          // oxlint-disable-next-line jsx-a11y/prefer-tag-over-role -- an option of a list beside a text field
          role="option"
          className="mention-person"
          aria-selected={index === mentions.index}
          // The field keeps the cursor.
          onPointerDown={(event) => event.preventDefault()}
          onClick={() => onChoose(person.name)}
        >
          <Avatar
            person={{ ...person, avatar_color: person.color, image_256: person.image_64 }}
            sizePixels={24}
          />
          {person.name}
          <span className="mention-mail">{person.email}</span>
        </button>
      ))}
    </div>
  )
}
