// A page of a document, drawn when somebody looks at it: "pages/3.jpg", beside the other pictures of the asset.
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MediaId } from '@rushes/contract/ids'
import { DocumentProbe } from '@rushes/media/media-probe'
import { PageFailedError } from '@rushes/media/render-page'
import { parseBlobKey } from '@rushes/storage/blob-key'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'

/** Links expire within a day, and a page comes out the same however often it is drawn. */
const CACHE_CONTROL = 'private, max-age=21600'

interface DocumentRow {
  blob_key: string
  probe: unknown
}

/** "pages/3.jpg" → 3; null for anything else. */
export function readPagePath(path: string): number | null {
  const page = /^pages\/([1-9]\d{0,5})\.jpg$/.exec(path)?.[1]
  return page === undefined ? null : Number(page)
}

/** Answers with the page. Ends what is made for this request alone when the caller goes away. */
export async function sendPage(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  mediaId: MediaId,
  page: number,
): Promise<FastifyReply> {
  const rows = await deps.points.read<DocumentRow>(
    'document',
    // Of what had to become a PDF first, that one.
    `select coalesce(r.blob_key, m.blob_key) as blob_key, m.probe from media m
     left join renditions r on r.media_id = m.id and r.kind = 'pdf_proxy' and r.state = 'done'
     where m.id = $1 and m.state = 'complete' and m.blob_key is not null and m.probe ->> 'kind' = 'document'`,
    [mediaId],
  )
  const row = rows[0]
  if (row === undefined || page > (DocumentProbe.parse(row.probe).pageCount ?? 0))
    throw errors.notFound('file')
  void reply.headers({ 'cache-control': CACHE_CONTROL, 'content-type': 'image/jpeg' })
  // Nothing is drawn for somebody who only asks whether it is there.
  if (request.method === 'HEAD') return reply.send('')
  const gone = new AbortController()
  const onClose = () => gone.abort(errors.brokenRequest())
  reply.raw.once('close', onClose)
  try {
    const inputPath = await deps.store.localPath(parseBlobKey(row.blob_key))
    return await reply.send(await deps.pages.page({ key: mediaId, inputPath }, page, gone.signal))
  } catch (error) {
    void reply.header('cache-control', 'no-store')
    if (!(error instanceof PageFailedError)) throw error
    deps.log.warn({ mediaId, page, detail: error.failure.detail }, `no page: ${error.message}`)
    throw errors.unplayable(error.message)
  } finally {
    reply.raw.off('close', onClose)
  }
}
