// Who the caller is in an account (v2-platform.md 8.2).
import type { AccountMembership } from '@rushes/contract/accounts'
import type { AccountId } from '@rushes/contract/ids'
import type { Actor } from '../../access/actor.ts'
import { requireAccount } from '../../access/require-place.ts'
import type { TeamRole } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'

export async function accountMembership(
  deps: Deps,
  actor: Actor,
  accountId: AccountId,
): Promise<AccountMembership> {
  const { accountRole } = await requireAccount(deps, actor, accountId, 'see')
  // "team_manager" sorts after "member": the stronger of the caller's roles in the account's teams.
  const rows = await deps.points.read<{ role: TeamRole | null }>(
    'strongest-team-role',
    `select max(m.role) as role from team_members m join teams t on t.id = m.team_id
     where t.account_id = $1 and t.deleted_at is null and m.user_id = $2`,
    [accountId, actor.userId],
  )
  return {
    // Plain members have no account role in V2's sense.
    account: accountRole === 'member' ? null : accountRole,
    reviewer: false,
    team: rows[0]?.role ?? null,
  }
}
