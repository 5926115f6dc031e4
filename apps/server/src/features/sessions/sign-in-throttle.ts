// Guessing a password is made slow: after a few failures for a person from one address, or many for a person or from an
// address, attempts are refused for a while. A few for a person alone would let anybody keep that person out.
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
const MAX_PER_PERSON_AND_ADDRESS = 10
const MAX_PER_PERSON = 200
const MAX_PER_ADDRESS = 50

export function createSignInThrottle(nowMs: () => number): SignInThrottle {
  const pairs = createAttempts(nowMs, WINDOW_MS)
  const people = createAttempts(nowMs, WINDOW_MS)
  const addresses = createAttempts(nowMs, WINDOW_MS)
  return {
    begin: (email, ip) => {
      const isRefused =
        pairs.count(pairOf(email, ip)) >= MAX_PER_PERSON_AND_ADDRESS ||
        people.count(email) >= MAX_PER_PERSON ||
        addresses.count(ip) >= MAX_PER_ADDRESS
      if (isRefused) return false
      pairs.add(pairOf(email, ip))
      people.add(email)
      addresses.add(ip)
      return true
    },
    succeeded: (email, ip) => {
      pairs.forget(pairOf(email, ip))
      people.forget(email)
      addresses.takeBack(ip)
    },
  }
}

/** No address contains a blank. */
const pairOf = (email: string, ip: string) => `${ip} ${email}`
