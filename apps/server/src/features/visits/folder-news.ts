// GET and DELETE /api/assets/{id}/news: which cards of a folder have something new for the caller, and that they know.
import { CompiledQuery } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import type { CardNews } from '@rushes/contract/visits'
import { may } from '../../access/abilities.ts'
import type { Actor } from '../../access/actor.ts'
import { requireAsset } from '../../access/require-asset.ts'
import { standingOf } from '../../access/standing.ts'
import type { Deps } from '../../deps.ts'
import { MOST_NEW, newCommentsOn } from './new-comments.ts'

/** What was looked at before that is not watched any more: a bound for the work of one request. */
const MOST_VISITS = 2_000
/** Of files that were never opened, the newest; more marks than these say nothing. */
const MOST_ARRIVED = 200

/**
 * The cards of the folder ($2) that the caller ($1) has opened before, each with the version that it shows; $3: they may
 * see private things. A stack was visited when one of its versions was.
 */
const VISITED_CARDS = `
  with visits as (
    select asset_id, visited_at from asset_visits where user_id = $1
    order by visited_at desc limit ${String(MOST_VISITS)}
  ), cards as (
    select coalesce(stack.id, a.id) as id, coalesce(stack.cover_asset_id, a.id) as shown_id,
      max(v.visited_at) as visited_at,
      max(v.visited_at) filter (where a.id = coalesce(stack.cover_asset_id, a.id)) as shown_visited_at
    from visits v
    join assets a on a.id = v.asset_id and a.deleted_at is null
    left join assets stack on stack.id = a.parent_id and stack.type = 'version_stack'
    where coalesce(stack.parent_id, a.parent_id) = $2 and stack.deleted_at is null
      and ($3 or not (a.private or coalesce(stack.private, false)))
    group by 1, 2
  )`

export async function listNews(deps: Deps, actor: Actor, folderId: AssetId): Promise<CardNews[]> {
  const folder = await requireAsset(deps, actor, folderId, 'see')
  const { rows } = await deps.db.executeQuery<CardNews>(
    CompiledQuery.raw(
      `${VISITED_CARDS}, news as (
        select cards.id as asset_id,
          (select count(*)::int from (select 1 ${newCommentsOn('cards.shown_id', 'coalesce(cards.shown_visited_at, cards.visited_at)', '$3')}
            limit ${String(MOST_NEW)}) new) as new_comment_count,
          exists (select 1 from assets version where version.parent_id = cards.id and version.deleted_at is null
            and version.inserted_at > cards.visited_at and version.creator_id <> $1) as has_new_version
        from cards
      ), arrived as (
        select a.id from assets a
        where a.parent_id = $2 and a.deleted_at is null and a.type <> 'folder' and a.creator_id <> $1
          and a.inserted_at > (select min(visited_at) from cards) and ($3 or not a.private)
          and not exists (select 1 from cards where cards.id = a.id)
        order by a.index limit ${String(MOST_ARRIVED)}
      )
      select *, false as is_new from news where new_comment_count > 0 or has_new_version
      union all select id, 0, false, true from arrived`,
      [actor.userId, folder.id, may('see private', standingOf(folder))],
    ),
  )
  return rows
}

/** Everything in the folder counts as seen. */
export async function dismissNews(deps: Deps, actor: Actor, folderId: AssetId): Promise<{ ok: boolean }> {
  const folder = await requireAsset(deps, actor, folderId, 'see')
  await deps.db.executeQuery(
    CompiledQuery.raw(
      `${VISITED_CARDS}
      insert into asset_visits (user_id, asset_id, visited_at) select $1, shown_id, $4 from cards
      on conflict (user_id, asset_id) do update set visited_at = excluded.visited_at`,
      [actor.userId, folder.id, may('see private', standingOf(folder)), deps.now()],
    ),
  )
  return { ok: true }
}
