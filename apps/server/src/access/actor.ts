// Who is calling, as every kind of credential resolves to it (design 8).
import type { AccountId, UserId } from '@rushes/contract/ids'
import type { Scope } from '@rushes/contract/scopes'

export interface Actor {
  userId: UserId
  accountId: AccountId
  tokenId: string
  kind: 'developer' | 'session'
  scopes: ReadonlySet<string>
  /** Under which origin the caller reached this server: links in answers carry it. */
  origin: string
}

/** The web app's session takes the place of the original's JWT: it may do whatever its user may. */
export function hasScope(actor: Actor, scope: Scope): boolean {
  return actor.kind === 'session' || actor.scopes.has(scope)
}
