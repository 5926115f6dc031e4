import type { Comment } from '@rushes/contract/comments'
import { expect, test } from 'vitest'
import { filterThreads, neighbourOf, NOT_NARROWED, tagsIn, threadsOf } from './comment-threads.ts'

let made = 0
function comment(given: { id: string } & Partial<Omit<Comment, 'owner'>> & { by?: string }): Comment {
  made += 1
  // Only what threads look at.
  return {
    parent_id: null,
    timestamp: null,
    frame: given.timestamp ?? null,
    duration: null,
    text: given.id,
    completed: false,
    annotation: null,
    owner_id: given.by ?? 'Ada',
    owner: { name: given.by ?? 'Ada' },
    inserted_at: `2026-01-01T00:00:${String(made).padStart(2, '0')}.000000Z`,
    ...given,
  } as unknown as Comment
}

const comments = [
  comment({ id: 'late', timestamp: 90 }),
  comment({ id: 'early', timestamp: 10, by: 'Zoe', completed: true }),
  comment({ id: 'answer', parent_id: 'late', text: 'see #Colour' }),
  comment({ id: 'whole' }),
  comment({ id: 'orphan', parent_id: 'gone' }),
]
const ids = (threads: { head: Comment }[]) => threads.map(({ head }) => head.id)

test('threads stand along the film, those about the whole file first, replies with their thread', () => {
  const threads = threadsOf(comments, 'time')
  expect(ids(threads)).toEqual(['whole', 'early', 'late'])
  expect(threads[2]?.replies.map(({ id }) => id)).toEqual(['answer'])
})

test('other orders', () => {
  expect(ids(threadsOf(comments, 'newest'))).toEqual(['whole', 'early', 'late'])
  expect(ids(threadsOf(comments, 'oldest'))).toEqual(['late', 'early', 'whole'])
  expect(ids(threadsOf(comments, 'person'))).toEqual(['whole', 'late', 'early'])
})

test('filters by state and by words of the thread or its people', () => {
  const threads = threadsOf(comments, 'time')
  const only = (words: string) => ({ ...NOT_NARROWED, words })
  expect(ids(filterThreads(threads, 'open', NOT_NARROWED))).toEqual(['whole', 'late'])
  expect(ids(filterThreads(threads, 'done', NOT_NARROWED))).toEqual(['early'])
  expect(ids(filterThreads(threads, 'all', only('#colour')))).toEqual(['late'])
  expect(ids(filterThreads(threads, 'all', only('zoe early')))).toEqual(['early'])
})

test('filters by who wrote in a thread and by drawings, and knows the tags', () => {
  const drawn = comment({ id: 'drawn', annotation: '[{"tool":"rect"}]', text: '#colour #Crop' })
  const answer = comment({ id: 'zoe answers', parent_id: 'drawn', by: 'Zoe' })
  const threads = threadsOf([...comments, drawn, answer], 'time')
  expect(ids(filterThreads(threads, 'all', { ...NOT_NARROWED, hasDrawing: true }))).toEqual(['drawn'])
  const zoes = { ...NOT_NARROWED, personId: 'Zoe' }
  expect(ids(filterThreads(threads, 'all', zoes))).toEqual(['drawn', 'early'])
  expect(ids(filterThreads(threads, 'open', zoes))).toEqual(['drawn'])
  expect(tagsIn([...comments, drawn])).toEqual(['#Colour', '#Crop'])
})

test('next and previous go from the chosen comment, or from the frame on the screen', () => {
  const threads = threadsOf(comments, 'time')
  expect(neighbourOf(threads, 'early', 10, 1)?.head.id).toBe('late')
  expect(neighbourOf(threads, 'late', 0, 1)?.head.id).toBe('whole')
  expect(neighbourOf(threads, 'whole', 0, -1)).toBeNull()
  expect(neighbourOf(threads, null, 11, 1)?.head.id).toBe('late')
  expect(neighbourOf(threads, null, 50, -1)?.head.id).toBe('early')
  expect(neighbourOf([], null, 50, 1)).toBeNull()
})
