// What may be asked of the search endpoints (v2-assets.md 3.1, 3.2, 3.14, 3.15).
import { z } from 'zod'
import { AccountId, AssetId, CommentId, ProjectId, UserId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { wireBoolean, wireList, wireText } from './wire.ts'

/** What a search gives when nobody says how much (v2-assets.md 3.1). */
const DEFAULT_PAGE_SIZE = 10
/** Longer text is cut: a name is never that long. */
const MAX_QUERY_CHARACTERS = 10_000
const MAX_CONDITIONS = 50

const queryText = z
  .string('must be text')
  .transform((text) => text.slice(0, MAX_QUERY_CHARACTERS).replaceAll('\0', ' '))
  .nullish()

/** Clients send null, nothing, or what no field is named: all leave the default order. */
const sort = z.string().max(500).nullish().catch(undefined)

/** One client forgets the signs between its parameters: `account_id=…project_id=…q=…` says nothing (v2-assets.md 3.14). */
const unglued = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => (typeof value === 'string' && value.includes('=') ? undefined : value), schema)

/** An object may arrive as JSON text (v2-assets.md 3.1). */
const objectOrJson = <T extends z.ZodType>(schema: T) =>
  z.preprocess((value) => {
    if (typeof value !== 'string') return value
    if (value.trim() === '') return undefined
    try {
      return JSON.parse(value) as unknown
    } catch (error) {
      // Text that is no JSON is refused by the schema below, which names the field.
      if (error instanceof SyntaxError) return value
      throw error
    }
  }, schema)

const FilterValue = z.union([wireText(1024), z.number(), z.boolean(), z.null()])

export const FilterCondition = z.object({
  op: z.string().max(32).default('eq'),
  value: z.union([FilterValue, z.array(FilterValue).max(1000)]).optional(),
})
export type FilterCondition = z.infer<typeof FilterCondition>

/** Field → one condition or several, all of which must hold. A bare value means "eq". */
const Filter = z.record(
  z.string().max(100),
  z.preprocess((value) => {
    const items = Array.isArray(value) ? value : isListByIndex(value) ? Object.values(value) : [value]
    return items.map((item: unknown) => (typeof item === 'object' && item !== null ? item : { value: item }))
  }, z.array(FilterCondition, 'must be {op, value}').max(MAX_CONDITIONS)),
  'must be an object of {op, value}',
)
export type Filter = z.infer<typeof Filter>

/** Query strings number the items of a list: filter[updated_at][0][op]=gte. */
function isListByIndex(value: unknown): value is Record<string, unknown> {
  return (
    typeof value === 'object' &&
    value !== null &&
    Object.keys(value).length > 0 &&
    Object.keys(value).every((key) => /^\d+$/.test(key))
  )
}

export const LibrarySearch = PageQuery.extend({
  page_size: z.preprocess((value) => value ?? DEFAULT_PAGE_SIZE, PageQuery.shape.page_size),
  account_id: unglued(AccountId.nullish()),
  q: queryText,
  query: queryText,
  filter: objectOrJson(Filter.nullish()),
  include_deleted: wireBoolean().catch(false).default(false),
  sort,
  include: wireList(),
})
export type LibrarySearch = z.infer<typeof LibrarySearch>

/** Places and kinds stand at the top level here, not in `filter` (v2-assets.md 3.14). */
export const AssetSearch = LibrarySearch.extend({
  project_id: wireList(),
  team_id: wireList(),
  type: wireList().transform((types) => types.filter((type) => !type.includes('\0'))),
  properties: objectOrJson(
    z
      .record(z.string().max(255), z.unknown(), 'must be an object')
      .refine(isKeptByPostgres, 'must not contain NUL characters or broken text')
      .nullish(),
  ),
  shared_projects: wireBoolean().nullish().catch(undefined),
})
export type AssetSearch = z.infer<typeof AssetSearch>

/** Ours, beside /v2: which comments are looked for. */
export const CommentSearch = PageQuery.extend({
  page_size: z.preprocess((value) => value ?? DEFAULT_PAGE_SIZE, PageQuery.shape.page_size),
  q: z.string('must be text').transform((text) => text.slice(0, MAX_QUERY_CHARACTERS).replaceAll('\0', ' ')),
  project_id: wireList(),
})
export type CommentSearch = z.infer<typeof CommentSearch>

/** Ours, beside /v2: a comment, and where it was made. */
export const FoundComment = z.object({
  id: CommentId,
  asset_id: AssetId,
  /** The head of its thread; null for the head itself. */
  parent_id: CommentId.nullable(),
  owner_id: UserId,
  owner_name: z.string(),
  text: z.string(),
  timestamp: z.number().nullable(),
  page: z.int().nullable(),
  completed: z.boolean(),
  /** For the team alone. */
  private: z.boolean(),
  inserted_at: z.string(),
  asset_name: z.string(),
  project_id: ProjectId,
})
export type FoundComment = z.infer<typeof FoundComment>

/** PostgreSQL keeps neither NUL nor half a surrogate pair in JSON. An escape counts only where its own backslash is not escaped. */
function isKeptByPostgres(value: unknown): boolean {
  return !/(?<!\\)(?:\\\\)*\\u(?:0000|d[89a-f][\da-f]{2})/i.test(JSON.stringify(value))
}
