// What is asked of a name. `a.search_text` is made of it by migration 0013: " my cam 12 mycam12"; the words that somebody
// typed are cut the same way.
import { sql } from 'kysely'
import type { Condition } from './search-filters.ts'

/** Shorter pieces are in every other name: they are looked for at the start of words only. */
const SHORTEST_ANYWHERE = 3
/** What the index of starts holds. */
const START_CHARACTERS = 32
const MAX_WORDS = 32

/**
 * Names that begin with the words. Whoever reads names in order of age asks the whole name first, which is cheaper than
 * cutting it as the index of starts does; of "is not null" PostgreSQL expects that it changes nothing. If it
 * saw that both ask the same, it would expect a tenth of the hits and choose another way.
 */
export function startsSo(words: string): Condition {
  const start = ` ${words}`
  return sql<boolean>`nullif(a.search_text like ${`${start}%`}, false) is not null
    and left(a.search_text, ${sql.lit(START_CHARACTERS)}) like ${`${inIndexOfStarts(start)}%`}`
}

/** PostgreSQL counts letters, JavaScript counts two for some of them. */
function inIndexOfStarts(text: string): string {
  return Array.from(text).slice(0, START_CHARACTERS).join('')
}

/** As search_text_of() (migration 0013) makes it of a name that is these words and nothing more. */
export function wholeName(words: string): string {
  return ` ${words} ${words.replaceAll(' ', '')}`
}

/** The very name, whatever stands between its words. */
export function isVeryName(words: string): Condition {
  const name = wholeName(words)
  return sql<boolean>`left(a.search_text, ${sql.lit(START_CHARACTERS)}) = ${inIndexOfStarts(name)} and a.search_text = ${name}`
}

/** Names that have all the words. Letters and digits only: nothing in a word means more than itself to `like`. */
export function hasAllWords(words: string): Condition {
  const list = [...new Set(words.split(' '))].slice(0, MAX_WORDS)
  return sql<boolean>`(${sql.join(list.map(hasWord), sql` and `)})`
}

export function hasWord(word: string): Condition {
  return word.length < SHORTEST_ANYWHERE && isLatin(word)
    ? sql<boolean>`a.search_text like ${`% ${word}%`}`
    : sql<boolean>`a.search_text like ${`%${word}%`}`
}

/** Names that have all the words, in any order, or all of them run together. */
export function hasItAnywhere(words: string): Condition {
  const all = hasAllWords(words)
  if (words.split(' ').every((word) => word.length >= SHORTEST_ANYWHERE)) return all
  // Asked first, since it is cheap and most names lack it; of "is not null" PostgreSQL expects that it changes nothing.
  const longest = words.split(' ').reduce((one, other) => (other.length > one.length ? other : one))
  return sql<boolean>`nullif(a.search_text like ${`%${longest}%`}, false) is not null
    and (${all} or a.search_text like ${`%${words.replaceAll(' ', '')}%`})`
}

/** A letter or two: these are looked for at the start of words only. */
export function isShort(words: string): boolean {
  return words.replaceAll(' ', '').length < SHORTEST_ANYWHERE
}

/** Scripts that write whole words with one or two letters are searched inside of words too. */
export function isLatin(word: string): boolean {
  return /^[a-z0-9]*$/.test(word)
}
