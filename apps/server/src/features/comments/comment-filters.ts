// `filter[field]=v` and `filter[field][op]=…&filter[field][value]=…` of comment lists (v2-platform.md 6). What is not on
// the list, or is no value of its field, is passed over.
import { z } from 'zod'
import { wireBoolean, wireNumber } from '@rushes/contract/wire'

interface Field {
  column: string
  /** undefined: no value of this field. */
  parse: (value: unknown) => unknown
  cast: string
}

const by =
  (schema: z.ZodType) =>
  (value: unknown): unknown =>
    schema.safeParse(value).data
const uuid = by(z.uuid())
const flag = by(wireBoolean())
const number = by(wireNumber())
const time = by(z.iso.datetime({ offset: true }).or(z.iso.date()))

const FIELDS: Record<string, Field> = {
  id: { column: 'c.id', parse: uuid, cast: 'uuid' },
  owner_id: { column: 'c.owner_id', parse: uuid, cast: 'uuid' },
  completer_id: { column: 'c.completer_id', parse: uuid, cast: 'uuid' },
  completed: { column: '(c.completed_at is not null)', parse: flag, cast: 'boolean' },
  private: { column: 'coalesce(c.private, false)', parse: flag, cast: 'boolean' },
  has_replies: { column: '(c.reply_count > 0)', parse: flag, cast: 'boolean' },
  timestamp: { column: 'c.timestamp', parse: number, cast: 'double precision' },
  frame: { column: 'floor(c.timestamp)', parse: number, cast: 'double precision' },
  page: { column: 'c.page', parse: number, cast: 'double precision' },
  inserted_at: { column: 'c.inserted_at', parse: time, cast: 'timestamptz' },
  updated_at: { column: 'c.updated_at', parse: time, cast: 'timestamptz' },
  parent_id: { column: 'c.parent_id', parse: uuid, cast: 'uuid' },
}

const OPERATORS: Record<string, string> = { eq: '=', gt: '>', lt: '<', gte: '>=', lte: '<=' }

/** SQL conditions, each beginning with "and", whose values are numbered from `first`. */
export function filterSql(
  filter: Record<string, unknown>,
  first: number,
): { sql: string; values: unknown[] } {
  const values: unknown[] = []
  const conditions = Object.entries(filter).flatMap(([name, given]) => {
    const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
    if (field === undefined) return []
    const { operator, value } = conditionOf(given)
    // Threads without their replies.
    if (name === 'parent_id' && (value === null || value === 'null')) return ['and c.parent_id is null']
    const parsed = field.parse(value)
    if (operator === undefined || parsed === undefined) return []
    values.push(parsed)
    return [`and ${field.column} ${operator} $${String(first + values.length - 1)}::${field.cast}`]
  })
  return { sql: conditions.join(' '), values }
}

/** Given twice, the last one wins. */
function conditionOf(given: unknown): { operator: string | undefined; value: unknown } {
  const last: unknown = Array.isArray(given) ? given.at(-1) : given
  if (typeof last !== 'object' || last === null) return { operator: '=', value: last }
  const { op = 'eq', value } = last as { op?: unknown; value?: unknown }
  return {
    operator: typeof op === 'string' && Object.hasOwn(OPERATORS, op) ? OPERATORS[op] : undefined,
    value,
  }
}
