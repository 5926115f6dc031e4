// Teams as the caller ($1) sees them, with their totals, in one statement.
import type { AccountId, TeamId, UserId } from '@rushes/contract/ids'
import type { TeamRole } from '../../db/schema.ts'

export interface TeamRow {
  id: TeamId
  account_id: AccountId
  creator_id: UserId
  name: string
  access: string
  color: string | null
  inserted_at: string
  updated_at: string
  deleted_at: string | null
  storage: number
  file_count: number
  folder_count: number
  project_count: number
  member_count: number
  team_role: TeamRole | null
}

/** `rest` starts after the joins and may use $2 and up. */
export function selectTeams(rest: string): string {
  return `select t.id, t.account_id, t.creator_id, t.name, t.access, t.color, t.inserted_at, t.updated_at, t.deleted_at,
      coalesce(totals.storage, 0)::bigint as storage, coalesce(totals.file_count, 0)::int as file_count,
      coalesce(totals.folder_count, 0)::int as folder_count, coalesce(totals.project_count, 0)::int as project_count,
      (select count(*)::int from team_members m where m.team_id = t.id) as member_count,
      (select tm.role from team_members tm where tm.team_id = t.id and tm.user_id = $1) as team_role
    from teams t
    left join lateral (
      select sum(p.storage) as storage, sum(p.file_count) as file_count, sum(p.folder_count) as folder_count, count(*) as project_count
      from projects p where p.team_id = t.id and p.deleted_at is null
    ) totals on true ${rest}`
}

/** Own teams; owners and admins of an account see all of its teams (v2-platform.md 7.2). */
export const VISIBLE_TEAMS = `t.deleted_at is null and (
  exists (select 1 from team_members m where m.team_id = t.id and m.user_id = $1)
  or exists (select 1 from account_members am where am.account_id = t.account_id and am.user_id = $1 and am.role in ('owner', 'admin')))`
