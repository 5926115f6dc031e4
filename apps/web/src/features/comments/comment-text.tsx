import type { Comment } from '@rushes/contract/comments'
import { Fragment } from 'react'
import { TAG } from './comment-threads.ts'
import './comment-text.css'

/** Takes a text apart so that the tags stand at the odd places. */
const AT_TAGS = new RegExp(`(${TAG.source})`, 'u')

/** The text of a comment: people who are named stand out, a tag shows all that carry it. Nothing in it is markup. */
export function CommentText({ comment, onTag }: { comment: Comment; onTag: (tag: string) => void }) {
  const { text, comment_entities: entities } = comment
  const parts: { start: number; end: number }[] = entities
    .map(({ start_index: start, end_index: end }) => ({ start, end }))
    .toSorted((one, other) => one.start - other.start)
  let from = 0
  const pieces = parts.flatMap(({ start, end }) => {
    const before = text.slice(from, start)
    from = end
    return [
      { text: before, isPerson: false },
      { text: text.slice(start, end), isPerson: true },
    ]
  })
  pieces.push({ text: text.slice(from), isPerson: false })
  return pieces.map((piece, index) =>
    piece.isPerson ? (
      <span key={index} className="mention">
        {piece.text}
      </span>
    ) : (
      <Fragment key={index}>
        <WithTags text={piece.text} onTag={onTag} />
      </Fragment>
    ),
  )
}

function WithTags({ text, onTag }: { text: string; onTag: (tag: string) => void }) {
  return text.split(AT_TAGS).map((part, index) =>
    index % 2 === 0 ? (
      part
    ) : (
      <button key={index} type="button" className="tag" onClick={() => onTag(part)}>
        {part}
      </button>
    ),
  )
}
