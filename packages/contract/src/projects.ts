// Project and its preferences (v2-platform.md 8.4, appendix B).
import { z } from 'zod'
import { ProjectId, TeamId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { Team } from './teams.ts'
import { UserPermissions } from './user-permissions.ts'
import { DateTime, wireBoolean, wireList, wireText } from './wire.ts'

export const ProjectPreferences = z.object({
  _type: z.literal('project_preference'),
  id: z.string(),
  project_id: z.string(),
  user_id: z.string().nullable(),
  collaborator_can_download: z.boolean(),
  collaborator_can_invite: z.boolean(),
  collaborator_can_share: z.boolean(),
  devices_enabled: z.boolean(),
  notify_on_new_asset: z.boolean(),
  notify_on_new_collaborator: z.boolean(),
  notify_on_new_comment: z.boolean(),
  notify_on_new_mention: z.boolean(),
  notify_on_updated_label: z.boolean(),
  notify_slack: z.boolean(),
  review_link_preferences: z.record(z.string(), z.unknown()).nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type ProjectPreferences = z.infer<typeof ProjectPreferences>

export const Project = z.object({
  _type: z.literal('project'),
  id: z.string(),
  name: z.string(),
  description: z.string().nullable(),
  team_id: z.string(),
  owner_id: z.string(),
  private: z.boolean(),
  shared: z.boolean(),
  read_only: z.boolean(),
  root_asset_id: z.string(),
  root_asset: z.object({
    _type: z.literal('folder'),
    type: z.literal('folder'),
    id: z.string(),
    name: z.string(),
    parent_id: z.string().nullable(),
    project_id: z.string(),
    item_count: z.int(),
  }),
  invite_url: z.string().nullable(),
  collaborator_count: z.int(),
  file_count: z.int(),
  folder_count: z.int(),
  storage: z.int(),
  archive_status: z.string().nullable(),
  archived_at: DateTime.nullable(),
  archived_file_count: z.int(),
  archived_storage: z.int(),
  ignore_archive: z.boolean(),
  has_drm_assets: z.boolean(),
  project_preferences: ProjectPreferences,
  user_preferences: ProjectPreferences,
  user_permissions: UserPermissions,
  watermark: z.record(z.string(), z.unknown()).nullable(),
  resource_id: z.string().nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
  /** Only with `include=team`. */
  team: Team.optional(),
})
/** `storage` in bytes. `root_asset_id` is the folder whose children are the project's content. */
export type Project = z.infer<typeof Project>

const ProjectPreferencesBody = z
  .object({
    collaborator_can_download: wireBoolean(),
    collaborator_can_invite: wireBoolean(),
    collaborator_can_share: wireBoolean(),
    devices_enabled: wireBoolean(),
    notify_on_new_asset: wireBoolean(),
    notify_on_new_collaborator: wireBoolean(),
    notify_on_new_comment: wireBoolean(),
    notify_on_new_mention: wireBoolean(),
    notify_on_updated_label: wireBoolean(),
    notify_slack: wireBoolean(),
  })
  .partial()

const ProjectName = wireText(512).refine((name) => name.trim() !== '', 'must not be empty')

export const CreateProjectBody = z.object({
  name: ProjectName,
  description: wireText(10_000).nullish(),
  private: wireBoolean().nullish(),
  project_preferences: ProjectPreferencesBody.nullish(),
})
export type CreateProjectBody = z.infer<typeof CreateProjectBody>

/** PUT is partial: only the keys sent are changed (v2-platform.md 2). */
export const UpdateProjectBody = CreateProjectBody.partial()
export type UpdateProjectBody = z.infer<typeof UpdateProjectBody>

export const ProjectParams = z.object({ project_id: ProjectId })
export const TeamParams = z.object({ team_id: TeamId })

export const ListProjectsQuery = PageQuery.extend({
  include: wireList(),
  sort: z.string().max(200).optional().catch(undefined),
  filter: z
    .object({ archived: z.string().optional(), name: z.string().optional() })
    .partial()
    .catch({})
    .default({}),
})
export type ListProjectsQuery = z.infer<typeof ListProjectsQuery>
