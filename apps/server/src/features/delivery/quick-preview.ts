// The quick preview of a film, or of sound alone: a 540p that is known from the probe alone and whose segments are made
// when somebody asks for them (docs/decisions/0008).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MediaId } from '@rushes/contract/ids'
import { SegmentFailedError } from '@rushes/media/make-segments'
import { MediaProbe } from '@rushes/media/media-probe'
import { segmentGrid } from '@rushes/media/segment-grid'
import { SegmentComingError } from '@rushes/media/segment-source'
import type { SegmentSource } from '@rushes/media/segment-source'
import { parseBlobKey } from '@rushes/storage/blob-key'
import { markOf } from '../../db/team-mark.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'

/** Where the files of a preview lie among the media links of an asset. */
export const QUICK_FOLDER = 'quick'

/** Links expire within a day, and a segment comes out the same however often it is made. */
const CACHE_CONTROL = 'private, max-age=21600'

interface PreviewRow {
  blob_key: string
  probe: unknown
  watermark: unknown
  is_better_coming: boolean
}

/** Null when the media cannot be played, has not been looked at, or is not there in full. */
export async function findPreview(deps: Deps, mediaId: MediaId): Promise<SegmentSource | null> {
  const rows = await deps.points.read<PreviewRow>(
    'preview',
    `select m.blob_key, m.probe, t.settings -> 'watermark' as watermark, exists (
       select 1 from renditions r
       where r.media_id = m.id and (r.kind like 'h264\\_%' or r.kind = 'audio') and r.state in ('queued', 'running')) as is_better_coming
     from media m left join teams t on t.id = m.team_id
     where m.id = $1 and m.state = 'complete' and m.blob_key is not null and m.probe ->> 'kind' in ('video', 'audio')`,
    [mediaId],
  )
  const row = rows[0]
  if (row === undefined) return null
  const probe = MediaProbe.parse(row.probe)
  if (probe.kind !== 'video' && probe.kind !== 'audio') return null
  return {
    key: mediaId,
    inputPath: await deps.store.localPath(parseBlobKey(row.blob_key)),
    probe,
    mark: probe.kind === 'video' ? markOf(row.watermark) : null,
    // Whoever sees it without a mark of their own has the proxies themselves.
    proxy: null,
    isBetterComing: row.is_better_coming,
  }
}

/** "quick/init.mp4" → "init", "quick/17.m4s" → 17; null for anything else. */
export function readQuickPath(path: string): 'init' | number | null {
  if (path === `${QUICK_FOLDER}/init.mp4`) return 'init'
  const index = new RegExp(`^${QUICK_FOLDER}/(0|[1-9]\\d{0,8})\\.m4s$`).exec(path)?.[1]
  return index === undefined ? null : Number(index)
}

/** Answers with the init or a segment. Ends what is made for this request alone when the caller goes away. */
export async function sendQuickPiece(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  source: SegmentSource | null,
  piece: 'init' | number,
  cacheControl: string = CACHE_CONTROL,
): Promise<FastifyReply> {
  if (source === null || (piece !== 'init' && piece >= segmentGrid(source.probe).segmentCount))
    throw errors.notFound('file')
  void reply.headers({ 'cache-control': cacheControl, 'content-type': 'video/mp4' })
  // Nothing is made for somebody who only asks whether it is there.
  if (request.method === 'HEAD') return reply.send('')
  return reply.send(await makePiece(deps, reply, source, piece))
}

async function makePiece(
  deps: Deps,
  reply: FastifyReply,
  source: SegmentSource,
  piece: 'init' | number,
): Promise<Buffer> {
  const gone = new AbortController()
  const onClose = () => gone.abort(errors.brokenRequest())
  reply.raw.once('close', onClose)
  try {
    return piece === 'init'
      ? await deps.segments.init(source)
      : await deps.segments.segment(source, piece, gone.signal)
  } catch (error) {
    void reply.header('cache-control', 'no-store')
    if (error instanceof SegmentComingError) {
      void reply.header('retry-after', '5')
      throw errors.stillComing(
        'This part of the film takes too long to make on demand. It can be watched as soon as the proxies are done.',
      )
    }
    if (error instanceof SegmentFailedError) {
      deps.log.warn(
        { mediaId: source.key, piece, detail: error.failure.detail },
        `no preview: ${error.message}`,
      )
      throw errors.unplayable(error.message)
    }
    throw error
  } finally {
    reply.raw.off('close', onClose)
  }
}
