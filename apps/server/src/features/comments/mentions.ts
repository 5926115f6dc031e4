// Who is named in a text. People write "@Ada Lovelace", "@ada" or "@ada@example.org" and mean one person; the shape is
// the one the successor of V2 publishes (v2-platform.md 8.5, `comment_entities`).
import type { CommentEntity, MentionablePerson } from '@rushes/contract/comments'

type Named = Pick<MentionablePerson, 'id' | 'name' | 'email'>

/** A note that names more people than this is no note. */
const MAX_MENTIONS = 50

/** The longest name wins, so that "@Ann Lee" is not "@Ann". Never inside a word: an e-mail address names nobody. */
export function findMentions(text: string, people: readonly Named[]): CommentEntity[] {
  const handles = people
    .flatMap((person) => [person.name, person.email, firstPart(person)].map((handle) => ({ handle, person })))
    .filter(({ handle }) => handle !== '')
    .map(({ handle, person }) => ({ handle: handle.toLowerCase(), id: person.id }))
    .toSorted((one, other) => other.handle.length - one.handle.length)
  const found: CommentEntity[] = []
  const lower = text.toLowerCase()
  // Where lower case is longer or shorter than the text (İ), positions would lie.
  if (lower.length !== text.length) return found
  let from = 0
  while (found.length < MAX_MENTIONS) {
    const start = lower.indexOf('@', from)
    if (start === -1) break
    from = start + 1
    if (start > 0 && isInWord(lower[start - 1])) continue
    const match = handles.find(
      ({ handle }) => lower.startsWith(handle, start + 1) && !isInWord(lower[start + 1 + handle.length]),
    )
    if (match === undefined) continue
    const end = start + 1 + match.handle.length
    found.push({ start_index: start, end_index: end, text: text.slice(start, end), user_id: match.id })
    from = end
  }
  return found
}

function firstPart({ email }: Named): string {
  return email.split('@', 1)[0] ?? ''
}

function isInWord(character: string | undefined): boolean {
  return character !== undefined && /[\p{L}\p{N}_]/u.test(character)
}
