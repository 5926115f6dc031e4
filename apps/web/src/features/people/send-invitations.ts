// Inviting several people into several places: one call for each pair, and one line of result for each person.
import type { Client } from '@rushes/client/client'
import type { InvitationPlace } from '@rushes/client/people'
import type { CreateInvitationBody } from '@rushes/contract/people'
import { messageOf } from '../../ui/message-of.ts'

export interface Destination {
  place: InvitationPlace
  name: string
}

export interface InvitePlan {
  /** Empty: one link for each place, for whoever has it. */
  emails: readonly string[]
  role: NonNullable<CreateInvitationBody['role']>
  destinations: readonly Destination[]
  message: string | null
}

/** What became of one person, or of one open link. `key` is the address, or the place of an open link. */
export type InviteResult =
  | { kind: 'link'; key: string; url: string }
  /** The address belongs to somebody here, who is in at once. */
  | { kind: 'joined'; key: string }
  | { kind: 'failed'; key: string; problem: string }

/**
 * Never rejects: what failed is one of the results. A person gets one link even into many places, since whoever takes up
 * one invitation takes up all that the same inviter made for the same address.
 */
export async function sendInvitations(client: Client, plan: InvitePlan): Promise<InviteResult[]> {
  const results: InviteResult[] = []
  if (plan.emails.length === 0)
    for (const destination of plan.destinations)
      results.push(await inviteOne(client, plan, [destination], null, destination.name))
  for (const email of plan.emails)
    results.push(await inviteOne(client, plan, plan.destinations, email, email))
  return results
}

async function inviteOne(
  client: Client,
  { role, message }: InvitePlan,
  destinations: readonly Destination[],
  email: string | null,
  key: string,
): Promise<InviteResult> {
  let url: string | null = null
  try {
    for (const { place } of destinations) {
      const link = await client.invite({ ...place, role, email, message })
      url ??= link.url
    }
  } catch (error) {
    return { kind: 'failed', key, problem: messageOf(error) }
  }
  return url === null ? { kind: 'joined', key } : { kind: 'link', key, url }
}
