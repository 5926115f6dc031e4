// A person's own notify_* switches of a project: for themselves alone, so seeing the project is enough.
import type { ProjectId } from '@rushes/contract/ids'
import type { UserPreferencesBody } from '@rushes/contract/projects'
import type { Actor } from '../../access/actor.ts'
import { requireProject } from '../../access/require-place.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'

export async function setUserPreferences(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  body: UserPreferencesBody,
  requestId: string,
): Promise<void> {
  const project = await requireProject(deps, actor, projectId, 'see')
  const preferences = JSON.stringify({ ...project.user_preferences, ...body })
  await deps.db.transaction().execute(async (trx) => {
    await trx
      .insertInto('project_user_preferences')
      .values({ project_id: projectId, user_id: actor.userId, preferences })
      .onConflict((conflict) => conflict.columns(['project_id', 'user_id']).doUpdateSet({ preferences }))
      .execute()
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'project.preferences.updated',
      at: deps.now(),
      actorId: actor.userId,
      accountId: project.account_id,
      teamId: project.team_id,
      projectId,
      resource: { type: 'project', id: projectId },
      before: project.user_preferences,
      after: body,
      requestId,
    })
  })
}
