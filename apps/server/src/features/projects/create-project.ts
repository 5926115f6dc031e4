// A new project and the invisible root folder that holds its content (v2-platform.md 8.4).
import type { CreateProjectBody } from '@rushes/contract/projects'
import type { AssetId, ProjectId, TeamId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireTeam } from '../../access/require-place.ts'
import { insertProject } from '../../db/insert-project.ts'
import type { Deps } from '../../deps.ts'

export async function createProject(
  deps: Deps,
  actor: Actor,
  teamId: TeamId,
  body: CreateProjectBody,
  requestId: string,
): Promise<ProjectId> {
  const team = await requireTeam(deps, actor, teamId, 'create project')
  const id = deps.newId() as ProjectId
  await deps.db.transaction().execute((trx) =>
    insertProject(trx, {
      id,
      rootAssetId: deps.newId() as AssetId,
      eventId: deps.newId(),
      ownerPlaceId: deps.newId(),
      accountId: team.accountId,
      teamId,
      ownerId: actor.userId,
      name: body.name,
      description: body.description ?? null,
      isPrivate: body.private ?? false,
      preferences: body.project_preferences ?? {},
      at: deps.now(),
      requestId,
    }),
  )
  return id
}
