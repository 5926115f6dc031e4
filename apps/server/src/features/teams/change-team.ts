// Making and setting up a team (v2-platform.md 8.3). Whoever makes one manages it.
import type { AccountId, TeamId } from '@rushes/contract/ids'
import type { CreateTeamBody, UpdateTeamBody } from '@rushes/contract/teams'
import { TeamSettings } from '@rushes/contract/teams'
import type { Actor } from '../../access/actor.ts'
import { requireAccount, requireTeam } from '../../access/require-place.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'

export async function createTeam(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  body: CreateTeamBody,
  requestId: string,
): Promise<TeamId> {
  await requireAccount(deps, actor, accountId, 'create team')
  const id = deps.newId() as TeamId
  const at = deps.now()
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('teams')
      .values({
        id,
        account_id: accountId,
        creator_id: actor.userId,
        name: body.name,
        access: body.access ?? 'private',
        color: body.color ?? null,
        settings: JSON.stringify(settingsIn(body)),
        viewers_marked_since: markedSince(body, null, at),
        inserted_at: at,
        updated_at: at,
      })
      .execute()
    await trx
      .insertInto('team_members')
      .values({
        id: deps.newId(),
        team_id: id,
        user_id: actor.userId,
        role: 'team_manager',
        inserted_at: at,
        updated_at: at,
      })
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'team.created',
      at,
      actorId: actor.userId,
      accountId,
      teamId: id,
      resource: { type: 'team', id },
      after: body,
      requestId,
    })
  })
  return id
}

export async function updateTeam(
  deps: Deps,
  actor: Actor,
  id: TeamId,
  body: UpdateTeamBody,
  requestId: string,
): Promise<void> {
  const team = await requireTeam(deps, actor, id, 'manage team')
  const at = deps.now()
  await deps.db.transaction().execute(async (trx) => {
    const before = await trx
      .selectFrom('teams')
      .select(['name', 'access', 'color', 'settings', 'viewers_marked_since'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const after = {
      name: body.name ?? before.name,
      access: body.access ?? before.access,
      color: body.color === undefined ? before.color : body.color,
      settings: { ...before.settings, ...settingsIn(body) },
      viewers_marked_since: markedSince(body, before.viewers_marked_since, at),
    }
    await trx
      .updateTable('teams')
      .set({ ...after, settings: JSON.stringify(after.settings), updated_at: at })
      .where('id', '=', id)
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'team.updated',
      at,
      actorId: actor.userId,
      accountId: team.accountId,
      teamId: id,
      resource: { type: 'team', id },
      before,
      after,
      requestId,
    })
  })
}

/** The template in use is a moment: from then on links without a mark that were handed out before are void. */
function markedSince(body: UpdateTeamBody, before: string | null, at: Date): string | null {
  const { default_session_watermark_template_id: id } = body
  if (id === undefined) return before
  return id === null ? null : (before ?? at.toISOString())
}

/** The keys that were sent and have no column of their own. */
function settingsIn(body: UpdateTeamBody): TeamSettings {
  const known = Object.keys(TeamSettings.shape)
  return Object.fromEntries(
    Object.entries(body).filter(([key, value]) => known.includes(key) && value !== undefined),
  )
}
