import { ApiError } from '@rushes/client/request'

/** What the server says is wrong with a field, or null. */
export function problemOf(error: unknown, field: string): string | null {
  if (!(error instanceof ApiError)) return null
  return error.errors.find((item) => item.field === field)?.detail ?? null
}

/** The text of a form's field; "" when there is no such field. */
export function fieldOf(form: FormData, name: string): string {
  const value = form.get(name)
  return typeof value === 'string' ? value : ''
}
