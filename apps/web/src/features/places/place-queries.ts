// Where the signed-in person is somebody: accounts, teams, and who they are there.
import type { Client } from '@rushes/client/client'
import type { Account } from '@rushes/contract/accounts'
import type { Project } from '@rushes/contract/projects'
import type { Team } from '@rushes/contract/teams'
import { queryOptions, skipToken, useQuery } from '@tanstack/react-query'
import { useServices } from '../../services.ts'
import { sessionQuery } from '../session/session-query.ts'
import { accountRights, projectRights } from './what-i-may.ts'
import type { ProjectRights } from './what-i-may.ts'

/** Nobody is in more places. */
const ALL = 1000

export interface OwnAccount extends Account {
  /** "owner", "admin", "account_manager", "billing_manager"; null for members and for who was only invited. */
  ownRole: string | null
}

export interface Places {
  accounts: OwnAccount[]
  /** Those the caller is in; for owners and admins all of the account. `user_role` says who they are there. */
  teams: Team[]
}

export const placesQuery = (client: Client) =>
  queryOptions({
    queryKey: ['places'],
    queryFn: async ({ signal }): Promise<Places> => {
      const [accounts, teams] = await Promise.all([
        client.accounts({ page_size: ALL, signal }),
        client.teams({ page_size: ALL, include: 'user_role', signal }),
      ])
      const memberships = await Promise.all(accounts.items.map(({ id }) => client.accountMembership(id)))
      return {
        accounts: accounts.items.map((account, index) => ({
          ...account,
          ownRole: memberships[index]?.account ?? null,
        })),
        teams: teams.items,
      }
    },
    staleTime: 60_000,
  })

/** How much still fits on the disk under an account, for those who may know. */
export const diskQuery = (client: Client, account: OwnAccount | undefined) =>
  queryOptions({
    queryKey: ['disk', account?.id],
    queryFn:
      account === undefined || !accountRights(account.ownRole).managePeople
        ? skipToken
        : ({ signal }) => client.disk(account.id, signal),
    // Uploads fill it while the page is open.
    staleTime: 60_000,
    refetchInterval: 5 * 60_000,
  })

/** The account a team belongs to, and who the caller is in both. */
export function standingIn(places: Places | undefined, teamId: string) {
  const team = places?.teams.find(({ id }) => id === teamId)
  const account = places?.accounts.find(({ id }) => id === team?.account_id)
  return { accountRole: account?.ownRole ?? null, teamRole: team?.user_role ?? null, team, account }
}

/** What the signed-in person may do in a project; nothing until it is known. */
export function useProjectRights(project: Project | undefined): ProjectRights {
  const { client } = useServices()
  const places = useQuery(placesQuery(client))
  const session = useQuery(sessionQuery(client))
  if (project === undefined || places.data === undefined)
    return { invite: false, removePeople: false, manage: false, isInside: false }
  return projectRights({
    ...standingIn(places.data, project.team_id),
    isOwner: project.owner_id === session.data?.user.id,
    collaboratorsMayInvite: project.project_preferences.collaborator_can_invite,
  })
}
