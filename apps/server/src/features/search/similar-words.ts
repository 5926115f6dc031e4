// What was meant by words that stand in no name: words in use that look alike (docs/decisions/0010).
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { hasWord } from './name-conditions.ts'
import type { Condition } from './search-filters.ts'
import type { Reach } from './search-reach.ts'

const SHORTEST_TYPO = 4
const LONGEST_TYPO = 64
const TYPO_TIMEOUT_MS = 120
const TYPO_SIMILARITY = 0.45
/** So many words in use are taken for one that was mistyped. */
const WORDS_ALIKE = 4
/** PostgreSQL's query_canceled. */
const TIMED_OUT = '57014'

/**
 * What was meant, if the words are mistyped: of each, those in use in the account that look most like it. Null when there
 * are none, and when it takes too long: it is a courtesy, and no answer waits for it.
 */
export async function similarWords(deps: Deps, reach: Reach, words: string): Promise<Condition | null> {
  const list = [...new Set(words.split(' '))]
  const mistyped = list.filter(mayBeMistyped)
  if (mistyped.length === 0 || words.length > LONGEST_TYPO) return null
  try {
    const alike = await deps.db.transaction().execute(async (trx) => {
      await sql`select set_config('statement_timeout', ${String(TYPO_TIMEOUT_MS)}, true),
        set_config('pg_trgm.word_similarity_threshold', ${String(TYPO_SIMILARITY)}, true)`.execute(trx)
      const { rows } = await sql<{ typed: string; words: string[] }>`
        select typed, array(select w.word from asset_words w
          where w.account_id = any(${reach.accountIds}::uuid[]) and typed <% w.word
          group by w.word order by max(similarity(typed, w.word)) desc, w.word limit ${WORDS_ALIKE}) as words
        from unnest(${mistyped}::text[]) as typed`.execute(trx)
      return new Map(rows.map((row) => [row.typed, row.words]))
    })
    const conditions = list.map((word) => (alike.get(word) ?? [word]).map(hasWord))
    if (conditions.some((choices) => choices.length === 0)) return null
    return sql.join(
      conditions.map((choices) => sql`(${sql.join(choices, sql` or `)})`),
      sql` and `,
    )
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === TIMED_OUT) return null
    throw error
  }
}

function mayBeMistyped(word: string): boolean {
  return word.length >= SHORTEST_TYPO && !/^\d+$/.test(word)
}
