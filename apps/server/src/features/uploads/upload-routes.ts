// Upload URLs (PUT, signed, no token: v2-assets.md 6) and our own upload page.
import type { FastifyInstance } from 'fastify'
import { AssetParams } from '@rushes/contract/asset-requests'
import { AssetId } from '@rushes/contract/ids'
import { UploadStatus } from '@rushes/contract/uploads'
import { PartLengthError, BlobTooLargeError } from '@rushes/storage/storage-errors'
import { z } from 'zod'
import { isUploadGranted } from '../../access/signed-links.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { defineRoute } from '../../http/route.ts'
import { receivePart } from './receive-part.ts'
import { cancelUpload, uploadStatus } from './upload-status.ts'

const PartParams = z.object({
  asset_id: AssetId,
  number: z.coerce.number().int().min(1).max(10_000),
  grant: z.string(),
})

/** Own scope: a body of any type is taken as it is. An Authorization header is ignored: the signature is the right. */
export function registerPartUploads(app: FastifyInstance, deps: Deps): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, payload, done) => done(null, payload))
  // Whatever type a part is said to have, also one that is none, is nobody's question here (v2-assets.md 12).
  app.addHook('onRequest', async (request) => {
    delete request.raw.headers['content-type']
  })

  app.put('/uploads/:asset_id/parts/:number/:grant', async (request, reply) => {
    const params = PartParams.safeParse(request.params)
    if (!params.success) throw errors.notFound('upload')
    const { asset_id: assetId, number, grant } = params.data
    if (!isUploadGranted(deps.secret, assetId, number, grant, deps.now())) {
      throw errors.forbidden('This upload URL is not valid or has expired. Ask for a fresh one.')
    }
    const sender = new AbortController()
    const onClose = () => {
      if (!request.raw.complete) sender.abort(new Error('The sender went away in the middle of a part.'))
    }
    request.raw.once('close', onClose)
    try {
      await receivePart(deps, {
        assetId,
        number,
        body: request.raw,
        contentLength: lengthOf(request.headers['content-length']),
        signal: sender.signal,
      })
    } catch (error) {
      if (error instanceof PartLengthError || error instanceof BlobTooLargeError)
        throw errors.invalid([{ field: 'body', title: error.message }])
      if (sender.signal.aborted) {
        request.log.info({ assetId, number }, 'the sender of a part went away')
        return reply.hijack()
      }
      throw error
    } finally {
      request.raw.off('close', onClose)
      // What a refused part still sends is read and dropped, so that its sender hears the answer.
      request.raw.resume()
    }
    // Only 200 counts as success for two shipped uploaders; an ETag as S3 gives one (v2-assets.md 6).
    return reply
      .status(200)
      .header('etag', `"${assetId.replaceAll('-', '')}-${String(number)}"`)
      .send('')
  })
}

function lengthOf(header: string | undefined): number | null {
  return header === undefined ? null : Number(header)
}

export const uploadStatusRoute = defineRoute({
  method: 'GET',
  path: '/api/assets/{asset_id}/upload',
  scope: 'asset.read',
  params: AssetParams,
  answer: UploadStatus,
  handle: (deps, { actor, params, origin }) => uploadStatus(deps, actor, params.asset_id, origin),
})

export const cancelUploadRoute = defineRoute({
  method: 'DELETE',
  path: '/api/assets/{asset_id}/upload',
  scope: 'asset.delete',
  params: AssetParams,
  answer: z.object({ asset_id: z.string() }),
  handle: async (deps, { actor, params }) => {
    await cancelUpload(deps, actor, params.asset_id)
    return { asset_id: params.asset_id }
  },
})
