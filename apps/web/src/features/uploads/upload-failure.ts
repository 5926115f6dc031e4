// What a failed upload means: try again, or tell the person.
import { ApiError } from '@rushes/client/request'
import { UploadIsOver } from './send-file.ts'

/**
 * No answer, an overloaded server, a session to be renewed: all of that passes. A refused upload link has expired, and
 * a fresh one is fetched; a refusal to make the asset in the first place stays.
 */
export function isWorthAnotherTry(error: unknown, isBegun: boolean): boolean {
  if (!(error instanceof ApiError)) return false
  const { status } = error
  if (status === 403) return isBegun
  return status === 0 || status === 401 || status === 408 || status === 429 || status >= 500
}

/** A sentence for the tray. */
export function reasonOf(error: unknown): string {
  if (error instanceof ApiError || error instanceof UploadIsOver) return error.message
  // The file was moved or changed on disk after it was picked.
  if (error instanceof DOMException && error.name === 'NotReadableError')
    return 'The file can no longer be read. Was it moved or changed?'
  return error instanceof Error ? error.message : 'Something unexpected happened.'
}
