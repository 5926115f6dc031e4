// A team as it leaves the server, alone or embedded in a project (v2-platform.md 8.3).
import type { AccountId, TeamId, UserId } from '@rushes/contract/ids'
import { sessionWatermarkTemplate } from '@rushes/contract/session-watermark'
import type { Team, TeamSettings } from '@rushes/contract/teams'
import type { AccountRole, TeamRole } from '../db/schema.ts'
import { watermarkIn } from '../db/team-mark.ts'

export interface TeamRow {
  id: TeamId
  account_id: AccountId
  creator_id: UserId
  name: string
  access: 'private' | 'public' | 'restricted'
  color: string | null
  settings: TeamSettings
  viewers_marked_since: string | null
  inserted_at: string
  updated_at: string
  deleted_at: string | null
  storage: number
  archived_storage: number
  file_count: number
  folder_count: number
  project_count: number
  member_count: number
  collaborator_count: number
  account_role: AccountRole | null
  team_role: TeamRole | null
}

/** SQL of teams as the caller ($1) sees them, with their totals; `rest` starts after the joins and may use $2 and up. */
export function selectTeams(rest: string): string {
  return `select t.id, t.account_id, t.creator_id, t.name, t.access, t.color, t.settings, t.viewers_marked_since, t.inserted_at, t.updated_at, t.deleted_at,
      coalesce(totals.storage, 0)::bigint as storage, coalesce(totals.archived_storage, 0)::bigint as archived_storage,
      coalesce(totals.file_count, 0)::int as file_count, coalesce(totals.folder_count, 0)::int as folder_count,
      coalesce(totals.project_count, 0)::int as project_count,
      (select count(*)::int from team_members m join users mu on mu.id = m.user_id and mu.deleted_at is null
       where m.team_id = t.id) as member_count,
      (select count(distinct co.user_id)::int from projects cp join collaborators co on co.project_id = cp.id
       join users cu on cu.id = co.user_id and cu.deleted_at is null
       where cp.team_id = t.id and cp.deleted_at is null and cp.owner_id <> co.user_id
         and not exists (select 1 from team_members m where m.team_id = t.id and m.user_id = co.user_id)) as collaborator_count,
      (select am.role from account_members am where am.account_id = t.account_id and am.user_id = $1) as account_role,
      (select tm.role from team_members tm where tm.team_id = t.id and tm.user_id = $1) as team_role
    from teams t
    left join lateral (
      select sum(p.storage) as storage, sum(p.storage) filter (where p.archived_at is not null) as archived_storage,
        sum(p.file_count) as file_count, sum(p.folder_count) as folder_count, count(*) as project_count
      from projects p where p.team_id = t.id and p.deleted_at is null
    ) totals on true ${rest}`
}

/** Teams the caller belongs to; owners and admins belong to all of the account (v2-platform.md 7.2). */
export const OWN_TEAMS = `t.deleted_at is null and (
  exists (select 1 from team_members m where m.team_id = t.id and m.user_id = $1)
  or exists (select 1 from account_members am where am.account_id = t.account_id and am.user_id = $1 and am.role in ('owner', 'admin')))`

/** The rule "see" of mayInTeam as a condition: own teams, and public ones of an account whose member the caller is. */
export const VISIBLE_TEAMS = `t.deleted_at is null and (
  exists (select 1 from team_members m where m.team_id = t.id and m.user_id = $1)
  or exists (select 1 from account_members am where am.account_id = t.account_id and am.user_id = $1
    and (am.role in ('owner', 'admin') or t.access = 'public')))`

const DEFAULT_COLOR = '#5b53ff'

export function teamView(row: TeamRow, include: readonly string[]): Team {
  const { settings } = row
  const template = sessionWatermarkTemplate(row)
  const chosen = row.viewers_marked_since === null ? null : template
  return {
    _type: 'team',
    id: row.id,
    account_id: row.account_id,
    creator_id: row.creator_id,
    name: row.name,
    access: row.access,
    admin_only_actions: settings.admin_only_actions ?? { lifecycle: false },
    asset_lifecycle_policy: null,
    archived_storage: row.archived_storage,
    background_color: settings.background_color ?? null,
    bio: settings.bio ?? null,
    collaborator_count: row.collaborator_count,
    color: row.color,
    colors: settings.colors ?? [],
    dark_theme: settings.dark_theme ?? true,
    default_background_color: '#16161a',
    default_color: DEFAULT_COLOR,
    default_font_color: '#ffffff',
    default_session_watermark_template: chosen,
    default_session_watermark_template_id: chosen?.id ?? null,
    // Whoever works in the team sees films as they are (docs/decisions/0012).
    disable_sbwm_internally: true,
    duration: 0,
    email_branding: settings.email_branding ?? null,
    file_count: row.file_count,
    folder_count: row.folder_count,
    font_color: settings.font_color ?? null,
    frames: 0,
    image_32: null,
    image_64: null,
    image_128: null,
    image_256: null,
    link: settings.link ?? null,
    location: settings.location ?? null,
    member_count: row.member_count,
    member_limit: settings.member_limit ?? null,
    project_count: row.project_count,
    session_watermark_templates: [template],
    slack_webhook: settings.slack_webhook ?? null,
    solo: settings.solo ?? false,
    storage: row.storage,
    storage_limit: settings.storage_limit ?? null,
    team_image: null,
    upload_url: null,
    watermark: watermarkIn(settings.watermark),
    deleted_at: row.deleted_at,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
    ...(include.includes('user_role') ? { user_role: row.team_role } : {}),
  }
}
