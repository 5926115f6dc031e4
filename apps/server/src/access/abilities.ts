// Who may do what (v2-platform.md 7.2), as pure rules. A person stands in a project in one of four seats, or in none;
// each table below reads like the reference's.
import type { AccountRole, TeamRole } from '../db/schema.ts'

/** The caller's standing towards one project and all in it, read together with the thing asked for. */
export interface Standing {
  accountRole: AccountRole | null
  teamRole: TeamRole | null
  isCollaborator: boolean
  isProjectPrivate: boolean
  isProjectOwner: boolean
  /** What the project's preferences leave to collaborators. */
  collaboratorsMay: { download: boolean; invite: boolean; share: boolean }
  /** The team lays a watermark over what those see who were only invited (docs/decisions/0012). */
  marksViewers: boolean
}

export type Ability =
  | 'see'
  | 'see private' // private assets, team-only comments
  | 'organise' // upload, rename, version, label, delete, restore
  | 'comment' // also: complete any visible one
  | 'download'
  | 'share' // review links, presentations
  | 'invite'
  | 'remove collaborators'
  | 'manage devices'
  | 'moderate' // ours: remove other people's comments and unwanted uploads
  | 'manage project' // update, delete

type Seat = 'boss' | 'manager' | 'member' | 'collaborator'
type Rule = (standing: Standing) => boolean

const yes: Rule = () => true
const no: Rule = () => false
const ifOwner: Rule = (standing) => standing.isProjectOwner
const ifLeftTo =
  (what: keyof Standing['collaboratorsMay']): Rule =>
  (standing) =>
    standing.collaboratorsMay[what]
/** Whoever sees a film under a watermark would take it off by fetching the file. */
const ifUnmarked: Rule = (standing) => ifLeftTo('download')(standing) && !standing.marksViewers

const IN_PROJECT: Record<Ability, Record<Seat, Rule>> = {
  see: { boss: yes, manager: yes, member: yes, collaborator: yes },
  'see private': { boss: yes, manager: yes, member: yes, collaborator: no },
  organise: { boss: yes, manager: yes, member: yes, collaborator: yes },
  comment: { boss: yes, manager: yes, member: yes, collaborator: yes },
  download: { boss: yes, manager: yes, member: yes, collaborator: ifUnmarked },
  share: { boss: yes, manager: yes, member: yes, collaborator: ifLeftTo('share') },
  invite: { boss: yes, manager: yes, member: yes, collaborator: ifLeftTo('invite') },
  'remove collaborators': { boss: yes, manager: yes, member: yes, collaborator: no },
  'manage devices': { boss: yes, manager: yes, member: yes, collaborator: no },
  moderate: { boss: yes, manager: yes, member: ifOwner, collaborator: no },
  'manage project': { boss: yes, manager: yes, member: ifOwner, collaborator: no },
}

/** What the caller may do in a project. */
export function may(ability: Ability, standing: Standing): boolean {
  const seat = seatIn(standing)
  return seat !== null && IN_PROJECT[ability][seat](standing)
}

/** Sees films under a watermark of their own, and nothing from which they could be had without it. */
export function isMarkedViewer(standing: Standing): boolean {
  return standing.marksViewers && seatIn(standing) === 'collaborator'
}

export type CommentAbility = 'edit' | 'delete'

/**
 * What the caller may do with a comment they can see: only its author edits it or, with those who may update the
 * project, removes it (v2-platform.md 7.2; ours: moderators). Whoever lost the right to comment keeps neither.
 */
export function mayOnComment(ability: CommentAbility, standing: Standing, isAuthor: boolean): boolean {
  if (isAuthor && may('comment', standing)) return true
  return ability === 'delete' && may('moderate', standing)
}

/**
 * Account and billing managers have no seat of their own: they sit where their team or an invitation puts them. A team
 * member who was invited into a private project sits there as a member.
 */
function seatIn(standing: Standing): Seat | null {
  const { teamRole, isCollaborator, isProjectPrivate, isProjectOwner } = standing
  if (isBoss(standing.accountRole)) return 'boss'
  if (teamRole === 'team_manager') return 'manager'
  if (teamRole === 'member' && (!isProjectPrivate || isProjectOwner || isCollaborator)) return 'member'
  return isCollaborator ? 'collaborator' : null
}

export interface TeamStandingFacts {
  accountRole: AccountRole | null
  teamRole: TeamRole | null
  isPublic: boolean
}

export type TeamAbility =
  | 'see'
  | 'join' // on one's own, as a member
  | 'create project'
  | 'manage members'
  | 'manage team' // settings, webhooks, custom actions

/** What the caller may do in a team. Public teams are open to every member of the account (7.2, "Team access"). */
export function mayInTeam(
  ability: TeamAbility,
  { accountRole, teamRole, isPublic }: TeamStandingFacts,
): boolean {
  if (isBoss(accountRole)) return true
  const isOpen = isPublic && accountRole !== null
  switch (ability) {
    case 'see':
      return teamRole !== null || isOpen
    case 'join':
      return isOpen
    case 'create project':
      return teamRole !== null
    case 'manage members':
      return (
        teamRole === 'team_manager' || (accountRole === 'account_manager' && (teamRole !== null || isOpen))
      )
    case 'manage team':
      return teamRole === 'team_manager'
  }
}

export interface AccountStanding {
  accountRole: AccountRole | null
  /** Is invited into a project of the account. */
  isCollaborator: boolean
}

export type AccountAbility =
  | 'see'
  | 'see all teams'
  | 'create team'
  | 'bill'
  | 'audit'
  | 'manage people' // roles, invitations into the account, deactivation
  | 'own' // hand over, delete

const ACCOUNT_ROLES: Record<Exclude<AccountAbility, 'see'>, readonly AccountRole[]> = {
  'see all teams': ['owner', 'admin'],
  'create team': ['owner', 'admin', 'account_manager'],
  bill: ['owner', 'admin', 'billing_manager'],
  audit: ['owner', 'admin'],
  'manage people': ['owner', 'admin'],
  own: ['owner'],
}

/** What the caller may do with an account. */
export function mayInAccount(
  ability: AccountAbility,
  { accountRole, isCollaborator }: AccountStanding,
): boolean {
  if (ability === 'see') return accountRole !== null || isCollaborator
  return accountRole !== null && ACCOUNT_ROLES[ability].includes(accountRole)
}

/** Owner and admins of an account may do everything in its teams and projects. */
export function isBoss(role: AccountRole | null): boolean {
  return role === 'owner' || role === 'admin'
}
