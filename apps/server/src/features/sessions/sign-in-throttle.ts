// Guessing a password is made slow: after a few failures for a person, or many from one address, attempts are refused
// for a while. Kept in memory: a restart forgives, a thief gains nothing from that.

export interface SignInThrottle {
  mayTry: (email: string, ip: string) => boolean
  failed: (email: string, ip: string) => void
  succeeded: (email: string) => void
}

const WINDOW_MS = 15 * 60_000
const MAX_PER_PERSON = 10
const MAX_PER_ADDRESS = 50
const MAX_KEYS = 20_000

export function createSignInThrottle(nowMs: () => number): SignInThrottle {
  const failures = new Map<string, number[]>()

  const recent = (key: string) => (failures.get(key) ?? []).filter((at) => at > nowMs() - WINDOW_MS)
  const add = (key: string) => {
    const list = [...recent(key), nowMs()]
    failures.delete(key)
    failures.set(key, list)
    const oldest = failures.keys().next()
    if (failures.size > MAX_KEYS && oldest.done !== true) failures.delete(oldest.value)
  }

  return {
    mayTry: (email, ip) =>
      recent(`person ${email}`).length < MAX_PER_PERSON && recent(`address ${ip}`).length < MAX_PER_ADDRESS,
    failed: (email, ip) => {
      add(`person ${email}`)
      add(`address ${ip}`)
    },
    succeeded: (email) => {
      failures.delete(`person ${email}`)
    },
  }
}
