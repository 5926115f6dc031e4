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
import { readUpload } from '../../db/upload-rows.ts'
import type { UploadRow } from '../../db/upload-rows.ts'

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
    .orderBy('number')
    .execute()
  const gap = received.findIndex((part, index) => part.number !== index + 1)
  const readable = gap === -1 ? received : received.slice(0, gap)
  const byNumber = new Map(received.map((part) => [part.number, part]))
  const now = deps.now()
  const ranges = await rangesOf(deps, upload, byNumber)
  return {
    asset_id: id,
    state: upload.state,
    filesize: upload.is_realtime ? (ranges.at(-1)?.end_exclusive ?? 0) : upload.declared_bytes,
    received_bytes: received.reduce((sum, part) => sum + part.size_bytes, 0),
    readable_bytes: readable.reduce((sum, part) => sum + part.size_bytes, 0),
    expires_at: uploadLinkExpiry(now).toISOString(),
    parts: ranges.map((range) => ({
      ...range,
      received_bytes: byNumber.get(range.number)?.size_bytes ?? null,
      received_at: byNumber.get(range.number)?.received_at ?? null,
      url: origin + uploadPath(deps.secret, id, range.number, now),
    })),
  }
}

interface PartRange {
  number: number
  start: number
  end_exclusive: number
}

/** The parts there are, from 1, and where they lie in the file as far as that is known. */
async function rangesOf(
  deps: Deps,
  upload: UploadRow,
  received: ReadonlyMap<number, { size_bytes: number }>,
): Promise<PartRange[]> {
  if (!upload.is_realtime) {
    const partBytes = partSizeBytes(upload.declared_bytes, upload.part_count)
    return Array.from({ length: upload.part_count }, (_, index) => ({
      number: index + 1,
      start: Math.min(upload.declared_bytes, index * partBytes),
      end_exclusive: Math.min(upload.declared_bytes, (index + 1) * partBytes),
    }))
  }
  const registered = await deps.db
    .selectFrom('realtime_parts')
    .select(['number', 'size_bytes'])
    .where('media_id', '=', upload.media_id)
    .orderBy('number')
    .execute()
  let start = 0
  return registered.map(({ number, size_bytes: declaredBytes }) => {
    const range = {
      number,
      start,
      end_exclusive: start + (received.get(number)?.size_bytes ?? declaredBytes),
    }
    start = range.end_exclusive
    return range
  })
}

/** Ends an unfinished upload; refused once the file is there, because then it is an asset like any other. */
export async function cancelUpload(deps: Deps, actor: Actor, id: AssetId): Promise<void> {
  const asset = await requireAsset(deps, actor, id, 'organise')
  if (asset.media_id === null) throw errors.notFound('upload')
  if (asset.m_state === 'complete')
    throw errors.conflict('The upload is complete. Delete the asset instead; it can be restored for 30 days.')
  await dropUpload(deps, asset.media_id, actor.userId)
}
