// POST /v2/assets/{id}/realtime_upload/parts (v2-assets.md 7): URLs for pieces of a file that is still being made. What is
// wrong is answered with 400 here, as the reference's page has it: only devices call this.
import type { Transaction } from 'kysely'
import type { AssetId, MediaId } from '@rushes/contract/ids'
import { RealtimePartsBody } from '@rushes/contract/realtime-upload'
import type { RealtimePart } from '@rushes/contract/realtime-upload'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { uploadLinkExpiry, uploadPath } from '../../access/signed-links.ts'
import type { AssetRow } from '../../db/asset-rows.ts'
import { writeAssetEvent } from '../../db/events.ts'
import { inTransaction } from '../../db/in-transaction.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'

/** A part that was registered before gets a fresh URL (7, step 4). */
export async function registerRealtimeParts(
  deps: Deps,
  actor: Actor,
  id: AssetId,
  sent: unknown,
  { origin, requestId }: { origin: string; requestId: string },
): Promise<{ upload_urls: string[] }> {
  const asset = await requireAsset(deps, actor, id, 'organise')
  const parsed = RealtimePartsBody.safeParse(sent)
  if (!parsed.success) {
    const [issue] = parsed.error.issues
    throw errors.badParts(`${issue?.path.map(String).join('.') ?? 'body'} ${issue?.message ?? 'is invalid'}.`)
  }
  const { parts, asset_name: name } = parsed.data
  const { media_id: mediaId } = asset
  if (mediaId === null || asset.type !== 'file')
    throw errors.badParts('This asset is not a real-time upload.')
  await inTransaction(deps.db, async (trx) => {
    const upload = await trx
      .selectFrom('uploads as u')
      .innerJoin('media as m', 'm.id', 'u.media_id')
      .select(['u.is_realtime', 'u.default_name', 'm.state'])
      .where('u.media_id', '=', mediaId)
      .forUpdate()
      .executeTakeFirst()
    if (upload?.is_realtime !== true) throw errors.badParts('This asset is not a real-time upload.')
    if (upload.state !== 'arriving') throw errors.badParts('This upload is over; it takes no more parts.')
    await register(deps, trx, mediaId, parts)
    await trx
      .updateTable('uploads')
      .set({ expires_at: uploadLinkExpiry(deps.now()) })
      .where('media_id', '=', mediaId)
      .execute()
    if (name !== null && name !== undefined && upload.default_name !== null)
      await rename(deps, trx, actor, asset, { from: upload.default_name, to: name, requestId })
  })
  const now = deps.now()
  return { upload_urls: parts.map((part) => origin + uploadPath(deps.secret, id, part.number, now)) }
}

async function register(
  deps: Deps,
  trx: Transaction<Database>,
  mediaId: MediaId,
  parts: readonly RealtimePart[],
): Promise<void> {
  const final = parts.find((part) => part.is_final)
  const known = await trx
    .selectFrom('realtime_parts')
    .select('number')
    .where('media_id', '=', mediaId)
    .where('is_final', '=', true)
    .executeTakeFirst()
  if (final !== undefined && known !== undefined && known.number !== final.number)
    throw errors.badParts(`Part ${String(known.number)} is the final one already.`)
  const at = deps.now()
  await trx
    .insertInto('realtime_parts')
    .values(
      parts.map((part) => ({
        media_id: mediaId,
        number: part.number,
        size_bytes: part.size,
        is_final: part.is_final,
        inserted_at: at,
      })),
    )
    .onConflict((conflict) =>
      conflict.columns(['media_id', 'number']).doUpdateSet((eb) => ({
        size_bytes: eb.ref('excluded.size_bytes'),
        is_final: eb.ref('excluded.is_final'),
      })),
    )
    .execute()
}

/** Only while the asset has the name the server gave it (7, `asset_name`). */
async function rename(
  deps: Deps,
  trx: Transaction<Database>,
  actor: Actor,
  asset: AssetRow,
  { from, to, requestId }: { from: string; to: string; requestId: string },
): Promise<void> {
  const at = deps.now()
  const renamed = await trx
    .updateTable('assets')
    .set({ name: to, updated_at: at })
    .where('id', '=', asset.id)
    .where('name', '=', from)
    .executeTakeFirst()
  if (renamed.numUpdatedRows === 0n) return
  await trx
    .updateTable('uploads')
    .set({ default_name: null })
    .where('media_id', '=', asset.media_id)
    .execute()
  await writeAssetEvent(trx, asset, {
    id: deps.newId(),
    type: 'asset.updated',
    at,
    actorId: actor.userId,
    before: { name: from },
    after: { name: to },
    requestId,
  })
}
