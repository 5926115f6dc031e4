// The letter that brings an invitation to somebody whose e-mail address is known.
import { sql } from 'kysely'
import type { Transaction } from 'kysely'
import type { InvitationRow } from '../db/invitations.ts'
import type { Database } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { invitationLetter } from './letters.ts'
import { postLetter } from './post-letter.ts'

/** Returns false where no mail is set up, or the invitation is for whoever has the link. */
export async function mailInvitation(
  deps: Deps,
  trx: Transaction<Database>,
  invitation: InvitationRow,
  code: string,
): Promise<boolean> {
  const { mail } = deps.config
  if (mail === null || invitation.email === null || invitation.expires_at === null) return false
  const names = await sql<{ inviter: string; place: string }>`
    select maker.name as inviter, coalesce(p.name, t.name, a.display_name) as place
    from accounts a join users maker on maker.id = ${invitation.creator_id}
    left join teams t on t.id = ${invitation.team_id} left join projects p on p.id = ${invitation.project_id}
    where a.id = ${invitation.account_id}`.execute(trx)
  const row = names.rows[0]
  if (row === undefined) return false
  const letter = invitationLetter({
    to: invitation.email,
    inviterName: row.inviter,
    placeName: row.place,
    message: invitation.message,
    url: `${mail.origin}/invite/${code}`,
    expiresAt: new Date(invitation.expires_at),
  })
  await postLetter(deps, trx, letter)
  return true
}
