// /media/{asset_id}/{grant}/…: originals, pictures, proxies and playlists. The signature in the path is the right; an
// Authorization header is ignored, because one client sends it along (v2-assets.md 6).
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify'
import { AssetId } from '@rushes/contract/ids'
import { readMediaGrant } from '../../access/signed-links.ts'
import type { LinkGrant } from '../../access/signed-links.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import type { HttpError } from '../../http/errors.ts'
import { readPagePath, sendPage } from './document-page.ts'
import { findFile, findLinkedMedia } from './find-file.ts'
import type { LinkedMedia } from './find-file.ts'
import { createHlsReader, sendPlaylist } from './hls.ts'
import type { HlsReader } from './hls.ts'
import { deliverMarked } from './marked-viewing.ts'
import { findPreview, readQuickPath, sendQuickPiece } from './quick-preview.ts'
import { sendFile } from './send-file.ts'

/** Whatever was uploaded, it cannot run as a page of ours. */
const MEDIA_POLICY = "default-src 'none'; style-src 'unsafe-inline'; sandbox"

export function registerDelivery(app: FastifyInstance, deps: Deps): void {
  const hls = createHlsReader(deps)
  app.route({
    method: ['GET', 'HEAD'],
    url: '/media/:asset_id/:grant/*',
    handler: async (request, reply) => {
      const {
        asset_id: id,
        grant: grantText,
        '*': path,
      } = request.params as { asset_id: string; grant: string; '*': string }
      const assetId = AssetId.safeParse(id)
      const grant = assetId.success ? readMediaGrant(deps.secret, assetId.data, grantText, deps.now()) : null
      if (!assetId.success || grant === null) throw noLink()
      void reply.headers({
        'content-security-policy': MEDIA_POLICY,
        'cross-origin-resource-policy': 'cross-origin',
      })
      const media = await findLinkedMedia(deps, assetId.data)
      if (media === null) throw errors.notFound('file')
      if (grant.kind === 'marked')
        return deliverMarked(deps, hls, request, reply, media, grant.viewerId, path)
      if (grant.markedSinceMs !== markedSinceMsOf(media)) throw noLink()
      return deliver(deps, hls, request, reply, media, grant.kind, path)
    },
  })
}

function noLink(): HttpError {
  return errors.forbidden('This link is not valid or has expired. Fetch the asset again for a fresh one.')
}

/** A link from before the viewers of a team were marked ends when they are, whoever holds it. */
function markedSinceMsOf({ viewers_marked_since: since }: LinkedMedia): number | null {
  return since === null ? null : Date.parse(since)
}

async function deliver(
  deps: Deps,
  hls: HlsReader,
  request: FastifyRequest,
  reply: FastifyReply,
  media: LinkedMedia,
  grant: LinkGrant,
  path: string,
): Promise<FastifyReply> {
  const playlist = /^hls\/(\w+)\.m3u8$/.exec(path)?.[1]
  const piece = readQuickPath(path)
  const page = readPagePath(path)
  if (playlist === undefined && piece === null && page === null) {
    const { arriving } = request.query as { arriving?: unknown }
    const file = await findFile(deps, media, grant, path, arriving === 'wait')
    if (file === null) throw errors.notFound('file')
    return sendFile(deps, request, reply, file)
  }
  if (page !== null) return sendPage(deps, request, reply, media.media_id, page)
  if (piece !== null)
    return sendQuickPiece(deps, request, reply, await findPreview(deps, media.media_id), piece)
  const text =
    playlist === undefined || playlist === 'master'
      ? await hls.master(media.media_id)
      : await hls.rung(media.media_id, playlist)
  return sendPlaylist(reply, text)
}
