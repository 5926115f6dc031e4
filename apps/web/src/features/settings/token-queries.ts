import type { Client } from '@rushes/client/client'
import type { SampledCall } from '@rushes/client/call-samples'
import { queryOptions } from '@tanstack/react-query'

const FOLLOW_MS = 5_000

export const tokensQuery = (client: Client) =>
  queryOptions({
    queryKey: ['tokens'],
    queryFn: async ({ signal }) => (await client.tokens(signal)).items,
  })

/** Followed while the page is open: calls change nothing that `/live` tells of. */
export const tokenRequestsQuery = (client: Client, tokenId: string) =>
  queryOptions({
    queryKey: ['token-requests', tokenId],
    queryFn: async ({ signal }) => (await client.tokenRequests(tokenId, signal)).items,
    refetchInterval: FOLLOW_MS,
    staleTime: 0,
  })

export const rateLimitsQuery = (client: Client) =>
  queryOptions({
    queryKey: ['rate-limits'],
    queryFn: ({ signal }) => client.rateLimits(signal),
    refetchInterval: FOLLOW_MS,
    staleTime: 0,
  })

/** A call to try, and what it is called. */
export interface OwnCall extends SampledCall {
  title: string
}

/** Calls with ids of one's own: what there is of account, team, project and asset. */
export const ownCallsQuery = (client: Client, origin: string) =>
  queryOptions({
    queryKey: ['own-calls', origin],
    queryFn: async (): Promise<OwnCall[]> => {
      const get = (title: string, pattern: string, id = ''): OwnCall => ({
        origin,
        method: 'GET',
        pattern,
        path: pattern.replace(/\{\w+\}/, id),
        title,
      })
      const calls = [get('Who the token acts as', '/v2/me')]
      const one = { page: 1, page_size: 1 }
      const [accounts, teams] = await Promise.all([client.accounts(one), client.teams(one)])
      const account = accounts.items[0]
      if (account !== undefined)
        calls.push(get(`Teams of ${account.display_name}`, '/v2/accounts/{account_id}/teams', account.id))
      const team = teams.items[0]
      if (team !== undefined)
        calls.push(get(`Projects of ${team.name}`, '/v2/teams/{team_id}/projects', team.id))
      const projects =
        team === undefined ? await client.sharedProjects(one) : await client.projects(team.id, one)
      const project = projects.items[0]
      if (project === undefined) return calls
      const { root_asset_id: rootId } = project
      calls.push(
        get(`The project ${project.name}`, '/v2/projects/{project_id}', project.id),
        get(`What lies in ${project.name}`, '/v2/assets/{asset_id}/children', rootId),
        {
          ...get(`Make a folder in ${project.name}`, '/v2/assets/{asset_id}/children', rootId),
          method: 'POST',
          body: { type: 'folder', name: 'Day 1' },
        },
      )
      const asset = (await client.children(rootId, one)).items[0]
      if (asset !== undefined) calls.push(get(`The asset ${asset.name}`, '/v2/assets/{asset_id}', asset.id))
      return calls
    },
    staleTime: 60_000,
  })
