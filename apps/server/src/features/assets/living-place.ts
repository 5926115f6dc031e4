// Where something that comes back goes: its old folder, or the nearest one above it that can be seen.
import type { Transaction } from 'kysely'
import type { AssetId, ProjectId } from '@rushes/contract/ids'
import type { Database } from '../../db/schema.ts'
import { errors } from '../../http/errors.ts'

export interface LivingPlace {
  parentId: AssetId
  /** A folder that was passed on the way up was private: what comes out of it must not be shown to everybody. */
  leavesPrivate: boolean
}

/**
 * The old folder, or the first one above it that is not deleted itself. The root folder lives as long as its project;
 * throws 409 when that is gone.
 */
export async function findLivingPlace(
  trx: Transaction<Database>,
  asset: { parent_id: AssetId | null; project_id: ProjectId },
): Promise<LivingPlace> {
  const project = await trx
    .selectFrom('projects')
    .select('deleted_at')
    .where('id', '=', asset.project_id)
    .executeTakeFirstOrThrow()
  let candidate = project.deleted_at === null ? asset.parent_id : null
  let nearest: LivingPlace | null = null
  let hasPassedPrivate = false
  while (candidate !== null) {
    const row = await trx
      .selectFrom('assets')
      .select(['id', 'parent_id', 'private', 'deleted_at', 'hard_deleted_at'])
      .where('id', '=', candidate)
      .executeTakeFirstOrThrow()
    const isAlive = row.deleted_at === null && row.hard_deleted_at === null
    // A living folder below a deleted one is invisible: keep climbing past it.
    if (isAlive) nearest ??= { parentId: row.id, leavesPrivate: hasPassedPrivate }
    else nearest = null
    hasPassedPrivate ||= row.private
    candidate = row.parent_id
  }
  if (nearest === null)
    throw errors.conflict('The project of this asset is gone, so there is nowhere to restore it to.')
  return nearest
}
