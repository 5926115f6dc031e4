import type { Deps } from '../../deps.ts'
import type { Call } from '../../http/route.ts'
import type { ViewContext } from './asset-view.ts'

/** What the view of an asset needs, of a call. */
export function contextOf(deps: Deps, { actor, origin }: Call<unknown, unknown, unknown>): ViewContext {
  return { callerId: actor.userId, origin, secret: deps.secret, now: deps.now() }
}
