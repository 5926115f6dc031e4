// Job: a file that was created with auto_version_id becomes the next version of that asset once it has arrived
// (v2-assets.md 12), in the name of whoever uploaded it.
import type { AssetId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import type { Deps } from '../../deps.ts'
import { HttpError } from '../../http/errors.ts'
import { stackAround, versionAsset } from './version-asset.ts'

export async function autoVersion(deps: Deps, id: AssetId): Promise<void> {
  const asset = await deps.db
    .selectFrom('assets')
    .select(['creator_id', 'account_id', 'autoversion_id'])
    .where('id', '=', id)
    .executeTakeFirst()
  if (asset === undefined || asset.autoversion_id === null) return
  const uploader: Actor = {
    userId: asset.creator_id,
    accountId: asset.account_id,
    tokenId: '',
    kind: 'session',
    scopes: new Set(),
    // Links in the answer go nowhere: nobody waits for it.
    origin: '',
  }
  try {
    const base = await requireAsset(deps, uploader, asset.autoversion_id, 'organise')
    const stackId = base.type === 'file' ? await stackAround(deps, uploader, base) : null
    const context = {
      callerId: uploader.userId,
      origin: uploader.origin,
      secret: deps.secret,
      now: deps.now(),
    }
    await versionAsset(deps, uploader, stackId ?? base.id, id, context, null)
  } catch (error) {
    // The base was deleted or changed its kind meanwhile: the file stays where it was uploaded, which loses nothing.
    if (!(error instanceof HttpError)) throw error
    deps.log.warn({ assetId: id, detail: error.items[0]?.detail }, 'the upload could not become a version')
  }
}
