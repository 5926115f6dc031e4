// From the flat list of the API to the threads of the column: which are shown, in which order, and which comes next.
import type { Comment } from '@rushes/contract/comments'

export interface Thread {
  head: Comment
  /** Oldest first. */
  replies: Comment[]
}

export const FILTERS = ['all', 'open', 'done'] as const
export type Filter = (typeof FILTERS)[number]

/** What else a thread must have to be shown. */
export interface Narrowing {
  /** Somebody who wrote in it; null for everybody. */
  personId: string | null
  hasDrawing: boolean
  /** Each of them stands somewhere in the thread or in the names of who wrote it. */
  words: string
}
export const NOT_NARROWED: Narrowing = { personId: null, hasDrawing: false, words: '' }

export const ORDERS = ['time', 'newest', 'oldest', 'person'] as const
export type Order = (typeof ORDERS)[number]

/** About the whole file first, then along the film or the pages; what was written first stands first. */
const byTime = (one: Thread, other: Thread) =>
  (one.head.timestamp ?? -1) - (other.head.timestamp ?? -1) ||
  (one.head.page ?? -1) - (other.head.page ?? -1) ||
  byAge(one, other)
const byAge = (one: Thread, other: Thread) => one.head.inserted_at.localeCompare(other.head.inserted_at)

const COMPARE: Record<Order, (one: Thread, other: Thread) => number> = {
  time: byTime,
  oldest: byAge,
  newest: (one, other) => byAge(other, one),
  person: (one, other) => one.head.owner.name.localeCompare(other.head.owner.name) || byTime(one, other),
}

/** A reply whose thread is not in the list (it was removed this moment) is not shown. */
export function threadsOf(comments: readonly Comment[], order: Order): Thread[] {
  const threads = new Map<string, Thread>()
  for (const comment of comments)
    if (comment.parent_id === null) threads.set(comment.id, { head: comment, replies: [] })
  for (const comment of comments)
    if (comment.parent_id !== null) threads.get(comment.parent_id)?.replies.push(comment)
  return [...threads.values()].toSorted(COMPARE[order])
}

/** Threads that match in every way asked for. */
export function filterThreads(
  threads: readonly Thread[],
  filter: Filter,
  { personId, hasDrawing, words: search }: Narrowing,
): Thread[] {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean)
  return threads.filter(({ head, replies }) => {
    if (filter !== 'all' && head.completed !== (filter === 'done')) return false
    const comments = [head, ...replies]
    if (personId !== null && !comments.some(({ owner_id: by }) => by === personId)) return false
    if (hasDrawing && !comments.some(isDrawnOn)) return false
    const text = comments
      .map((comment) => `${comment.text} ${comment.owner.name}`)
      .join(' ')
      .toLowerCase()
    return words.every((word) => text.includes(word))
  })
}

/** True when something is drawn on the picture. */
export function isDrawnOn({ annotation }: Comment): boolean {
  return annotation !== null && annotation !== ''
}

/** A tag in a text, from "#" on. */
export const TAG = /(?<![\p{L}\p{N}_])#[\p{L}\p{N}_]+/gu

/** All tags in these comments, each once, however its letters are cased. */
export function tagsIn(comments: readonly Comment[]): string[] {
  const tags = new Map<string, string>()
  for (const { text } of comments)
    for (const [tag] of text.matchAll(TAG)) if (!tags.has(tag.toLowerCase())) tags.set(tag.toLowerCase(), tag)
  return [...tags.values()].toSorted((one, other) => one.localeCompare(other))
}

/**
 * The thread after (1) or before (-1) the chosen one; with none chosen, or the film moved on from it, from the frame on
 * the screen.
 */
export function neighbourOf(
  threads: readonly Thread[],
  chosenId: string | null,
  frame: number | null,
  direction: 1 | -1,
): Thread | null {
  const index = threads.findIndex(({ head }) => head.id === chosenId)
  if (index !== -1 && standsAt(threads[index]?.head, frame)) return threads[index + direction] ?? null
  const along = threads.toSorted(byTime)
  const at = frame ?? 0
  return direction === 1
    ? (along.find(({ head }) => (head.timestamp ?? 0) >= at) ?? along[0] ?? null)
    : (along.findLast(({ head }) => (head.timestamp ?? 0) <= at) ?? along.at(-1) ?? null)
}

function standsAt(comment: Comment | undefined, frame: number | null): boolean {
  if (comment === undefined) return false
  if (frame === null || comment.frame === null) return true
  return frame >= comment.frame && frame <= comment.frame + (comment.duration ?? 0)
}
