// From V2's `filter` (field → {op, value}, several on one field are all to hold: v2-assets.md 3.1) to SQL on assets a
// alone: what lies with their creator or their media is looked up only where a filter asks for it. A field that is not
// listed is passed over, as everywhere in V2.
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { z } from 'zod'
import type { ProjectId } from '@rushes/contract/ids'
import type { AssetSearch, Filter, FilterCondition } from '@rushes/contract/search'
import { escapeLike } from '../../db/order-by.ts'
import { errors } from '../../http/errors.ts'

export type Condition = RawBuilder<boolean>

type Kind = 'uuid' | 'text' | 'time' | 'number' | 'boolean'

/** What a condition looks at. */
interface Field {
  target: RawBuilder<unknown>
  kind: Kind
}

const ofCreator = (column: string) => `(select u.${column} from users u where u.id = a.creator_id)`
const ofMedia = (column: string) => `(select m.${column} from media m where m.id = a.media_id)`

const FIELDS: Record<string, { column: string; kind: Kind }> = {
  id: { column: 'a.id', kind: 'uuid' },
  parent_id: { column: 'a.parent_id', kind: 'uuid' },
  creator_id: { column: 'a.creator_id', kind: 'uuid' },
  'creator.id': { column: 'a.creator_id', kind: 'uuid' },
  'creator.name': { column: ofCreator('name'), kind: 'text' },
  'creator.email': { column: ofCreator('email'), kind: 'text' },
  name: { column: 'a.name', kind: 'text' },
  type: { column: 'a.type', kind: 'text' },
  label: { column: 'a.label', kind: 'text' },
  filetype: { column: 'a.filetype', kind: 'text' },
  asset_type: { column: ofMedia('asset_type'), kind: 'text' },
  filesize: { column: `coalesce(${ofMedia('size_bytes')}, 0)`, kind: 'number' },
  duration: { column: ofMedia('duration_seconds'), kind: 'number' },
  item_count: { column: 'a.item_count', kind: 'number' },
  private: { column: 'a.private', kind: 'boolean' },
  inserted_at: { column: 'a.inserted_at', kind: 'time' },
  uploaded_at: { column: 'a.inserted_at', kind: 'time' },
  updated_at: { column: 'a.updated_at', kind: 'time' },
  deleted_at: { column: 'a.deleted_at', kind: 'time' },
}

/** Its column depends on who asks: comments for the team alone are counted for who sees them. */
const COMMENT_COUNT = 'comment_count'

const COMPARE: Record<string, string> = { gt: '>', gte: '>=', lt: '<', lte: '<=' }
const PARSERS: Record<Kind, z.ZodType<string | number | boolean>> = {
  uuid: z.uuid(),
  text: z.coerce.string(),
  time: z
    .union([z.iso.datetime({ offset: true, local: true }), z.iso.date()])
    // What PostgreSQL knows as a time: no year 0, no place on Earth is further from Greenwich.
    .refine((text) => !text.startsWith('0000') && !/[+-](1[5-9]|[2-9]\d):/.test(text.slice(10))),
  number: z.coerce.number().refine(Number.isFinite),
  boolean: z.preprocess(
    (value) => (value === 'true' ? true : value === 'false' ? false : value),
    z.boolean(),
  ),
}

/**
 * Every condition of a search but its words and places. `privateIn`: projects in which the caller may see private things.
 * Throws 422 for a time or number that is none.
 */
export function conditionsOf(search: AssetSearch, privateIn: readonly ProjectId[]): Condition[] {
  const conditions = Object.entries(search.filter ?? {}).flatMap(([name, list]) => {
    const field = fieldOf(name, privateIn)
    return field === undefined ? [] : list.map((condition) => conditionOf(name, field, condition))
  })
  if (search.type.length > 0) conditions.push(sql<boolean>`a.type = any(${search.type}::text[])`)
  // Asked for none: also an asset without any is meant, whose properties are null.
  if (Object.keys(search.properties ?? {}).length > 0)
    conditions.push(sql<boolean>`a.properties @> ${JSON.stringify(search.properties)}::jsonb`)
  return conditions
}

function fieldOf(name: string, privateIn: readonly ProjectId[]): Field | undefined {
  if (name === COMMENT_COUNT)
    return {
      target: sql`case when a.project_id = any(${privateIn}::uuid[]) then a.comment_count else a.public_comment_count end`,
      kind: 'number',
    }
  const field = Object.hasOwn(FIELDS, name) ? FIELDS[name] : undefined
  return field === undefined ? undefined : { target: sql.raw(field.column), kind: field.kind }
}

function conditionOf(name: string, { target, kind }: Field, { op, value }: FilterCondition): Condition {
  const values = (Array.isArray(value) ? value : [value]).filter((item) => item !== undefined)
  if (op === 'match') return sql<boolean>`${target}::text ilike ${`%${escapeLike(String(values[0] ?? ''))}%`}`
  const wantsNull = values.length === 0 || values.some((item) => item === null)
  const parsed = values.flatMap((item) => (item === null ? [] : parseValue(name, kind, item)))
  const cast = sql.raw(
    { uuid: 'uuid', text: 'text', time: 'timestamptz', number: 'float8', boolean: 'boolean' }[kind],
  )
  const compare = COMPARE[op]
  if (compare !== undefined)
    return parsed[0] === undefined
      ? sql<boolean>`false`
      : sql<boolean>`${target} ${sql.raw(compare)} ${parsed[0]}::${cast}`
  const isOneOf = sql<boolean>`(${target} = any(${parsed.map(String)}::text[]::${cast}[]) or (${wantsNull} and ${target} is null))`
  return ['ne', 'neq', 'not', 'not_eq'].includes(op) ? sql<boolean>`${isOneOf} is not true` : isOneOf
}

/** An id that is none names nothing; a time or a number that is none is a mistake that should be heard of. */
function parseValue(name: string, kind: Kind, value: unknown): (string | number | boolean)[] {
  const parsed = PARSERS[kind].safeParse(value)
  if (parsed.success) return [parsed.data]
  if (kind === 'uuid') return []
  throw errors.invalid([{ field: `filter.${name}`, title: `is no ${kind}` }])
}

/** The lists of values to which a filter holds a field, one for each condition. */
export function valuesOf(filter: Filter | null | undefined, field: string): string[][] {
  const conditions =
    filter !== null && filter !== undefined && Object.hasOwn(filter, field) ? filter[field] : undefined
  return (conditions ?? []).map(({ value }) =>
    (Array.isArray(value) ? value : [value]).map((item) => String(item ?? '').toLowerCase()),
  )
}
