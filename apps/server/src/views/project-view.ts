// A project as it leaves the server, alone or embedded in an asset (v2-platform.md 8.4).
import type { UserId } from '@rushes/contract/ids'
import type { Project, ProjectPreferences } from '@rushes/contract/projects'
import { isOnlyInvited, standingOf } from '../access/standing.ts'
import type { ProjectRow } from '../db/project-rows.ts'
import { userPermissions } from './user-permissions.ts'

export function projectView(row: ProjectRow, callerId: UserId): Project {
  const standing = standingOf(row)
  return {
    _type: 'project',
    id: row.id,
    name: row.name,
    description: row.description,
    team_id: row.team_id,
    owner_id: row.owner_id,
    private: row.private,
    shared: isOnlyInvited(standing),
    read_only: false,
    root_asset_id: row.root_asset_id,
    root_asset: {
      _type: 'folder',
      type: 'folder',
      id: row.root_asset_id,
      name: 'root',
      parent_id: null,
      project_id: row.id,
      item_count: row.root_item_count,
    },
    invite_url: null,
    // The owner counts as one (captured project, v2-platform.md appendix B).
    collaborator_count: row.collaborator_count,
    file_count: row.file_count,
    folder_count: row.folder_count,
    storage: row.storage,
    archive_status: row.archived_at === null ? 'standard' : 'archived',
    archived_at: row.archived_at,
    archived_file_count: row.archived_at === null ? 0 : row.file_count,
    archived_storage: row.archived_at === null ? 0 : row.storage,
    ignore_archive: false,
    has_drm_assets: false,
    project_preferences: preferencesView(row, null, {}),
    // The caller's own copy of the switches (v2-platform.md 8.4).
    user_preferences: preferencesView(row, callerId, row.user_preferences ?? {}),
    user_permissions: userPermissions(standing),
    watermark: null,
    resource_id: null,
    deleted_at: row.deleted_at,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

/** Defaults of a captured free-standing project (v2-platform.md 8.4). */
const DEFAULT_PREFERENCES = {
  collaborator_can_download: true,
  collaborator_can_invite: true,
  collaborator_can_share: false,
  devices_enabled: false,
  notify_on_new_asset: true,
  notify_on_new_collaborator: true,
  notify_on_new_comment: true,
  notify_on_new_mention: true,
  notify_on_updated_label: true,
  notify_slack: false,
}

function preferencesView(
  row: ProjectRow,
  userId: UserId | null,
  own: Record<string, boolean>,
): ProjectPreferences {
  return {
    _type: 'project_preference',
    id: row.id,
    project_id: row.id,
    user_id: userId,
    ...DEFAULT_PREFERENCES,
    ...row.preferences,
    ...own,
    review_link_preferences: null,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}
