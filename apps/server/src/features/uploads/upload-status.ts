// Our page beside /v2: what has arrived of an upload, and freshly signed URLs, so that it can go on after a reload or
// after the first URLs expired (design 14).
import type { AssetId } from '@rushes/contract/ids'
import { partSizeBytes } from '@rushes/contract/upload-plan'
import type { UploadStatus } from '@rushes/contract/uploads'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { uploadLinkExpiry, uploadPath } from '../../access/signed-links.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { dropUpload } from './drop-upload.ts'
import { readUpload } from './upload-rows.ts'
import type { UploadRow } from './upload-rows.ts'

export async function uploadStatus(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  origin: string,
): Promise<UploadStatus> {
  const asset = await requireAsset(deps, actor, id, 'organise')
  const upload = asset.media_id === null ? undefined : await readUpload(deps.db, asset.media_id, false)
  if (upload === undefined) throw errors.notFound('upload')
  const received = await deps.db
    .selectFrom('upload_parts')
    .select(['number', 'size_bytes', 'received_at'])
    .where('media_id', '=', upload.media_id)
    .execute()
  const byNumber = new Map(received.map((part) => [part.number, part]))
  const now = deps.now()
  const partBytes = partSizeBytes(upload.declared_bytes, upload.part_count)
  return {
    asset_id: id,
    state: upload.state,
    filesize: upload.declared_bytes,
    received_bytes: received.reduce((sum, part) => sum + part.size_bytes, 0),
    expires_at: uploadLinkExpiry(now).toISOString(),
    parts: (await numbersOf(deps, upload)).map((number, index) => {
      return {
        number,
        start: Math.min(upload.declared_bytes, index * partBytes),
        end_exclusive: Math.min(upload.declared_bytes, number * partBytes),
        received_bytes: byNumber.get(number)?.size_bytes ?? null,
        received_at: byNumber.get(number)?.received_at ?? null,
        url: origin + uploadPath(deps.secret, id, number, now),
      }
    }),
  }
}

/** Numbers of the parts there are, from 1. */
async function numbersOf(deps: Deps, upload: UploadRow): Promise<number[]> {
  if (!upload.is_realtime) return Array.from({ length: upload.part_count }, (_, index) => index + 1)
  const registered = await deps.db
    .selectFrom('realtime_parts')
    .select('number')
    .where('media_id', '=', upload.media_id)
    .orderBy('number')
    .execute()
  return registered.map(({ number }) => number)
}

/** Ends an unfinished upload; refused once the file is there, because then it is an asset like any other. */
export async function cancelUpload(deps: Deps, actor: Actor, id: AssetId): Promise<void> {
  const asset = await requireAsset(deps, actor, id, 'organise')
  if (asset.media_id === null) throw errors.notFound('upload')
  if (asset.m_state === 'complete')
    throw errors.conflict('The upload is complete. Delete the asset instead; it can be restored for 30 days.')
  await dropUpload(deps, asset.media_id, actor.userId)
}
