// Guessing a password is made slow: after a few failures for a person, or many from one address, attempts are refused
// for a while.
import { createAttempts } from '../../access/attempts.ts'

export interface SignInThrottle {
  /**
   * False: refused. An attempt counts as failed from its beginning, so that a thousand at once are no better than a
   * thousand in turn.
   */
  begin: (email: string, ip: string) => boolean
  succeeded: (email: string, ip: string) => void
}

const WINDOW_MS = 15 * 60_000
const MAX_PER_PERSON = 10
const MAX_PER_ADDRESS = 50

export function createSignInThrottle(nowMs: () => number): SignInThrottle {
  const people = createAttempts(nowMs, WINDOW_MS)
  const addresses = createAttempts(nowMs, WINDOW_MS)
  return {
    begin: (email, ip) => {
      if (people.count(email) >= MAX_PER_PERSON || addresses.count(ip) >= MAX_PER_ADDRESS) return false
      people.add(email)
      addresses.add(ip)
      return true
    },
    succeeded: (email, ip) => {
      people.forget(email)
      addresses.takeBack(ip)
    },
  }
}
