// A JSON Schema as the rows of a table: one row a field, with an anchor of its own.
import type { JsonSchema } from './json-schema.ts'

export interface FieldRow {
  name: string
  /** Fragment of the page: "response-creator-name". */
  anchor: string
  /** For a person: "uuid", "array of string", "integer or null". */
  type: string
  isRequired: boolean
  /** As JSON; absent where there is none. */
  defaultText?: string
  /** Allowed values, as JSON. */
  values: readonly string[]
  /** "1 to 10000", "at most 1024 characters", or "". */
  limits: string
  meaning: string
  children: readonly FieldRow[]
}

/** How deep a table goes: what is embedded in what is embedded has its own page. */
const MAX_DEPTH = 4

/** Rows of an object, or of the objects in a list. `place` starts the anchors: "path", "query", "body", "response". */
export function fieldRows(schema: JsonSchema, place: string, depth = 0): FieldRow[] {
  if (depth >= MAX_DEPTH) return []
  const object = innerObject(schema)
  if (object === undefined) return []
  const required = new Set(object.required ?? [])
  return Object.entries(object.properties ?? {}).map(([name, field]) => {
    const anchor = `${place}-${name}`
    return {
      name,
      anchor,
      type: typeText(field),
      isRequired: required.has(name),
      ...(field.default === undefined ? {} : { defaultText: JSON.stringify(field.default) }),
      values: valuesOf(field),
      limits: limitsText(field),
      meaning: field.description ?? '',
      children: fieldRows(field, anchor, depth + 1),
    }
  })
}

/** The object whose fields are worth a table: itself, an item of the list, one of the alternatives, a value of the map. */
function innerObject(schema: JsonSchema): JsonSchema | undefined {
  if (schema.properties !== undefined) return schema
  if (schema.items !== undefined) return innerObject(schema.items)
  const alternatives = (schema.anyOf ?? []).map(innerObject).filter((item) => item !== undefined)
  if (alternatives.length > 0)
    return {
      properties: Object.assign(
        {},
        ...alternatives.toReversed().map((item) => item.properties ?? {}),
      ) as Record<string, JsonSchema>,
      required: (alternatives[0]?.required ?? []).filter((name) =>
        alternatives.every((item) => item.required?.includes(name) === true),
      ),
    }
  if (typeof schema.additionalProperties === 'object') return innerObject(schema.additionalProperties)
  return undefined
}

function typeText(schema: JsonSchema): string {
  if (schema.anyOf !== undefined) return [...new Set(schema.anyOf.map(typeText))].join(' or ')
  if (schema.$ref !== undefined) return 'object'
  const types = Array.isArray(schema.type) ? schema.type : [schema.type ?? typeOfValue(schema)]
  return types
    .map((type) => (type === 'array' ? arrayText(schema) : (named(type, schema) ?? type)))
    .join(' or ')
}

function arrayText({ items }: JsonSchema): string {
  return items === undefined ? 'array' : `array of ${typeText(items)}`
}

function named(type: string, { format }: JsonSchema): string | undefined {
  return type === 'string' && (format === 'uuid' || format === 'date-time') ? format : undefined
}

function typeOfValue({ const: constant }: JsonSchema): string {
  return constant === undefined ? 'any' : typeof constant
}

function valuesOf(schema: JsonSchema): string[] {
  const values = schema.const === undefined ? (schema.enum ?? []) : [schema.const]
  const inner = [schema, ...(schema.anyOf ?? [])].flatMap(({ items }) => items?.enum ?? [])
  return [...values, ...inner].filter((value) => value !== null).map((value) => JSON.stringify(value))
}

/** JSON Schema's bound of every integer says nothing to a reader. */
const ANY_INTEGER = Number.MAX_SAFE_INTEGER

function limitsText({ minimum, maximum, maxLength, minItems, maxItems }: JsonSchema): string {
  const parts: string[] = []
  const low = minimum === undefined || minimum <= -ANY_INTEGER ? undefined : minimum
  const high = maximum === undefined || maximum >= ANY_INTEGER ? undefined : maximum
  if (low !== undefined && high !== undefined) parts.push(`${shown(low)} to ${shown(high)}`)
  else if (low !== undefined) parts.push(`at least ${shown(low)}`)
  else if (high !== undefined) parts.push(`at most ${shown(high)}`)
  if (maxLength !== undefined) parts.push(`at most ${shown(maxLength)} characters`)
  if (minItems !== undefined && maxItems !== undefined)
    parts.push(`${shown(minItems)} to ${shown(maxItems)} items`)
  else if (maxItems !== undefined) parts.push(`at most ${shown(maxItems)} items`)
  return parts.join(', ')
}

function shown(number: number): string {
  return number.toLocaleString('en-US')
}
