// Inviting into a project (v2-platform.md 8.4): a known e-mail address becomes a collaborator at once, an unknown one a
// pending collaborator. Inviting somebody twice answers with the first time (13, row 38).
import type {
  AddCollaboratorBody,
  AnyCollaborator,
  BatchAddCollaboratorsBody,
  BatchCollaborators,
} from '@rushes/contract/collaborators'
import type { ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { newInvitationLink } from '../../access/invitation-link.ts'
import { requireProject, requireTeam } from '../../access/require-place.ts'
import { findPerson } from '../../db/find-person.ts'
import { insertCollaborator } from '../../db/insert-member.ts'
import type { Act } from '../../db/insert-member.ts'
import { insertInvitation } from '../../db/invitations.ts'
import type { ProjectRow } from '../../db/project-rows.ts'
import type { Deps } from '../../deps.ts'
import { forEachOnItsOwn } from '../../http/batch.ts'
import { errors } from '../../http/errors.ts'
import { mailInvitation } from '../../mail/mail-invitation.ts'
import { collaboratorView, pendingCollaboratorView, selectCollaborators } from './collaborator-rows.ts'
import type { CollaboratorRow } from './collaborator-rows.ts'

export async function addCollaborator(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  body: AddCollaboratorBody,
  include: readonly string[],
  requestId: string,
): Promise<AnyCollaborator> {
  const project = await requireProject(deps, actor, projectId, 'invite')
  return addTo(deps, actor, project, body, { include, isSilent: false }, requestId)
}

/** Each entry on its own; what failed is named, the call still answers 200. */
export async function batchAddCollaborators(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
  body: BatchAddCollaboratorsBody,
  requestId: string,
): Promise<BatchCollaborators> {
  const project = await requireProject(deps, actor, projectId, 'invite')
  const success: AnyCollaborator[] = []
  const how = { include: [], isSilent: body.send_email === false }
  const error = await forEachOnItsOwn(body.batch, nameOf, async (entry) => {
    if (entry.user_group_id !== undefined && entry.user_group_id !== null)
      throw errors.invalid([{ field: 'user_group_id', title: 'is not known: there are no user groups here' }])
    const message = entry.message ?? body.default_message ?? null
    const people =
      entry.team_id === undefined || entry.team_id === null
        ? [{ email: entry.email, user_id: entry.user_id }]
        : (await membersOf(deps, actor, entry.team_id)).map((userId) => ({ email: null, user_id: userId }))
    for (const person of people)
      success.push(await addTo(deps, actor, project, { ...person, message }, how, requestId))
  })
  return { success, error }
}

function nameOf(entry: BatchAddCollaboratorsBody['batch'][number]): string {
  return entry.email ?? entry.user_id ?? entry.team_id ?? entry.user_group_id ?? 'batch'
}

async function addTo(
  deps: Deps,
  actor: Actor,
  project: ProjectRow,
  body: AddCollaboratorBody,
  { include, isSilent }: { include: readonly string[]; isSilent: boolean },
  requestId: string,
): Promise<AnyCollaborator> {
  const act: Act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  const place = { accountId: project.account_id, teamId: project.team_id, projectId: project.id }
  const message = body.message ?? null
  const found = await findPerson(deps.db, project.account_id, body)
  if (found.kind === 'unknown') {
    const link = isSilent || deps.config.mail === null ? null : newInvitationLink(act.at)
    const invitation = await deps.db.transaction().execute(async (trx) => {
      const row = await insertInvitation(trx, act, {
        ...place,
        role: 'collaborator',
        email: found.email,
        creatorId: actor.userId,
        message,
        code: link?.kept ?? null,
        keepsOlderLink: true,
      })
      if (link !== null && row.isNew) await mailInvitation(deps, trx, row, link.code)
      return row
    })
    return pendingCollaboratorView(invitation)
  }
  await deps.db
    .transaction()
    .execute((trx) =>
      insertCollaborator(trx, act, { ...place, userId: found.userId, creatorId: actor.userId, message }),
    )
  const rows = await deps.points.read<CollaboratorRow>(
    'collaborator-by-user',
    selectCollaborators('where c.project_id = $1 and c.user_id = $2'),
    [project.id, found.userId],
  )
  const row = rows[0]
  // Removed again in the same moment by somebody else.
  if (row === undefined) throw errors.notFound('collaborator')
  return collaboratorView(row, actor.origin, include)
}

/** In the order they joined, which is the order a batch names them in. */
async function membersOf(deps: Deps, actor: Actor, teamId: TeamId): Promise<UserId[]> {
  await requireTeam(deps, actor, teamId, 'see')
  const rows = await deps.db
    .selectFrom('team_members as m')
    .innerJoin('users as u', 'u.id', 'm.user_id')
    .select('m.user_id')
    .where('m.team_id', '=', teamId)
    .where('u.deleted_at', 'is', null)
    .orderBy('m.inserted_at')
    .orderBy('m.user_id')
    .execute()
  return rows.map((row) => row.user_id)
}
