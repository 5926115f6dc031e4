// People of an account, invitations as links, and one's own profile: ours, beside /v2, for the web app. A session alone
// may call these.
import { z } from 'zod'
import { AccountId, ProjectId, TeamId, UserId } from './ids.ts'
import { PageQuery } from './paging.ts'
import { MIN_PASSWORD_LENGTH } from './sessions.ts'
import { User } from './users.ts'
import { DateTime, wireEmail, wirePersonName, wireText } from './wire.ts'

const PersonName = wirePersonName(200)
const NewPassword = wireText(1024).refine(
  (text) => text.length >= MIN_PASSWORD_LENGTH,
  `must have at least ${String(MIN_PASSWORD_LENGTH)} characters`,
)

export const INVITATION_ROLES = [
  'admin',
  'account_manager',
  'billing_manager',
  'member',
  'team_manager',
  'collaborator',
] as const

export const Invitation = z.object({
  id: z.string(),
  account_id: z.string(),
  team_id: z.string().nullable(),
  project_id: z.string().nullable(),
  /** Name of the account, team or project that it leads into. */
  place_name: z.string(),
  role: z.enum(INVITATION_ROLES),
  /** Null: for whoever has the link. */
  email: z.string().nullable(),
  message: z.string().nullable(),
  creator_id: z.string(),
  creator_name: z.string(),
  /** Of its link; null when no link was made yet. */
  expires_at: DateTime.nullable(),
  inserted_at: DateTime,
})
export type Invitation = z.infer<typeof Invitation>

/** Exactly one place. */
export const CreateInvitationBody = z
  .object({
    account_id: AccountId.nullish(),
    team_id: TeamId.nullish(),
    project_id: ProjectId.nullish(),
    /** Default: the plainest role of the place. */
    role: z.enum(INVITATION_ROLES, 'is no role that can be invited').nullish(),
    email: wireEmail().nullish(),
    message: wireText(10_000).nullish(),
  })
  .refine(
    (body) =>
      [body.account_id, body.team_id, body.project_id].filter((id) => typeof id === 'string').length === 1,
    { path: ['project_id'], message: 'give exactly one of account_id, team_id and project_id' },
  )
export type CreateInvitationBody = z.infer<typeof CreateInvitationBody>

/** The one answer that holds the link. `joined`: the address belongs to somebody here, who is in already; no link. */
export const InvitationLink = z.object({
  joined: z.boolean(),
  invitation: Invitation.nullable(),
  url: z.string().nullable(),
  /** The link was also sent to the address. */
  mailed: z.boolean(),
})
export type InvitationLink = z.infer<typeof InvitationLink>

export const ListInvitationsQuery = PageQuery.extend({
  account_id: AccountId.optional(),
  team_id: TeamId.optional(),
  project_id: ProjectId.optional(),
})
export type ListInvitationsQuery = z.infer<typeof ListInvitationsQuery>

export const InvitationParams = z.object({ id: z.uuid().toLowerCase() })

/** What somebody sees who opened a link. */
export const OpenInvitation = z.object({
  account_name: z.string(),
  place: z.enum(['account', 'team', 'project']),
  place_name: z.string(),
  role: z.string(),
  inviter_name: z.string(),
  message: z.string().nullable(),
  email: z.string().nullable(),
  /** The address belongs to somebody here: they sign in, then open the link again. */
  must_sign_in: z.boolean(),
  expires_at: DateTime,
})
export type OpenInvitation = z.infer<typeof OpenInvitation>

/** Empty for somebody who is signed in; a new person says who they are. */
export const AcceptInvitationBody = z.object({
  name: PersonName.optional(),
  password: NewPassword.optional(),
  /** Only when the invitation names no address. */
  email: wireEmail().optional(),
})
export type AcceptInvitationBody = z.infer<typeof AcceptInvitationBody>

/** Where to go now. */
export const AcceptedInvitation = z.object({
  user: User,
  account_id: z.string(),
  team_id: z.string().nullable(),
  project_id: z.string().nullable(),
})
export type AcceptedInvitation = z.infer<typeof AcceptedInvitation>

export const Person = z.object({
  user: User,
  /** Null: no member of the account, only invited into projects. */
  role: z.string().nullable(),
  /** False: deactivated. */
  is_active: z.boolean(),
  /** False: the home of this person is another account, which alone may deactivate them. */
  is_home: z.boolean(),
  /** Signs in with an authenticator app or passkeys, too. */
  has_second_factor: z.boolean(),
  teams: z.array(z.object({ id: z.string(), name: z.string(), role: z.string() })),
  /** Projects they were invited into; the first hundred. */
  projects: z.array(z.object({ id: z.string(), name: z.string() })),
})
export type Person = z.infer<typeof Person>

export const ListPeopleQuery = PageQuery.extend({ q: z.string().max(200).optional().catch(undefined) })
export type ListPeopleQuery = z.infer<typeof ListPeopleQuery>

export const PersonParams = z.object({ account_id: AccountId, user_id: UserId })
export const ChangePersonBody = z.object({
  role: z.enum(['admin', 'account_manager', 'billing_manager', 'member'], 'is no role that can be given'),
})
export const HandOverBody = z.object({ user_id: UserId })
export const PasswordLink = z.object({ url: z.string(), expires_at: DateTime })
export type PasswordLink = z.infer<typeof PasswordLink>

export const UpdateProfileBody = z
  .object({
    name: PersonName,
    color: wireText(7).regex(/^#[0-9a-fA-F]{6}$/, 'must be a colour such as #5b53ff'),
    timezone_value: wireText(100).refine(isTimeZone, 'must be a time zone such as Europe/Berlin'),
    bio: wireText(10_000).nullable(),
    phone: wireText(100).nullable(),
    location: wireText(500).nullable(),
  })
  .partial()
export type UpdateProfileBody = z.infer<typeof UpdateProfileBody>

export const ChangePasswordBody = z.object({ current_password: wireText(1024), new_password: NewPassword })
export type ChangePasswordBody = z.infer<typeof ChangePasswordBody>

function isTimeZone(name: string): boolean {
  try {
    Intl.DateTimeFormat('en', { timeZone: name })
    return true
  } catch {
    return false // The one way Intl says that it knows no such zone.
  }
}
