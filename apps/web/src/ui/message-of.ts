import { ApiError } from '@rushes/client/request'

/** The sentence to show for anything that was thrown. */
export function messageOf(error: unknown): string {
  if (error instanceof ApiError) return error.message
  return error instanceof Error
    ? `Something unexpected happened: ${error.message}`
    : 'Something unexpected happened.'
}
