// What the server says it answers, from its own route map.
import { routeMap } from '../../apps/server/src/app.ts'
import type { Deps } from '../../apps/server/src/deps.ts'

export interface ListedRoute {
  method: string
  /** In V2's own spelling, e.g. "/v2/assets/{asset_id}". */
  path: string
  scope: string | null
}

/** Every endpoint with a token and a scope. */
export function listRoutes(): ListedRoute[] {
  // The map only names routes; none is called here, so nothing they depend on has to be there.
  const nothing = {} as Deps
  return routeMap(nothing).map(({ method, path, scope }) => ({ method, path, scope }))
}
