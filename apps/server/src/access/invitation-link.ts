// The secret of an invitation's link.
import type { InvitationCode } from '../db/invitations.ts'
import { hashToken, newSessionToken } from './credentials.ts'

const LINK_DAYS = 14
const DAY_MS = 86_400_000

/** `code` goes into the link and is kept nowhere. */
export function newInvitationLink(at: Date): { code: string; kept: InvitationCode } {
  const code = newSessionToken()
  return { code, kept: { hash: hashToken(code), expiresAt: new Date(at.getTime() + LINK_DAYS * DAY_MS) } }
}
