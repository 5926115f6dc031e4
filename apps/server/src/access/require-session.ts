import { errors } from '../http/errors.ts'
import type { Actor } from './actor.ts'

/** For what only a person at a browser may do. Throws 403 for a token, whatever its scopes. */
export function requireSession(actor: Actor): void {
  if (actor.kind !== 'session')
    throw errors.forbidden('Only a person who is signed in to the web app may do this; a token may not.')
}
