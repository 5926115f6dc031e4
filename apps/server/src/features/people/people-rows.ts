// The people of an account: its members, and those who were invited into its projects.
import { CompiledQuery } from 'kysely'
import type { AccountId, UserId } from '@rushes/contract/ids'
import type { ListPeopleQuery, Person } from '@rushes/contract/people'
import type { Actor } from '../../access/actor.ts'
import { requireAccount } from '../../access/require-place.ts'
import { escapeLike } from '../../db/order-by.ts'
import type { AccountRole } from '../../db/schema.ts'
import { USER_COLUMNS } from '../../db/user-rows.ts'
import type { UserColumns } from '../../db/user-rows.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'
import { userView } from '../../views/user-view.ts'

export interface PersonRow extends UserColumns {
  role: AccountRole | null
  has_second_factor: boolean
  teams: Person['teams'] | null
  projects: Person['projects'] | null
}

/** $1 is the account. */
const SOURCE = `from users u left join account_members am on am.account_id = $1 and am.user_id = u.id
  where (am.user_id is not null or exists (
    select 1 from collaborators co join projects p on p.id = co.project_id
    where co.user_id = u.id and p.account_id = $1 and p.deleted_at is null))`

const SELECT = `select am.role, ${USER_COLUMNS},
    (exists (select 1 from authenticators f where f.user_id = u.id and f.confirmed_at is not null)
      or exists (select 1 from passkeys k where k.user_id = u.id)) as has_second_factor,
    (select json_agg(json_build_object('id', t.id, 'name', t.name, 'role', tm.role) order by lower(t.name), t.id)
     from team_members tm join teams t on t.id = tm.team_id
     where tm.user_id = u.id and t.account_id = $1 and t.deleted_at is null) as teams,
    (select json_agg(json_build_object('id', listed.id, 'name', listed.name)) from (
       select p.id, p.name from collaborators co join projects p on p.id = co.project_id
       where co.user_id = u.id and p.account_id = $1 and p.deleted_at is null and p.owner_id <> u.id
       order by lower(p.name), p.id limit 100) listed) as projects
  ${SOURCE}`

export async function listPeople(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
  query: ListPeopleQuery,
): Promise<ListPage<Person>> {
  await requireAccount(deps, actor, accountId, 'manage people')
  const matches = `and ($2::text is null or u.name ilike '%' || $2 || '%' or u.email ilike '%' || $2 || '%')`
  const values = [accountId, query.q === undefined ? null : escapeLike(query.q)]
  const rows = await deps.db.executeQuery<PersonRow>(
    CompiledQuery.raw(`${SELECT} ${matches} order by lower(u.name), u.id limit $3 offset $4`, [
      ...values,
      query.page_size,
      offsetOf(query),
    ]),
  )
  const counted = await deps.db.executeQuery<{ total: number }>(
    CompiledQuery.raw(`select count(*)::int as total ${SOURCE} ${matches}`, values),
  )
  return {
    items: rows.rows.map((row) => personView(row, accountId, actor.origin)),
    total: counted.rows[0]?.total ?? 0,
  }
}

/** One of them, deactivated or not. Throws 404 for somebody who has nothing to do with the account. */
export async function findPersonOf(deps: Deps, accountId: AccountId, userId: UserId): Promise<PersonRow> {
  const rows = await deps.points.read<PersonRow>('person-of-account', `${SELECT} and u.id = $2`, [
    accountId,
    userId,
  ])
  const row = rows[0]
  if (row === undefined) throw errors.notFound('person')
  return row
}

export function personView(row: PersonRow, accountId: AccountId, origin: string): Person {
  return {
    user: userView(row, origin),
    role: row.role,
    is_active: row.u_deleted_at === null,
    is_home: row.u_account_id === accountId,
    has_second_factor: row.has_second_factor,
    teams: row.teams ?? [],
    projects: row.projects ?? [],
  }
}
