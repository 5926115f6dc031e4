// Project and its preferences (v2-platform.md 8.4, appendix B).
import { z } from 'zod'
import { AssetId, ProjectId, TeamId, UserId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { Team } from './teams.ts'
import { User } from './users.ts'
import { UserPermissions } from './user-permissions.ts'
import { DateTime, wireBoolean, wireInt, wireList, wireName, wireText } from './wire.ts'

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
  /** Only with `include=team`; null for who sees the project but not its team. */
  team: Team.nullable().optional(),
  /** Only with `include=owner`. */
  owner: User.optional(),
})
/** `storage` in bytes. `root_asset_id` is the folder whose children are the project's content. */
export type Project = z.infer<typeof Project>

/** A person's own switches (`user_preferences`). */
export const UserPreferencesBody = z
  .object({
    notify_on_new_asset: wireBoolean(),
    notify_on_new_collaborator: wireBoolean(),
    notify_on_new_comment: wireBoolean(),
    notify_on_new_mention: wireBoolean(),
    notify_on_updated_label: wireBoolean(),
    notify_slack: wireBoolean(),
  })
  .partial()
export type UserPreferencesBody = z.infer<typeof UserPreferencesBody>

const ProjectPreferencesBody = UserPreferencesBody.extend({
  collaborator_can_download: wireBoolean(),
  collaborator_can_invite: wireBoolean(),
  collaborator_can_share: wireBoolean(),
  devices_enabled: wireBoolean(),
}).partial()

const ProjectName = wireName(512)

export const CreateProjectBody = z.object({
  name: ProjectName,
  description: wireText(10_000).nullish(),
  private: wireBoolean().nullish(),
  project_preferences: ProjectPreferencesBody.nullish(),
})
export type CreateProjectBody = z.infer<typeof CreateProjectBody>

/** PUT is partial: only the keys sent are changed (v2-platform.md 2). */
export const UpdateProjectBody = CreateProjectBody.extend({
  /** Ours: V2 shows this field and documents no call that sets it. An archived project only leaves the lists. */
  archive_status: z.enum(['standard', 'archived'], 'must be standard or archived'),
}).partial()
export type UpdateProjectBody = z.infer<typeof UpdateProjectBody>

export const ProjectParams = z.object({ project_id: ProjectId })
export const TeamParams = z.object({ team_id: TeamId })

/** `filter[x]=v`, or `filter[x][op]=eq` with `filter[x][value]=v`; given twice, the last one wins. */
const Filter = z.preprocess((value) => {
  const last: unknown = Array.isArray(value) ? value.at(-1) : value
  return typeof last === 'object' && last !== null && 'value' in last ? last.value : last
}, z.string().optional())

/** Nonsense filters and sorts are passed over (v2-platform.md 13, row 36). */
export const ListProjectsQuery = PageQuery.extend({
  include: wireList(),
  sort: z.string().max(200).optional().catch(undefined),
  filter: z.object({ account_id: Filter, archived: Filter, name: Filter }).partial().catch({}).default({}),
})
/** `filter.archived`: absent hides archived projects, "all" adds them, "true" shows them alone. */
export type ListProjectsQuery = z.infer<typeof ListProjectsQuery>

export const ProjectMembershipQuery = z.object({ user_id: UserId.optional() })

/** Who somebody is in a project. */
export const ProjectMembership = z.object({
  collaborator: z.boolean(),
  owner: z.boolean(),
  team_member: z.boolean(),
  team_role: z.string().nullable(),
})
export type ProjectMembership = z.infer<typeof ProjectMembership>

export const MAX_TREE_DEPTH = 25

export const ProjectTreeQuery = z.object({
  depth: wireInt(1, MAX_TREE_DEPTH).optional().catch(undefined),
})

/** One node of the slim tree of a project. `children` is empty where the tree was cut: then `is_complete` is false. */
export interface TreeNode {
  _type: string
  id: AssetId
  type: string
  name: string
  parent_id: AssetId | null
  item_count: number
  is_complete: boolean
  children: TreeNode[]
}
export const TreeNode: z.ZodType<TreeNode> = z.object({
  _type: z.string(),
  id: AssetId,
  type: z.string(),
  name: z.string(),
  parent_id: AssetId.nullable(),
  item_count: z.int(),
  is_complete: z.boolean(),
  get children() {
    return z.array(TreeNode)
  },
})
