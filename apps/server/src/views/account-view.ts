// An account as it leaves the server (v2-platform.md 8.2). A self-hosted server has one synthetic plan: everything on,
// nothing limited; limits that clients need as numbers are as large as a number goes.
import type { Account, Plan, Subscription } from '@rushes/contract/accounts'
import type { AccountId, UserId } from '@rushes/contract/ids'
import { USER_COLUMNS } from '../db/user-rows.ts'
import type { UserColumns } from '../db/user-rows.ts'
import { userView } from './user-view.ts'

export interface AccountRow extends UserColumns {
  id: AccountId
  display_name: string
  owner_id: UserId
  inserted_at: string
  updated_at: string
  deleted_at: string | null
  storage: number
  file_count: number
  folder_count: number
  project_count: number
  team_count: number
  archived_storage: number
  member_count: number
  collaborator_count: number
  collaborator_role_count: number
}

/** SQL of accounts with their owner; `rest` starts after the joins. */
export function selectAccounts(rest: string): string {
  return `select a.id, a.display_name, a.owner_id, a.inserted_at, a.updated_at, a.deleted_at,
      coalesce(totals.storage, 0)::bigint as storage, coalesce(totals.file_count, 0)::int as file_count,
      coalesce(totals.folder_count, 0)::int as folder_count, coalesce(totals.project_count, 0)::int as project_count,
      (select count(*)::int from teams t where t.account_id = a.id and t.deleted_at is null) as team_count,
      coalesce(totals.archived_storage, 0)::bigint as archived_storage,
      (select count(*)::int from account_members am join users mu on mu.id = am.user_id and mu.deleted_at is null
       where am.account_id = a.id) as member_count,
      coalesce(guests.people, 0)::int as collaborator_count, coalesce(guests.places, 0)::int as collaborator_role_count,
      ${USER_COLUMNS}
    from accounts a
    join users u on u.id = a.owner_id
    left join lateral (
      select sum(p.storage) as storage, sum(p.storage) filter (where p.archived_at is not null) as archived_storage, sum(p.file_count) as file_count, sum(p.folder_count) as folder_count, count(*) as project_count
      from projects p where p.account_id = a.id and p.deleted_at is null
    ) totals on true
    left join lateral (
      select count(distinct co.user_id) as people, count(*) as places
      from projects cp join collaborators co on co.project_id = cp.id
      join users cu on cu.id = co.user_id and cu.deleted_at is null
      where cp.account_id = a.id and cp.deleted_at is null
        and not exists (select 1 from account_members am where am.account_id = a.id and am.user_id = co.user_id)
    ) guests on true ${rest}`
}

const NO_LIMIT = Number.MAX_SAFE_INTEGER

export function accountView(row: AccountRow, origin: string): Account {
  return {
    _type: 'account',
    id: row.id,
    display_name: row.display_name,
    company_name: row.display_name,
    company_address: null,
    line1: null,
    city: null,
    state: null,
    postal_code: null,
    country: null,
    vat: null,
    owner_id: row.owner_id,
    owner: userView(row, origin),
    plan: planOf(row),
    subscription: subscriptionOf(row),
    storage: row.storage,
    archived_storage: row.archived_storage,
    file_count: row.file_count,
    folder_count: row.folder_count,
    lifetime_file_count: row.file_count,
    project_count: row.project_count,
    team_count: row.team_count,
    member_count: row.member_count,
    user_count: row.member_count + row.collaborator_count,
    collaborator_count: row.collaborator_count,
    collaborator_role_count: row.collaborator_role_count,
    duration: 0,
    frames: 0,
    image: null,
    image_32: null,
    image_64: null,
    image_128: null,
    image_256: null,
    upload_url: null,
    account_default_color: row.u_color,
    watermark: null,
    billing_emails: null,
    invoice_emails: [],
    delinquent_at: null,
    unpaid_at: null,
    locked_at: null,
    deleted_at: row.deleted_at,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

function planOf(row: AccountRow): Plan {
  return {
    _type: 'plan',
    id: row.id,
    name: 'self-hosted',
    title: 'Self-hosted',
    tier: 'enterprise',
    period: 'yearly',
    payment_method: 'check',
    cost: 0,
    version: 1,
    enterprise: true,
    default_plan: true,
    autoscaling: false,
    available_features: {
      archival_storage: true,
      custom_branded_emails: true,
      custom_branded_presentations: true,
      reel_player: true,
      secure_sharing: true,
      session_based_watermarking: true,
      team_only_comments: true,
    },
    storage_limit: null,
    archived_storage_limit: null,
    file_limit: null,
    lifetime_file_limit: null,
    project_limit: null,
    team_limit: null,
    member_limit: null,
    user_limit: null,
    user_max: null,
    collaborator_limit: null,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}

function subscriptionOf(row: AccountRow): Subscription {
  return {
    _type: 'subscription',
    id: row.id,
    account_id: row.id,
    plan_id: row.id,
    plan: planOf(row),
    on_trial: false,
    balance: 0,
    next_bill_at: null,
    last_payment_at: null,
    subscription_end_at: null,
    cancelled_at: null,
    cancellation_option: null,
    cancellation_reason: null,
    promotion_id: null,
    promotion_expires_at: null,
    requires_autoscaling: false,
    storage_limit: null,
    archived_storage_limit: null,
    member_limit: null,
    user_limit: null,
    total_storage_limit: NO_LIMIT,
    total_archived_storage_limit: NO_LIMIT,
    total_lifetime_file_limit: NO_LIMIT,
    total_member_limit: NO_LIMIT,
    total_project_limit: NO_LIMIT,
    total_user_limit: NO_LIMIT,
    inserted_at: row.inserted_at,
    updated_at: row.updated_at,
  }
}
