// Guessing a token is hopeless (256 random bits) and is refused all the same: after many failures an address is not
// listened to for a while. Tokens that were right lately still are, so that one broken script behind an address does
// not lock out everybody else there; and cookies are counted apart from tokens, for the same reason.
import { createAttempts } from './attempts.ts'

export interface TokenGuesses {
  mayTry: (source: GuessSource, hash: string) => boolean
  failed: (source: GuessSource) => void
  succeeded: (hash: string) => void
}

export interface GuessSource {
  ip: string
  kind: 'developer' | 'session'
}

const WINDOW_MS = 15 * 60_000
const MAX_PER_ADDRESS = 300
const MAX_KNOWN = 10_000

export function createTokenGuesses(nowMs: () => number): TokenGuesses {
  const failures = createAttempts(nowMs, WINDOW_MS)
  const known = new Set<string>()
  const keyOf = ({ ip, kind }: GuessSource) => `${kind} ${ip}`
  return {
    mayTry: (source, hash) => failures.count(keyOf(source)) < MAX_PER_ADDRESS || known.has(hash),
    failed: (source) => failures.add(keyOf(source)),
    succeeded: (hash) => {
      if (known.has(hash)) return
      known.add(hash)
      const oldest = known.values().next()
      if (known.size > MAX_KNOWN && oldest.done !== true) known.delete(oldest.value)
    },
  }
}
