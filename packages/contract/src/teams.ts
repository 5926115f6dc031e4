// Team, its body and its members (v2-platform.md 8.3).
import { z } from 'zod'
import { Account } from './accounts.ts'
import { ErrorItem } from './errors.ts'
import { AccountId, TeamId, UserId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { SESSION_MARK_TEMPLATE_ID, SessionWatermarkTemplate } from './session-watermark.ts'
import { User } from './users.ts'
import { Watermark, WatermarkBody } from './watermark.ts'
import { DateTime, wireBoolean, wireEmail, wireInt, wireList, wireName, wireText } from './wire.ts'

export const TEAM_ROLES = ['team_manager', 'member'] as const

export const Team = z.object({
  _type: z.literal('team'),
  id: z.string(),
  account_id: z.string(),
  creator_id: z.string(),
  name: z.string(),
  access: z.string(),
  admin_only_actions: z.object({ lifecycle: z.boolean() }),
  asset_lifecycle_policy: z.int().nullable(),
  archived_storage: z.int(),
  background_color: z.string().nullable(),
  bio: z.string().nullable(),
  collaborator_count: z.int(),
  color: z.string().nullable(),
  colors: z.array(z.string()),
  dark_theme: z.boolean(),
  default_background_color: z.string(),
  default_color: z.string(),
  default_font_color: z.string(),
  default_session_watermark_template: SessionWatermarkTemplate.nullable(),
  default_session_watermark_template_id: z.string().nullable(),
  disable_sbwm_internally: z.boolean(),
  duration: z.number(),
  email_branding: z.record(z.string(), z.unknown()).nullable(),
  file_count: z.int(),
  folder_count: z.int(),
  font_color: z.string().nullable(),
  frames: z.int(),
  image_32: z.string().nullable(),
  image_64: z.string().nullable(),
  image_128: z.string().nullable(),
  image_256: z.string().nullable(),
  link: z.string().nullable(),
  location: z.string().nullable(),
  member_count: z.int(),
  member_limit: z.int().nullable(),
  project_count: z.int(),
  session_watermark_templates: z.array(SessionWatermarkTemplate),
  slack_webhook: z.string().nullable(),
  solo: z.boolean(),
  storage: z.int(),
  storage_limit: z.int().nullable(),
  team_image: z.string().nullable(),
  upload_url: z.string().nullable(),
  watermark: Watermark.nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
  /** Only with `include=account`. */
  account: Account.optional(),
  /** Only with `include=user_role`: "team_manager", "member" or null. */
  user_role: z.string().nullable().optional(),
})
/** `storage` in bytes, `duration` in seconds. */
export type Team = z.infer<typeof Team>

const Colour = wireText(30).regex(/^#[0-9a-fA-F]{3,8}$/, 'must be a colour such as #5b53ff')
const MAX_BYTES = Number.MAX_SAFE_INTEGER

/** What a team's settings hold besides its columns; each key is optional and answers null or a default. */
export const TeamSettings = z
  .object({
    admin_only_actions: z.object({ lifecycle: wireBoolean() }),
    background_color: Colour.nullable(),
    bio: wireText(10_000).nullable(),
    colors: z.array(Colour).max(100),
    dark_theme: wireBoolean(),
    email_branding: z
      .object({
        accent_color: Colour.nullish(),
        background_color: Colour.nullish(),
        image: wireText(2000).nullish(),
      })
      .nullable(),
    font_color: Colour.nullable(),
    link: wireText(2000).nullable(),
    location: wireText(500).nullable(),
    member_limit: wireInt(0, 1_000_000).nullable(),
    slack_webhook: wireText(2000).nullable(),
    solo: wireBoolean(),
    storage_limit: wireInt(0, MAX_BYTES).nullable(),
    watermark: WatermarkBody.nullable(),
  })
  .partial()
export type TeamSettings = z.infer<typeof TeamSettings>

const TeamName = wireName(200)

/** The account stands in the path, a picture has its own upload: both keys are read and ignored. */
export const CreateTeamBody = TeamSettings.extend({
  name: TeamName,
  access: z.enum(['private', 'public', 'restricted'], 'must be private, public or restricted').optional(),
  color: Colour.nullish(),
  default_session_watermark_template_id: wireText(100)
    .refine((id): boolean => id === SESSION_MARK_TEMPLATE_ID, 'is not one of session_watermark_templates')
    .nullish(),
})
export type CreateTeamBody = z.infer<typeof CreateTeamBody>

/** PUT is partial: only the keys sent are changed. */
export const UpdateTeamBody = CreateTeamBody.partial()
export type UpdateTeamBody = z.infer<typeof UpdateTeamBody>

export const AccountParams = z.object({ account_id: AccountId })
export const TeamParams = z.object({ team_id: TeamId })

export const TeamListQuery = PageQuery.extend({
  include: wireList(),
  sort: z.string().max(200).optional().catch(undefined),
})
export type TeamListQuery = z.infer<typeof TeamListQuery>

/** The documented answer is `{role, user_id}`; clients print the rest. A pending one has no user yet. */
export const TeamMember = z.object({
  _type: z.enum(['team_member', 'pending_team_member']),
  id: z.string(),
  team_id: z.string(),
  user_id: z.string().nullable(),
  role: z.string(),
  email: z.string(),
  user: User.nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type TeamMember = z.infer<typeof TeamMember>

export const TeamRoleName = z.enum(TEAM_ROLES, 'must be member or team_manager')

/** A person, by e-mail address or by id. */
export const PersonBody = z
  .object({ email: wireEmail().nullish(), user_id: UserId.nullish() })
  .refine(({ email, user_id }) => (email ?? user_id ?? null) !== null, {
    path: ['email'],
    message: "can't be blank",
  })

export const AddTeamMemberBody = PersonBody.and(z.object({ role: TeamRoleName.nullish() }))
export type AddTeamMemberBody = z.infer<typeof AddTeamMemberBody>

export const TeamMembersQuery = PageQuery.extend({ sort: z.string().max(200).optional().catch(undefined) })
export type TeamMembersQuery = z.infer<typeof TeamMembersQuery>

/** The caller's role in a team; null for owners and admins of the account who are no members. */
export const TeamMembership = z.object({ role: z.string().nullable() })

/** The most people one batch call takes. */
export const MAX_BATCH_PEOPLE = 500

export const BatchTeamMembersBody = z.object({
  batch: z
    .array(
      z.object({ email: wireEmail().nullish(), user_id: UserId.nullish(), role: TeamRoleName.nullish() }),
    )
    .min(1, 'must not be empty')
    .max(MAX_BATCH_PEOPLE, `has more than ${String(MAX_BATCH_PEOPLE)} people`),
})
export type BatchTeamMembersBody = z.infer<typeof BatchTeamMembersBody>

/** What a batch did and, by what the caller called them, whom it could not do it for. */
export const BatchTeamMembers = z.object({
  success: z.array(TeamMember),
  error: z.record(z.string(), ErrorItem),
})
export type BatchTeamMembers = z.infer<typeof BatchTeamMembers>
