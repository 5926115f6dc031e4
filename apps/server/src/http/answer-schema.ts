// zod schema → serialiser: the output whitelist. zod writes "X or null" as anyOf, which the
// serialiser can only do by validating every value; `nullable` says the same and is quick.
import buildSerializer from 'fast-json-stringify'
import { z } from 'zod'

type JsonSchema = { [key: string]: unknown }

/** Writes a value as JSON, leaving out what the schema does not name. */
export type Serialize = (value: unknown) => string

const serializers = new WeakMap<z.ZodType, { object?: Serialize; list?: Serialize }>()

/** Made at the first use and once for a schema: making them all would be a second of every start. */
export function serializerOf(schema: z.ZodType, shape: 'object' | 'list'): Serialize {
  const known = serializers.get(schema) ?? {}
  serializers.set(schema, known)
  return (known[shape] ??= buildSerializer(answerSchema(shape === 'list' ? z.array(schema) : schema)))
}

function answerSchema(schema: z.ZodType): JsonSchema {
  const converted = z.toJSONSchema(schema, {
    target: 'draft-7',
    io: 'output',
    unrepresentable: 'any',
  }) as JsonSchema
  delete converted['$schema']
  return simplify(converted) as JsonSchema
}

function simplify(node: unknown): unknown {
  if (Array.isArray(node)) return node.map(simplify)
  if (typeof node !== 'object' || node === null) return node
  const schema = node as JsonSchema
  const alternatives = schema['anyOf']
  if (Array.isArray(alternatives) && alternatives.length === 2) {
    const other = alternatives.find((item: JsonSchema) => item['type'] !== 'null') as JsonSchema | undefined
    const isNullable = alternatives.some((item: JsonSchema) => item['type'] === 'null')
    if (isNullable && other !== undefined) return { ...(simplify(other) as JsonSchema), nullable: true }
  }
  const result: JsonSchema = {}
  for (const [key, value] of Object.entries(schema)) {
    if (VALIDATION_ONLY.has(key)) continue
    result[key] = key === 'properties' ? mapValues(value as JsonSchema, simplify) : simplify(value)
  }
  return result
}

/** Keys that say nothing about how a value is written. */
const VALIDATION_ONLY = new Set([
  'format',
  'pattern',
  'minimum',
  'maximum',
  'minLength',
  'maxLength',
  'propertyNames',
])

function mapValues(object: JsonSchema, change: (value: unknown) => unknown): JsonSchema {
  return Object.fromEntries(Object.entries(object).map(([key, value]) => [key, change(value)]))
}
