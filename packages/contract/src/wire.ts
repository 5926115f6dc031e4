// How values travel: V2 clients send numbers and booleans as text in form bodies, query strings and sometimes in
// JSON (v2-platform.md 2, "Type coercion"), so request schemas coerce; answers are strict.
import { z } from 'zod'

/** ISO-8601 UTC with six fractional digits and `Z` (v2-platform.md 2, "Times"). */
export const DateTime = z.string().meta({ format: 'date-time' })

/** An integer that may arrive as text, also as "1.0" (v2-assets.md 1.3). */
export const wireInt = (min: number, max: number) =>
  z.preprocess(
    numberFromText,
    z
      .number('must be a number')
      .int('must be a whole number')
      .min(min, rangeText(min, max))
      .max(max, rangeText(min, max)),
  )

const rangeText = (min: number, max: number) => `must be between ${String(min)} and ${String(max)}`

/** A number that may arrive as text. */
export const wireNumber = (min = -Number.MAX_VALUE, max = Number.MAX_VALUE) =>
  z.preprocess(
    numberFromText,
    z.number('must be a number').finite().min(min, rangeText(min, max)).max(max, rangeText(min, max)),
  )

/** A boolean that may arrive as "true", "false", "1", "0" or a number. */
export const wireBoolean = () =>
  z.preprocess((value) => {
    if (value === 'true' || value === '1' || value === 1) return true
    if (value === 'false' || value === '0' || value === 0 || value === '') return false
    return value
  }, z.boolean('must be true or false'))

/** Form bodies say "nothing" in words and in empty fields. */
export const orNothing = <T extends z.ZodType>(schema: T) =>
  z.preprocess(
    (value) => (value === '' || value === 'null' || value === 'undefined' ? null : value),
    schema.nullish(),
  )

/** A list that may arrive as one value, a comma list, or an array. Empty items are dropped. */
export const wireList = () =>
  z.preprocess((value) => {
    if (value === undefined || value === null) return []
    const items = Array.isArray(value) ? value : [value]
    return items
      .flatMap((item) => (typeof item === 'string' ? item.split(',') : [item]))
      .filter((item) => item !== '')
  }, z.array(z.string()).max(100))

/** Text from a person: no NUL (PostgreSQL refuses it), bounded. */
export const wireText = (maxLength: number) =>
  z
    .string('must be text')
    .max(maxLength, `is longer than ${String(maxLength)} characters`)
    .refine((text) => !text.includes('\0'), 'must not contain NUL characters')

/** What something is called: at least one character that can be seen, so that it can be read and clicked. */
export const wireName = (maxLength: number) => wireText(maxLength).refine(isVisible, 'must not be empty')

/** Whether there is anything in it to be seen. */
export function isVisible(text: string): boolean {
  return VISIBLE.test(text)
}

/** Neither a space nor a control or formatting character or half of one, nor a mark that has nothing to stand on. */
const VISIBLE = /[^\p{Z}\p{Cc}\p{Cf}\p{Cs}\p{M}\u115F\u1160\u3164\uFFA0\u2800]/u

/**
 * The name of a person, who is told from others by it alone: characters that steer the text around them could make one
 * person look like another. The joiners that emoji and some scripts need are none of those.
 */
export const wirePersonName = (maxLength: number) =>
  wireName(maxLength)
    .trim()
    .refine((name) => !STEERING.test(name), 'must not contain control characters')

const STEERING = /[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u

/** An e-mail address, as far as anybody can tell without writing to it. Spaces around it are dropped. */
export const wireEmail = () =>
  wireText(320)
    .trim()
    // Characters that turn the text around or cannot be seen make one address look like another.
    .regex(/^[^@<>\s\p{Cc}\p{Cf}\p{Cs}]+@[^@<>\s\p{Cc}\p{Cf}\p{Cs}]+$/u, 'must be an e-mail address')

function numberFromText(value: unknown): unknown {
  if (typeof value !== 'string' || value.trim() === '') return value
  const number = Number(value)
  return Number.isFinite(number) ? number : value
}
