import { expect, it } from 'vitest'
import { findMentions } from './mentions.ts'

const person = (id: string, name: string, email: string) => ({
  id,
  name,
  email,
  color: '#000000',
  is_team: true,
})
const people = [
  person('ann', 'Ann', 'ann@example.org'),
  person('lee', 'Ann Lee', 'lee@example.org'),
  person('zoe', 'Zoë Ødegård', 'z.o@example.org'),
]
const named = (text: string) => findMentions(text, people).map((entity) => [entity.text, entity.user_id])

it('takes the longest name that fits', () => {
  expect(named('@Ann Lee and @ann')).toEqual([
    ['@Ann Lee', 'lee'],
    ['@ann', 'ann'],
  ])
})

it('reads letters of any alphabet and the first part of an address', () => {
  expect(named('(@ZOË ØDEGÅRD), @z.o!')).toEqual([
    ['@ZOË ØDEGÅRD', 'zoe'],
    ['@z.o', 'zoe'],
  ])
})

it('names nobody inside words and addresses, nor whom it does not know', () => {
  expect(named('mail ann@ann.example, @annabel @nobody @ @@')).toEqual([])
})

it('says where in the text the name stands', () => {
  expect(findMentions('🎬 @Ann', people)).toEqual([
    { start_index: 3, end_index: 7, text: '@Ann', user_id: 'ann' },
  ])
})

it('stops at a bound, whatever a text holds', () => {
  expect(named('@ann '.repeat(1000))).toHaveLength(50)
  expect(named('İ @ann')).toEqual([])
})
