// The User object (v2-platform.md 8.1; creator.* of delete-asset-page.md wins on types).
import { z } from 'zod'
import { DateTime } from './wire.ts'

export const UserRoles = z.object({
  id: z.string(),
  admin: z.boolean(),
  sales: z.boolean(),
  support: z.boolean(),
  service_desk: z.boolean(),
})

export const User = z.object({
  _type: z.literal('user'),
  id: z.string(),
  account_id: z.string().nullable(),
  name: z.string(),
  email: z.string(),
  bio: z.string().nullable(),
  context: z.string().nullable(),
  location: z.string().nullable(),
  phone: z.string().nullable(),
  profile_image: z.string().nullable(),
  profile_image_original: z.string().nullable(),
  image_32: z.string().nullable(),
  image_64: z.string().nullable(),
  image_128: z.string().nullable(),
  image_256: z.string().nullable(),
  upload_url: z.string().nullable(),
  user_default_color: z.string(),
  avatar_color: z.string(),
  user_hash: z.string(),
  timezone_value: z.string(),
  digest_frequency: z.string(),
  next_digest_date: DateTime.nullable(),
  email_preferences: z.record(z.string(), z.unknown()).nullable(),
  email_confirm_by: DateTime.nullable(),
  features_seen: z.record(z.string(), z.unknown()).nullable(),
  first_login_at: DateTime.nullable(),
  last_seen: DateTime.nullable(),
  joined_via: z.string(),
  from_google: z.boolean(),
  from_adobe: z.boolean(),
  highest_account_role: z.string().nullable(),
  integrations: z.array(z.string()),
  mfa_enforced_at: DateTime.nullable(),
  notification_preferences: z.record(z.string(), z.unknown()).nullable(),
  roles: UserRoles,
  deleted_at: DateTime.nullable(),
  inserted_at: DateTime,
  updated_at: DateTime,
})
/** A person, as every `creator`, `owner` and `user` is embedded. */
export type User = z.infer<typeof User>
