import { setTimeout as sleep } from 'node:timers/promises'

const giveUpAfterMs = 50_000
const everyMs = 50

/** Looks again and again until `isThere` says yes, and returns what it then sees. Rejects with what it saw last. */
export async function waitUntil<T>(
  what: string,
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + giveUpAfterMs
  for (;;) {
    const seen = await look()
    if (isThere(seen)) return seen
    if (Date.now() > deadline)
      throw new Error(`Waited in vain until ${what}. Last seen: ${JSON.stringify(seen, null, 1)}`)
    await sleep(everyMs)
  }
}
