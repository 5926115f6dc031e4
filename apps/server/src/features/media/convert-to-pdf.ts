// The step between looking at a document of an office program and drawing its pages: it becomes a PDF. Where nothing can
// do that, it stays a file to download, and says what is missing.
import type { MediaId } from '@rushes/contract/ids'
import { convertDocument } from '@rushes/media/convert-document'
import type { DocumentProbe } from '@rushes/media/media-probe'
import { officeFormatOf } from '@rushes/media/office-formats'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { BlobKey } from '@rushes/storage/blob-key'
import type { Deps } from '../../deps.ts'
import { markReady } from './media-rows.ts'
import { failRenditions, storeRendition } from './store-renditions.ts'
import { inWorkFolder } from './work-folder.ts'

/** The PDF of a document: its own bytes, or what was made of them. Null: there is none, and why is said at its renditions. */
export async function convertToPdf(
  deps: Deps,
  mediaId: MediaId,
  key: BlobKey,
  found: DocumentProbe,
  signal: AbortSignal,
): Promise<BlobKey | null> {
  const format = officeFormatOf(found)
  if (format === null) return key
  const rendition = await deps.db
    .selectFrom('renditions')
    .select(['state', 'blob_key'])
    .where('media_id', '=', mediaId)
    .where('kind', '=', 'pdf_proxy')
    .executeTakeFirst()
  if (rendition?.state === 'done' && rendition.blob_key !== null) return parseBlobKey(rendition.blob_key)
  if (rendition?.state !== 'queued' && rendition?.state !== 'running') return null
  if (deps.tools.officePath === null) {
    await leaveAsFile(deps, mediaId, deps.tools.officeProblem)
    return null
  }
  await deps.db
    .updateTable('renditions')
    .set({ state: 'running', started_at: deps.now() })
    .where('media_id', '=', mediaId)
    .where('kind', '=', 'pdf_proxy')
    .execute()
  const inputPath = await deps.store.localPath(key)
  return inWorkFolder(deps, async (outDir) => {
    const made = await convertDocument(deps.tools, {
      inputPath,
      format,
      outDir,
      hidden: [deps.config.dataFolder],
      signal,
      hold: deps.segments.background,
    })
    if (!made.ok) {
      await failAll(deps, mediaId, made.failure)
      return null
    }
    const { pageCount, width, height, sizeBytes, path } = made
    // Before the PDF is there, so that whoever finds it knows its pages.
    await deps.db
      .updateTable('media')
      .set({ probe: JSON.stringify({ ...found, pageCount, width, height }) })
      .where('id', '=', mediaId)
      .execute()
    return storeRendition(deps, mediaId, {
      kind: 'pdf_proxy',
      path,
      contentType: 'application/pdf',
      sizeBytes,
      width,
      height,
      durationSeconds: null,
      frameCount: pageCount,
      isMarked: false,
    })
  })
}

/** Nothing of it can be made here. That is no failure of the document: nothing alarms, and it can be tried again. */
async function leaveAsFile(deps: Deps, mediaId: MediaId, reason: string): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const left = await trx
      .updateTable('renditions')
      .set({ state: 'skipped', reason, finished_at: deps.now() })
      .where('media_id', '=', mediaId)
      .where('state', 'in', ['queued', 'running'])
      .returning('kind')
      .execute()
    await markReady(deps, trx, mediaId, left.length)
  })
}

/** Without the PDF there are no pictures of its pages either. */
async function failAll(
  deps: Deps,
  mediaId: MediaId,
  failure: { reason: string; detail: string; retryable: boolean },
): Promise<void> {
  const open = await deps.db
    .selectFrom('renditions')
    .select('kind')
    .where('media_id', '=', mediaId)
    .where('state', 'in', ['queued', 'running'])
    .execute()
  await failRenditions(
    deps,
    mediaId,
    open.map(({ kind }) => ({ kind, ...failure })),
  )
}
