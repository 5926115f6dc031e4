// JSON text → value that everything behind can take: nothing nested so deeply that a recursive reader overflows its
// stack, and no text that is no Unicode, which PostgreSQL refuses.
import { errors } from './errors.ts'

const MAX_DEPTH = 100
const QUOTE = 0x22
const BACKSLASH = 0x5c
const OPENING = new Set([0x5b, 0x7b])
const CLOSING = new Set([0x5d, 0x7d])
/** Half of a surrogate pair can only come from an escape: the bytes were decoded as UTF-8. */
const SURROGATE_ESCAPE = /\\u[dD][89a-fA-F]/

/** Throws a 400 when it is no JSON and a 422 when it is nested deeper than 100 levels. */
export function parseJsonBody(text: string): unknown {
  if (depthOf(text) > MAX_DEPTH)
    throw errors.invalid([{ field: 'body', title: `is nested deeper than ${String(MAX_DEPTH)} levels` }])
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (cause) {
    throw errors.badJson(cause)
  }
  return SURROGATE_ESCAPE.test(text) ? wellFormed(value) : value
}

/** The deepest nesting of brackets outside of strings. */
function depthOf(text: string): number {
  let depth = 0
  let deepest = 0
  let isInString = false
  for (let index = 0; index < text.length; index += 1) {
    const code = text.charCodeAt(index)
    if (isInString) {
      if (code === BACKSLASH) index += 1
      else if (code === QUOTE) isInString = false
    } else if (code === QUOTE) isInString = true
    else if (OPENING.has(code)) deepest = Math.max(deepest, (depth += 1))
    else if (CLOSING.has(code)) depth -= 1
  }
  return deepest
}

/** Puts U+FFFD where half of a pair stands alone, in keys too. */
function wellFormed(value: unknown): unknown {
  if (typeof value === 'string') return value.toWellFormed()
  if (Array.isArray(value)) return value.map(wellFormed)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [key.toWellFormed(), wellFormed(inner)]),
  )
}
