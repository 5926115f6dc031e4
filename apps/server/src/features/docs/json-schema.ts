// zod schemas as the JSON Schema of OpenAPI 3.1, with the meaning of every field written in.
import { z } from 'zod'
import { meaningOf } from '@rushes/contract/meanings'

/** A JSON Schema, as far as the reference reads it. */
export interface JsonSchema {
  type?: string | string[]
  format?: string
  description?: string
  properties?: Record<string, JsonSchema>
  required?: string[]
  items?: JsonSchema
  anyOf?: JsonSchema[]
  allOf?: JsonSchema[]
  additionalProperties?: JsonSchema | boolean
  enum?: unknown[]
  const?: unknown
  default?: unknown
  minimum?: number
  maximum?: number
  minLength?: number
  maxLength?: number
  minItems?: number
  maxItems?: number
  pattern?: string
  $ref?: string
  $defs?: Record<string, JsonSchema>
  [key: string]: unknown
}

/** What a caller may send. Values that may arrive as text are shown as what they mean. */
export function requestSchema(schema: z.ZodType, owner: string): JsonSchema {
  return describe(tidy(convert(schema, 'input')), owner)
}

/** Twenty endpoints answer with an Asset: its two hundred fields are written once. */
const answers = new WeakMap<z.ZodType, Map<string, JsonSchema>>()

/** What the server answers. The same object for the same schema. */
export function answerSchema(schema: z.ZodType, owner: string): JsonSchema {
  const byOwner = answers.get(schema) ?? new Map<string, JsonSchema>()
  answers.set(schema, byOwner)
  let made = byOwner.get(owner)
  if (made === undefined) {
    const converted = tidy(convert(schema, 'output'))
    made = describe(converted, owner)
    byOwner.set(owner, made)
  }
  return made
}

function convert(schema: z.core.$ZodType, io: 'input' | 'output'): JsonSchema {
  const converted = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    override: ({ zodSchema, jsonSchema }) => {
      const { def } = zodSchema._zod
      if (io === 'output') return
      // z.preprocess(): JSON Schema cannot say "text that holds a number", what comes out of it can be said.
      if (def.type === 'pipe' && def.in._zod.def.type === 'transform')
        Object.assign(jsonSchema, convert(def.out, io))
      if (def.type === 'object') {
        const required = Object.entries(def.shape)
          .filter(([, field]) => !z.safeParse(field, undefined).success)
          .map(([key]) => key)
        delete jsonSchema.required
        if (required.length > 0) jsonSchema.required = required
      }
    },
  }) as JsonSchema
  delete converted['$schema']
  return converted
}

/** Joins the halves of `a.and(b)`, and says "or null" the short way where that can be done. */
function tidy(schema: JsonSchema): JsonSchema {
  const { allOf, anyOf, pattern, ...rest } = schema
  // A format says the same as the long expression beside it.
  if (pattern !== undefined && rest.format === undefined) rest['pattern'] = pattern
  if (allOf !== undefined) {
    const halves = allOf.map(tidy)
    return tidy({
      ...rest,
      type: 'object',
      properties: Object.assign({}, ...halves.map((half) => half.properties ?? {})) as Record<
        string,
        JsonSchema
      >,
      required: halves.flatMap((half) => half.required ?? []),
    })
  }
  const others = anyOf?.filter(({ type }) => type !== 'null') ?? []
  const [only] = others
  if (anyOf?.length === 2 && others.length === 1 && only !== undefined && canBeNull(only)) {
    const base = tidy(only)
    const values = base.enum === undefined ? {} : { enum: [...base.enum, null] }
    return { ...rest, ...base, ...values, type: [String(base.type), 'null'] }
  }
  return {
    ...rest,
    ...(anyOf === undefined ? {} : { anyOf: anyOf.map(tidy) }),
    ...(rest.properties === undefined ? {} : { properties: mapValues(rest.properties, tidy) }),
    ...(rest.items === undefined ? {} : { items: tidy(rest.items) }),
    ...(typeof rest.additionalProperties === 'object'
      ? { additionalProperties: tidy(rest.additionalProperties) }
      : {}),
    ...(rest.$defs === undefined ? {} : { $defs: mapValues(rest.$defs, tidy) }),
  }
}

function canBeNull({ type, const: constant, properties }: JsonSchema): boolean {
  return typeof type === 'string' && constant === undefined && properties === undefined
}

/**
 * Writes meanings in. An object is known by its `_type`, another one by where it hangs: "asset.downloads". A
 * description that stands at the schema itself wins.
 */
function describe(schema: JsonSchema, outerOwner: string): JsonSchema {
  const owner = ownerOf(schema) ?? outerOwner
  const described = { ...schema }
  if (schema.properties !== undefined)
    described.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, field]) => {
        const description = field.description ?? meaningOf(owner, key)
        const inner = describe(field, `${owner}.${key}`)
        return [key, description === undefined ? inner : { ...inner, description }]
      }),
    )
  for (const key of ['anyOf', 'allOf'] as const) {
    const alternatives = schema[key]
    if (alternatives !== undefined) described[key] = alternatives.map((item) => describe(item, owner))
  }
  if (schema.items !== undefined) described.items = describe(schema.items, owner)
  if (typeof schema.additionalProperties === 'object')
    described.additionalProperties = describe(schema.additionalProperties, owner)
  if (schema.$defs !== undefined) described.$defs = mapValues(schema.$defs, (item) => describe(item, owner))
  return described
}

const ASSET_KINDS = new Set(['file', 'folder', 'version_stack'])

/** "asset", "user", …: what an object calls itself. */
export function ownerOf({ properties }: JsonSchema): string | undefined {
  const kind = properties?.['_type']
  const name = kind?.const ?? kind?.enum?.[0]
  if (typeof name !== 'string') return undefined
  return ASSET_KINDS.has(name) ? 'asset' : name.replace(/^pending_/, '')
}

function mapValues<T>(object: Record<string, T>, change: (value: T) => T): Record<string, T> {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
