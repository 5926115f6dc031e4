// POST /api/assets/{id}/visit: somebody opens the room of a file. Answers with what is new since they were last there.
import { CompiledQuery } from 'kysely'
import type { AssetId, CommentId } from '@rushes/contract/ids'
import type { Visit } from '@rushes/contract/visits'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { standingOf } from '../../access/standing.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { MOST_NEW, newCommentsOn } from './new-comments.ts'

/** On the first visit everything is new, and nothing is said to be. */
export async function beginVisit(deps: Deps, actor: Actor, id: AssetId): Promise<Visit> {
  const asset = await requireAsset(deps, actor, id, 'see')
  if (asset.type === 'folder')
    throw errors.invalid([{ field: 'asset_id', title: 'is a folder; only files are looked at' }])
  const assetId = asset.cover_asset_id ?? asset.id
  const at = deps.now()
  const { rows } = await deps.db.executeQuery<{ visited_at: string | null }>(
    CompiledQuery.raw(
      `with before as (select visited_at from asset_visits where user_id = $1 and asset_id = $2),
        written as (
          insert into asset_visits (user_id, asset_id, visited_at) values ($1, $2, $3)
          on conflict (user_id, asset_id) do update set visited_at = excluded.visited_at
        )
      select (select visited_at from before) as visited_at`,
      [actor.userId, assetId, at],
    ),
  )
  const since = rows[0]?.visited_at ?? null
  if (since === null) return { last_visited_at: null, new_comment_ids: [] }
  const found = await deps.db.executeQuery<{ id: CommentId }>(
    CompiledQuery.raw(
      `select c.id ${newCommentsOn('$2', '$3', '$4::boolean')} order by c.inserted_at, c.id limit ${String(MOST_NEW)}`,
      [actor.userId, assetId, since, may('see private', standingOf(asset))],
    ),
  )
  return { last_visited_at: since, new_comment_ids: found.rows.map(({ id: commentId }) => commentId) }
}
