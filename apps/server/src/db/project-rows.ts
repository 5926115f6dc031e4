// The one way a project is read: the row, its root folder's count, and the caller's roles, in one statement.
import type { AccountId, AssetId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import type { AccountRole, TeamRole } from './schema.ts'

export interface ProjectRow {
  id: ProjectId
  team_id: TeamId
  account_id: AccountId
  owner_id: UserId
  root_asset_id: AssetId
  name: string
  description: string | null
  private: boolean
  file_count: number
  folder_count: number
  storage: number
  preferences: Record<string, boolean>
  inserted_at: string
  updated_at: string
  deleted_at: string | null
  root_item_count: number
  account_role: AccountRole | null
  team_role: TeamRole | null
  is_owner: boolean
}

/** SQL of projects as the caller ($1) sees them; `rest` starts after the joins and may use $2 and up. */
export function selectProjects(rest: string): string {
  return `select p.id, p.team_id, p.account_id, p.owner_id, p.root_asset_id, p.name, p.description, p.private,
      p.file_count, p.folder_count, p.storage, p.preferences, p.inserted_at, p.updated_at, p.deleted_at,
      root.item_count as root_item_count,
      (select am.role from account_members am where am.account_id = p.account_id and am.user_id = $1) as account_role,
      (select tm.role from team_members tm where tm.team_id = p.team_id and tm.user_id = $1) as team_role,
      p.owner_id = $1 as is_owner
    from projects p join assets root on root.id = p.root_asset_id ${rest}`
}
