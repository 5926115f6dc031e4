// Who can be named in a comment: everybody who sees the project. Also what the room suggests after an "@".
import type { MentionablePerson } from '@rushes/contract/comments'
import type { ProjectId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireProject } from '../../access/require-place.ts'
import type { Deps } from '../../deps.ts'
import { pictureUrls } from '../../views/picture-urls.ts'

/** A bound for teams nobody has seen yet; who is beyond it can still be told by e-mail. */
const MAX_PEOPLE = 1000

const SELECT = `
  select u.id, u.name, u.email, u.color, u.picture, bool_or(seat.is_team) as is_team
  from projects p
  cross join lateral (
    select co.user_id, false as is_team from collaborators co where co.project_id = p.id
    union all
    select tm.user_id, true from team_members tm
    where tm.team_id = p.team_id and (not p.private or tm.role = 'team_manager' or tm.user_id = p.owner_id
      or exists (select 1 from collaborators co where co.project_id = p.id and co.user_id = tm.user_id))
    union all
    select am.user_id, true from account_members am where am.account_id = p.account_id and am.role in ('owner', 'admin')
  ) seat
  join users u on u.id = seat.user_id
  where p.id = $1 and u.deleted_at is null
  group by u.id order by lower(u.name), u.id limit ${String(MAX_PEOPLE)}`

interface PersonRow extends Omit<MentionablePerson, 'image_64'> {
  /** Names their picture, see views/picture-urls.ts. */
  picture: string | null
}

/** Without asking who wants to know: for use-cases that have asked. */
export function readMentionablePeople(deps: Deps, projectId: ProjectId): Promise<PersonRow[]> {
  return deps.points.read<PersonRow>('mentionable-people', SELECT, [projectId])
}

export async function listMentionablePeople(
  deps: Deps,
  actor: Actor,
  projectId: ProjectId,
): Promise<MentionablePerson[]> {
  await requireProject(deps, actor, projectId, 'see')
  const people = await readMentionablePeople(deps, projectId)
  return people.map(({ picture, ...person }) => ({
    ...person,
    image_64: pictureUrls(picture, actor.origin).image_64,
  }))
}
