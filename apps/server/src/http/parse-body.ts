// For the few calls that stand outside the route map: the body by its schema, problems as everywhere.
import type { z } from 'zod'
import { errors } from './errors.ts'

/** Throws 422 naming every bad field. */
export function parseBody<T>(schema: z.ZodType<T>, body: unknown): T {
  const result = schema.safeParse(body ?? {}, { reportInput: true })
  if (result.success) return result.data
  throw errors.invalid(
    result.error.issues.map((issue) => ({
      field: issue.path.map(String).join('.') || 'body',
      title: issue.input === undefined ? "can't be blank" : issue.message,
    })),
  )
}
