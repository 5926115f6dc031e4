// Account, Plan, Subscription (v2-platform.md 8.2). A self-hosted server has one synthetic plan with every feature.
import { z } from 'zod'
import { User } from './users.ts'
import { DateTime } from './wire.ts'

const Limit = z.int().nullable()

export const AvailableFeatures = z.object({
  archival_storage: z.boolean(),
  custom_branded_emails: z.boolean(),
  custom_branded_presentations: z.boolean(),
  reel_player: z.boolean(),
  secure_sharing: z.boolean(),
  session_based_watermarking: z.boolean(),
  team_only_comments: z.boolean(),
})

export const Plan = z.object({
  _type: z.literal('plan'),
  id: z.string(),
  name: z.string(),
  title: z.string(),
  tier: z.string(),
  period: z.string(),
  payment_method: z.string(),
  cost: z.int(),
  version: z.int(),
  enterprise: z.boolean(),
  default_plan: z.boolean(),
  autoscaling: z.boolean(),
  available_features: AvailableFeatures,
  storage_limit: Limit,
  archived_storage_limit: Limit,
  file_limit: Limit,
  lifetime_file_limit: Limit,
  project_limit: Limit,
  team_limit: Limit,
  member_limit: Limit,
  user_limit: Limit,
  user_max: Limit,
  collaborator_limit: Limit,
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type Plan = z.infer<typeof Plan>

export const Subscription = z.object({
  _type: z.literal('subscription'),
  id: z.string(),
  account_id: z.string(),
  plan_id: z.string(),
  plan: Plan,
  on_trial: z.boolean(),
  balance: z.int(),
  next_bill_at: DateTime.nullable(),
  last_payment_at: DateTime.nullable(),
  subscription_end_at: DateTime.nullable(),
  cancelled_at: DateTime.nullable(),
  cancellation_option: z.string().nullable(),
  cancellation_reason: z.string().nullable(),
  promotion_id: z.string().nullable(),
  promotion_expires_at: DateTime.nullable(),
  requires_autoscaling: z.boolean(),
  storage_limit: Limit,
  archived_storage_limit: Limit,
  member_limit: Limit,
  user_limit: Limit,
  /** Never null: kiwi's model is not nullable (v2-platform.md 11). */
  total_storage_limit: z.int(),
  total_archived_storage_limit: z.int(),
  total_lifetime_file_limit: z.int(),
  total_member_limit: z.int(),
  total_project_limit: z.int(),
  total_user_limit: z.int(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
export type Subscription = z.infer<typeof Subscription>

export const Account = z.object({
  _type: z.literal('account'),
  id: z.string(),
  display_name: z.string(),
  company_name: z.string().nullable(),
  company_address: z.string().nullable(),
  line1: z.string().nullable(),
  city: z.string().nullable(),
  state: z.string().nullable(),
  postal_code: z.string().nullable(),
  country: z.string().nullable(),
  vat: z.string().nullable(),
  owner_id: z.string(),
  owner: User,
  plan: Plan,
  subscription: Subscription,
  storage: z.int(),
  archived_storage: z.int(),
  file_count: z.int(),
  folder_count: z.int(),
  lifetime_file_count: z.int(),
  project_count: z.int(),
  team_count: z.int(),
  member_count: z.int(),
  user_count: z.int(),
  collaborator_count: z.int(),
  collaborator_role_count: z.int(),
  duration: z.number(),
  frames: z.int(),
  image: z.string().nullable(),
  image_32: z.string().nullable(),
  image_64: z.string().nullable(),
  image_128: z.string().nullable(),
  image_256: z.string().nullable(),
  upload_url: z.string().nullable(),
  account_default_color: z.string(),
  watermark: z.record(z.string(), z.unknown()).nullable(),
  billing_emails: z.string().nullable(),
  invoice_emails: z.array(z.string()),
  delinquent_at: DateTime.nullable(),
  unpaid_at: DateTime.nullable(),
  locked_at: DateTime.nullable(),
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
/** `storage` in bytes, `duration` in seconds. */
export type Account = z.infer<typeof Account>

/** The caller's standing in an account: null for plain members and for who has no team. */
export const AccountMembership = z.object({
  account: z.string().nullable(),
  reviewer: z.boolean(),
  team: z.string().nullable(),
})
export type AccountMembership = z.infer<typeof AccountMembership>
