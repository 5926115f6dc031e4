import { setTimeout as sleep } from 'node:timers/promises'

const giveUpAfterMs = 50_000
/** Looking costs the server a part of the time that it is waited for. */
const slowestMs = 200
/** What is soon there is soon seen. */
const firstMs = 5
/** A machine that stood still for a while has not looked. */
const fewestLooks = 100

/** Looks again and again until `isThere` says yes, and returns what it then sees. Rejects with what it saw last. */
export async function waitUntil<T>(
  what: string,
  look: () => Promise<T>,
  isThere: (seen: T) => boolean,
): Promise<T> {
  const deadline = Date.now() + giveUpAfterMs
  for (let looks = 1, pauseMs = firstMs; ; looks += 1, pauseMs = Math.min(pauseMs * 1.5, slowestMs)) {
    const seen = await look()
    if (isThere(seen)) return seen
    if (Date.now() > deadline && looks > fewestLooks)
      throw new Error(`Waited in vain until ${what}. Last seen: ${JSON.stringify(seen, null, 1)}`)
    await sleep(pauseMs)
  }
}
