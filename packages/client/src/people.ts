// Calls about people and places: accounts, teams, projects' people, invitations, and the caller's own credentials.
import type { Disk } from '@rushes/contract/account-places'
import type { AccountMembership } from '@rushes/contract/accounts'
import type {
  AnyCollaborator,
  BatchCollaborators,
  Collaborator,
  PendingCollaborator,
} from '@rushes/contract/collaborators'
import type {
  AcceptedInvitation,
  AcceptInvitationBody,
  ChangePasswordBody,
  CreateInvitationBody,
  Invitation,
  InvitationLink,
  OpenInvitation,
  PasswordLink,
  Person,
  UpdateProfileBody,
} from '@rushes/contract/people'
import type { Project, ProjectMembership } from '@rushes/contract/projects'
import type {
  BatchTeamMembers,
  CreateTeamBody,
  Team,
  TeamMember,
  UpdateTeamBody,
} from '@rushes/contract/teams'
import type {
  CreateTokenBody,
  Ended,
  NewToken,
  RateLimits,
  SessionEntry,
  Token,
  TokenRequest,
} from '@rushes/contract/tokens'
import type { User } from '@rushes/contract/users'
import { callJson, callPage } from './request.ts'
import type { ClientOptions } from './request.ts'

/** Of lists; `page` is 1-based. */
export interface PeopleListOptions {
  page?: number
  page_size?: number
  include?: string
  sort?: string
  /** Words to look for. */
  q?: string
  'filter[archived]'?: 'all' | 'true'
  signal?: AbortSignal
}

/** These lists are short: they are asked for whole. */
const WHOLE = { page_size: 1000 }

/** Ids are plain text here, the server checks them. */
export type NewInvitation = InvitationPlace & Pick<CreateInvitationBody, 'role' | 'email' | 'message'>

/** The place that an invitation leads into: exactly one. */
export type InvitationPlace = { account_id: string } | { team_id: string } | { project_id: string }

/** One person, or with `team_id` all members of a team. */
export interface NewCollaborator {
  user_id?: string
  email?: string
  team_id?: string
  message?: string
}

/** Roles that can be given to a member of an account. Owners hand over instead. */
export type GivenAccountRole = 'admin' | 'account_manager' | 'billing_manager' | 'member'

/** The part of the client that is about people, mixed into `createClient`. */
export function peopleCalls(options: ClientOptions) {
  const json = <T>(method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    callJson<T>(options, method, path, { body, signal })
  const list = <T>(path: string, { signal, ...query }: PeopleListOptions = {}) =>
    callPage<T>(options, path, { query, signal })

  return {
    accountMembership: (id: string) => json<AccountMembership>('GET', `/v2/accounts/${id}/membership`),
    /** How much still fits on the server's disk. For owners and admins. */
    disk: (accountId: string, signal?: AbortSignal) =>
      json<Disk>('GET', `/api/accounts/${accountId}/disk`, undefined, signal),
    people: (accountId: string, query?: PeopleListOptions) =>
      list<Person>(`/api/accounts/${accountId}/people`, query),
    changeRole: (accountId: string, userId: string, role: GivenAccountRole) =>
      json<Person>('PUT', `/api/accounts/${accountId}/people/${userId}`, { role }),
    removePerson: (accountId: string, userId: string) =>
      json<{ removed: boolean }>('DELETE', `/api/accounts/${accountId}/people/${userId}`),
    deactivatePerson: (accountId: string, userId: string) =>
      json<Person>('POST', `/api/accounts/${accountId}/people/${userId}/deactivate`),
    reactivatePerson: (accountId: string, userId: string) =>
      json<Person>('POST', `/api/accounts/${accountId}/people/${userId}/reactivate`),
    passwordLink: (accountId: string, userId: string) =>
      json<PasswordLink>('POST', `/api/accounts/${accountId}/people/${userId}/password_link`),
    /** Their authenticator app, recovery codes and passkeys are forgotten, and their sessions end. */
    resetSecondFactor: (accountId: string, userId: string) =>
      json<Person>('DELETE', `/api/accounts/${accountId}/people/${userId}/second_factor`),
    handOver: (accountId: string, userId: string) =>
      json<Person>('POST', `/api/accounts/${accountId}/owner`, { user_id: userId }),

    invitations: (place: InvitationPlace, signal?: AbortSignal) =>
      callPage<Invitation>(options, '/api/invitations', { query: { ...place, ...WHOLE }, signal }),
    invite: (body: NewInvitation) => json<InvitationLink>('POST', '/api/invitations', body),
    /** A new link; the old one ends. */
    renewInvitation: (id: string) => json<InvitationLink>('POST', `/api/invitations/${id}/link`),
    revokeInvitation: (id: string) => json<{ revoked: boolean }>('DELETE', `/api/invitations/${id}`),
    openInvitation: (code: string, signal?: AbortSignal) =>
      json<OpenInvitation>('GET', `/api/invite/${encodeURIComponent(code)}`, undefined, signal),
    acceptInvitation: (code: string, body: AcceptInvitationBody) =>
      json<AcceptedInvitation>('POST', `/api/invite/${encodeURIComponent(code)}`, body),

    createTeam: (accountId: string, body: CreateTeamBody) =>
      json<Team>('POST', `/v2/accounts/${accountId}/teams`, body),
    updateTeam: (id: string, body: UpdateTeamBody) => json<Team>('PUT', `/v2/teams/${id}`, body),
    teamMembers: (id: string, query?: PeopleListOptions) =>
      list<TeamMember>(`/v2/teams/${id}/members`, query),
    /** Also gives somebody who is in already another role. */
    addTeamMember: (id: string, body: { user_id?: string; email?: string; role?: string }) =>
      json<TeamMember>('POST', `/v2/teams/${id}/members`, body),
    addTeamMembers: (id: string, batch: { user_id?: string; email?: string; role?: string }[]) =>
      json<BatchTeamMembers>('POST', `/v2/batch/teams/${id}/members`, { batch }),
    /** The caller's role in a team. */
    teamMembership: (id: string) => json<{ role: string | null }>('GET', `/v2/teams/${id}/membership`),
    removeTeamMembers: (id: string, batch: { user_id?: string; email?: string }[]) =>
      json<BatchTeamMembers>('DELETE', `/v2/batch/teams/${id}/members`, { batch }),

    sharedProjects: (query?: PeopleListOptions) => list<Project>('/v2/projects/shared', query),
    projectMembership: (id: string, signal?: AbortSignal) =>
      json<ProjectMembership>('GET', `/v2/projects/${id}/membership`, undefined, signal),
    collaborators: (projectId: string, query?: PeopleListOptions) =>
      list<Collaborator>(`/v2/projects/${projectId}/collaborators`, query),
    pendingCollaborators: (projectId: string, query?: PeopleListOptions) =>
      list<PendingCollaborator>(`/v2/projects/${projectId}/pending_collaborators`, query),
    /** By id or by e-mail address; who is not known here is invited and pending. */
    addCollaborator: (projectId: string, body: { user_id?: string; email?: string; message?: string }) =>
      json<AnyCollaborator>('POST', `/v2/projects/${projectId}/collaborators`, body),
    addCollaborators: (projectId: string, batch: NewCollaborator[]) =>
      json<BatchCollaborators>('POST', `/v2/batch/projects/${projectId}/collaborators`, { batch }),
    removeCollaborator: (projectId: string, id: string) =>
      json<AnyCollaborator>('DELETE', `/v2/projects/${projectId}/collaborators/${id}`),
    removeCollaboratorById: (id: string) => json<AnyCollaborator>('DELETE', `/v2/collaborators/${id}`),
    removePendingCollaborator: (id: string) =>
      json<AnyCollaborator>('DELETE', `/v2/pending_collaborators/${id}`),
    removeCollaborators: (projectId: string, emails: readonly string[]) =>
      json<BatchCollaborators>('DELETE', `/v2/batch/projects/${projectId}/collaborators`, {
        batch: emails.map((email) => ({ email })),
      }),

    updateProfile: (body: UpdateProfileBody) => json<User>('PUT', '/api/me', body),
    /** Takes JPEG, PNG, WebP, GIF and AVIF files; the server cuts the middle out of them. */
    setPicture: (file: Blob) => callJson<User>(options, 'PUT', '/api/me/picture', { file }),
    removePicture: () => json<User>('DELETE', '/api/me/picture'),
    changePassword: (body: ChangePasswordBody) =>
      json<{ changed: boolean }>('POST', '/api/me/password', body),
    sessions: (signal?: AbortSignal) =>
      callPage<SessionEntry>(options, '/api/sessions', { query: WHOLE, signal }),
    endSession: (id: string) => json<Ended>('DELETE', `/api/sessions/${id}`),
    endOtherSessions: () => json<Ended>('DELETE', '/api/sessions'),
    tokens: (signal?: AbortSignal) => callPage<Token>(options, '/api/tokens', { query: WHOLE, signal }),
    createToken: (body: CreateTokenBody) => json<NewToken>('POST', '/api/tokens', body),
    revokeToken: (id: string) => json<unknown>('DELETE', `/api/tokens/${id}`),
    /** The last calls made with a token of one's own, newest first. */
    tokenRequests: (id: string, signal?: AbortSignal) =>
      callPage<TokenRequest>(options, `/api/tokens/${id}/requests`, { query: WHOLE, signal }),
    /** How much is left of the caller's rate limits. */
    rateLimits: (signal?: AbortSignal) => json<RateLimits>('GET', '/api/me/rate_limits', undefined, signal),
  }
}
