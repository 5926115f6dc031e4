// Reading invitations for those who manage them.
import { CompiledQuery } from 'kysely'
import type { Invitation, ListInvitationsQuery } from '@rushes/contract/people'
import type { Actor } from '../../access/actor.ts'
import { requireAccount, requireProject, requireTeam } from '../../access/require-place.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'

/** Rows come out as the contract has them. What leads into something deleted is not there. */
const SELECT = `select i.id, i.account_id, i.team_id, i.project_id, i.role, i.email, i.message, i.creator_id, i.expires_at,
    i.inserted_at, maker.name as creator_name, coalesce(p.name, t.name, a.display_name) as place_name
  from invitations i
  join accounts a on a.id = i.account_id
  join users maker on maker.id = i.creator_id
  left join teams t on t.id = i.team_id
  left join projects p on p.id = i.project_id
  where p.deleted_at is null and t.deleted_at is null`

/** Throws 404. Whether the caller may know of it is asked by who calls this. */
export async function readInvitation(deps: Deps, id: string): Promise<Invitation> {
  const rows = await deps.points.read<Invitation>('invitation', `${SELECT} and i.id = $1`, [id])
  const row = rows[0]
  if (row === undefined) throw errors.notFound('invitation')
  return row
}

/** Of one place: a project, a team (without its projects'), or all of an account. */
export async function listInvitations(
  deps: Deps,
  actor: Actor,
  query: ListInvitationsQuery,
): Promise<ListPage<Invitation>> {
  const [condition, id] = await requireListed(deps, actor, query)
  const rows = await deps.db.executeQuery<Invitation>(
    CompiledQuery.raw(`${SELECT} and ${condition} order by i.inserted_at desc, i.id limit $2 offset $3`, [
      id,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(`select count(*)::int as total from (${SELECT} and ${condition}) listed`, [id]),
  )
  return { items: rows.rows, total: counted.rows[0]?.total ?? 0 }
}

async function requireListed(
  deps: Deps,
  actor: Actor,
  query: ListInvitationsQuery,
): Promise<[condition: string, id: string]> {
  if (query.project_id !== undefined) {
    await requireProject(deps, actor, query.project_id, 'invite')
    return ['i.project_id = $1', query.project_id]
  }
  if (query.team_id !== undefined) {
    await requireTeam(deps, actor, query.team_id, 'manage members')
    return ['i.project_id is null and i.team_id = $1', query.team_id]
  }
  if (query.account_id === undefined) throw errors.invalid([{ field: 'account_id', title: "can't be blank" }])
  await requireAccount(deps, actor, query.account_id, 'manage people')
  return ['i.account_id = $1', query.account_id]
}
