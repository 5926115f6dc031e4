// Which comments are new for somebody, as SQL: the one rule for the room and for the cards of a folder.

/** Further ones are not counted. */
export const MOST_NEW = 100

/**
 * Comments c on an asset since a time: of others, not seen yet, and none that the team keeps from the caller ($1).
 * `maySeePrivate` is SQL.
 */
export function newCommentsOn(assetId: string, since: string, maySeePrivate: string): string {
  return `from comments c
    where c.asset_id = ${assetId} and c.deleted_at is null and c.inserted_at > ${since} and c.owner_id <> $1
      and (${maySeePrivate} or not c.team_only)
      and not exists (select 1 from comment_impressions i
        where i.comment_id = c.id and i.type = 'read' and i.user_id = $1)`
}
