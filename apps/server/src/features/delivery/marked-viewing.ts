// What a marked viewer is given: small pictures as they are, a film as the quick preview under a mark that says who watches,
// from where and when. Nothing that is not named here (docs/decisions/0012).
import type { FastifyReply, FastifyRequest } from 'fastify'
import type { MediaId, UserId } from '@rushes/contract/ids'
import type { VideoProbe } from '@rushes/media/media-probe'
import { previewKind } from '@rushes/media/preview-rung'
import type { SegmentSource } from '@rushes/media/segment-source'
import { parseBlobKey } from '@rushes/storage/blob-key'
import { isOpenToMarked } from '../../access/open-to-marked.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { findFile, findRendition } from './find-file.ts'
import type { LinkedMedia } from './find-file.ts'
import { sendPlaylist } from './hls.ts'
import type { HlsReader } from './hls.ts'
import { findPreview, QUICK_FOLDER, readQuickPath, sendQuickPiece } from './quick-preview.ts'
import { sendFile } from './send-file.ts'
import { viewerMark } from './viewer-mark.ts'

/** The next one who asks from another address, or in another hour, must not be given the old mark. */
const CACHE_CONTROL = 'private, no-store'

export async function deliverMarked(
  deps: Deps,
  hls: HlsReader,
  request: FastifyRequest,
  reply: FastifyReply,
  media: LinkedMedia,
  viewerId: UserId,
  path: string,
): Promise<FastifyReply> {
  const { media_id: mediaId } = media
  const playlist = /^hls\/(\w+)\.m3u8$/.exec(path)?.[1]
  if (playlist === 'master') return sendPlaylist(reply, await hls.preview(mediaId))
  if (playlist === QUICK_FOLDER) return sendPlaylist(reply, await hls.rung(mediaId, playlist))
  const piece = readQuickPath(path)
  if (piece !== null) {
    const source = await markedPreview(deps, request, media, viewerId)
    return sendQuickPiece(deps, request, reply, source, piece, CACHE_CONTROL)
  }
  const kind = /^([a-z0-9_]+)\.[a-z0-9]+$/.exec(path)?.[1] ?? ''
  const file = isOpenToMarked(kind) ? await findFile(deps, media, 'view', path, false) : null
  if (file === null) throw errors.notFound('file')
  return sendFile(deps, request, reply, file)
}

async function markedPreview(
  deps: Deps,
  request: FastifyRequest,
  { media_id: mediaId }: LinkedMedia,
  viewerId: UserId,
): Promise<SegmentSource | null> {
  const preview = await findPreview(deps, mediaId)
  const rows = await deps.points.read<{ name: string; email: string }>(
    'marked-viewer',
    'select name, email from users where id = $1 and deleted_at is null',
    [viewerId],
  )
  const [viewer] = rows
  if (viewer === undefined) throw errors.forbidden('This link is not valid any more.')
  // Sound alone has nothing to lay a mark over.
  if (preview?.probe.kind !== 'video') return preview
  const teamMark = preview.mark ?? []
  const taken = teamMark.map(({ position }) => position)
  const ownMark = viewerMark({ ...viewer, address: request.ip, now: deps.now() }, taken)
  const proxy = await findProxy(deps, mediaId, preview.probe)
  return {
    ...preview,
    mark: [...teamMark, ...ownMark],
    // The team's mark is in it already.
    proxy: proxy === null ? null : { inputPath: proxy, mark: ownMark },
  }
}

/** The rung of the preview's size, once it is done. */
async function findProxy(deps: Deps, mediaId: MediaId, probe: VideoProbe): Promise<string | null> {
  const rung = await findRendition(deps, mediaId, `${previewKind(probe)}.mp4`)
  return rung === null ? null : deps.store.localPath(parseBlobKey(rung.blob_key))
}
