// Schemas that stand once in the OpenAPI document and are referred to: an Asset is embedded in twenty places.
import { ownerOf } from './json-schema.ts'
import type { JsonSchema } from './json-schema.ts'

export interface ComponentSet {
  schemas: Record<string, JsonSchema>
  /** Keeps a schema under a name. */
  add: (name: string, schema: JsonSchema) => void
  /** What stands in the place of the schema: a reference for a resource, else itself. */
  refer: (schema: JsonSchema, name: string) => JsonSchema
}

export function createComponents(): ComponentSet {
  const schemas: Record<string, JsonSchema> = {}
  const names = new Map<JsonSchema, string>()
  const shapes = new Map<string, string>()

  function refer(schema: JsonSchema, name: string): JsonSchema {
    const known = names.get(schema)
    if (known !== undefined) return { $ref: `#/components/schemas/${known}` }
    const { $defs, ...own } = schema
    // What refers to itself, or to a part of itself, can only do so by a name.
    const isRecursive = JSON.stringify(own).includes('"$ref":"#')
    const owner = ownerOf(own)
    if (owner === undefined && !isRecursive) return within(own, name)
    const reference = keep(owner === undefined ? name : pascal(owner), isRecursive, own)
    names.set(schema, reference)
    for (const [key, definition] of Object.entries($defs ?? {}))
      schemas[`${name}${key.replaceAll('_', '')}`] = within(renameReferences(definition, name), name)
    return { $ref: `#/components/schemas/${reference}` }
  }

  /** A name for this very shape: the same resource with other fields, embedded in another one, has one of its own. */
  function keep(name: string, isRecursive: boolean, own: JsonSchema): string {
    const shape = JSON.stringify(own)
    for (let number = 0; ; number += 1) {
      const candidate = number === 0 ? name : `Embedded${name}${number === 1 ? '' : String(number)}`
      const taken = shapes.get(candidate)
      if (taken === undefined) {
        // Before what is inside it, so that the whole resource has the plain name.
        shapes.set(candidate, shape)
        schemas[candidate] = {}
        schemas[candidate] = within(isRecursive ? renameReferences(own, candidate) : own, candidate)
      }
      if (taken === undefined || taken === shape) return candidate
    }
  }

  function within(schema: JsonSchema, name: string): JsonSchema {
    const result = { ...schema }
    if (schema.properties !== undefined)
      result.properties = Object.fromEntries(
        Object.entries(schema.properties).map(([key, field]) => {
          const { description, ...rest } = field
          const inner = refer(rest, `${name}${pascal(key)}`)
          return [key, description === undefined ? inner : { ...inner, description }]
        }),
      )
    if (schema.items !== undefined) result.items = refer(schema.items, `${name}Item`)
    if (schema.anyOf !== undefined) result.anyOf = schema.anyOf.map((item) => refer(item, name))
    if (typeof schema.additionalProperties === 'object')
      result.additionalProperties = refer(schema.additionalProperties, `${name}Value`)
    return result
  }

  return {
    schemas,
    refer,
    add: (name, schema) => {
      schemas[name] = within(schema, name)
    },
  }
}

/** "#" and "#/$defs/x" of a schema by itself, as they are called inside the document. */
function renameReferences(schema: JsonSchema, name: string): JsonSchema {
  const text = JSON.stringify(schema)
    .replaceAll('"$ref":"#"', `"$ref":"#/components/schemas/${name}"`)
    .replaceAll(/"\$ref":"#\/\$defs\/([^"]+)"/g, (_whole, key: string) => {
      return `"$ref":"#/components/schemas/${name}${key.replaceAll('_', '')}"`
    })
  return JSON.parse(text) as JsonSchema
}

function pascal(text: string): string {
  return text.replaceAll(/(?:^|_)([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase())
}
