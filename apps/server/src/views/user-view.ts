// A person, as every creator, owner and user leaves the server (v2-platform.md 8.1, delete-asset-page.md creator.*).
import type { User } from '@rushes/contract/users'
import type { UserColumns } from '../db/user-rows.ts'
import { pictureUrls } from './picture-urls.ts'

/** `origin` is the caller's (access/actor.ts): clients load pictures without knowing where they got the user from. */
export function userView(row: UserColumns, origin: string): User {
  return {
    _type: 'user',
    id: row.u_id,
    account_id: row.u_account_id,
    name: row.u_name,
    email: row.u_email,
    bio: row.u_bio,
    context: null,
    location: row.u_location,
    phone: row.u_phone,
    ...pictureUrls(row.u_picture, origin),
    upload_url: null,
    user_default_color: row.u_color,
    avatar_color: row.u_color,
    user_hash: row.u_id.replaceAll('-', ''),
    timezone_value: row.u_timezone_value,
    digest_frequency: '0 * * * *',
    next_digest_date: null,
    email_preferences: null,
    email_confirm_by: null,
    features_seen: null,
    first_login_at: row.u_first_login_at,
    last_seen: row.u_last_seen,
    joined_via: 'organic',
    from_google: false,
    from_adobe: false,
    highest_account_role: row.u_account_role,
    integrations: [],
    mfa_enforced_at: null,
    notification_preferences: null,
    // Flags of the original's own staff: nobody here has them.
    roles: { id: row.u_id, admin: false, sales: false, support: false, service_desk: false },
    deleted_at: row.u_deleted_at,
    inserted_at: row.u_inserted_at,
    updated_at: row.u_updated_at,
  }
}
