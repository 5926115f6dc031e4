// The one way a project is read: the row, its root folder's count, and the caller's roles, in one statement.
import type { AccountId, AssetId, ProjectId, TeamId, UserId } from '@rushes/contract/ids'
import { STANDING_COLUMNS } from './standing-columns.ts'
import type { StandingColumns } from './standing-columns.ts'

export interface ProjectRow extends StandingColumns {
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
  collaborator_count: number
  archived_at: string | null
  /** The caller's own switches; null when never touched. */
  user_preferences: Record<string, boolean> | null
}

/** SQL of projects as the caller ($1) sees them; `rest` starts after the joins and may use $2 and up. */
export function selectProjects(rest: string): string {
  return `select p.id, p.team_id, p.account_id, p.owner_id, p.root_asset_id, p.name, p.description, p.private,
      p.file_count, p.folder_count, p.storage, p.preferences, p.inserted_at, p.updated_at, p.deleted_at,
      p.collaborator_count, p.archived_at, root.item_count as root_item_count,
      (select pup.preferences from project_user_preferences pup where pup.project_id = p.id and pup.user_id = $1) as user_preferences,
      ${STANDING_COLUMNS}
    from projects p join assets root on root.id = p.root_asset_id ${rest}`
}
