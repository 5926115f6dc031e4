import type { UserId } from '@rushes/contract/ids'
import type { Security } from '@rushes/contract/second-factor'
import type { Deps } from '../../deps.ts'

/** What guards a person's account, in one statement. */
export async function readSecurity(deps: Deps, userId: UserId): Promise<Security> {
  const rows = await deps.points.read<Security>(
    'security',
    `select u.password_hash is not null as has_password, au.confirmed_at is not null as has_totp,
       au.confirmed_at as totp_confirmed_at,
       (select count(*)::int from recovery_codes rc where rc.user_id = u.id and rc.used_at is null) as recovery_code_count,
       (select count(*)::int from passkeys pk where pk.user_id = u.id) as passkey_count
     from users u left join authenticators au on au.user_id = u.id where u.id = $1`,
    [userId],
  )
  const row = rows[0]
  if (row === undefined) throw new Error(`The signed-in person ${userId} has no row.`)
  return row
}
