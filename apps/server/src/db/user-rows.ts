// The columns of a person, prefixed, as `user-view.ts` reads them: alone or embedded in what they made.
import type { AccountId, UserId } from '@rushes/contract/ids'
import type { AccountRole } from './schema.ts'

export interface UserColumns {
  u_id: UserId
  u_account_id: AccountId
  u_name: string
  u_email: string
  u_color: string
  u_timezone_value: string
  u_bio: string | null
  u_location: string | null
  u_phone: string | null
  /** Names their picture, see views/picture-urls.ts. */
  u_picture: string | null
  u_first_login_at: string | null
  u_last_seen: string | null
  u_inserted_at: string
  u_updated_at: string
  u_deleted_at: string | null
  u_account_role: AccountRole | null
}

/** Selected under the alias `u`. */
export const USER_COLUMNS = `u.id as u_id, u.account_id as u_account_id, u.name as u_name, u.email as u_email, u.color as u_color,
  u.timezone_value as u_timezone_value, u.bio as u_bio, u.location as u_location, u.phone as u_phone, u.picture as u_picture,
  u.first_login_at as u_first_login_at, u.last_seen as u_last_seen,
  u.inserted_at as u_inserted_at, u.updated_at as u_updated_at, u.deleted_at as u_deleted_at,
  (select cm.role from account_members cm where cm.account_id = u.account_id and cm.user_id = u.id) as u_account_role`
