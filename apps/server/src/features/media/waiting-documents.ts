// Documents that stayed files because nothing here could open them: once LibreOffice is there, they are looked at again.
import { sql } from 'kysely'
import type { Deps } from '../../deps.ts'
import { retryProcessing, STOPPED } from './change-pipeline.ts'

/** What a person stopped stays as it is, and so does what LibreOffice could not open. */
export async function convertWaitingDocuments(deps: Deps, signal: AbortSignal): Promise<void> {
  if (deps.tools.officePath === null) return
  const waiting = await deps.db
    .selectFrom('renditions as rendition')
    .innerJoin('media', 'media.id', 'rendition.media_id')
    .select('media.id')
    .where('rendition.kind', '=', 'pdf_proxy')
    .where('rendition.state', '=', 'skipped')
    .where('rendition.reason', '!=', STOPPED)
    .where('media.state', '=', 'complete')
    // Somebody else is at it.
    .where(sql<boolean>`(media.leased_until is null or media.leased_until < ${deps.now()})`)
    .execute()
  for (const { id } of waiting) {
    if (signal.aborted) return
    await retryProcessing(deps, id)
  }
  if (waiting.length > 0)
    deps.log.info({ count: waiting.length }, 'documents are opened now that they can be')
}
