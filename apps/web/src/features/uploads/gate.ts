/** Lets a few through at a time; the others wait in line. */
export type Gate = <T>(run: () => Promise<T>, signal: AbortSignal) => Promise<T>

export function createGate(places: number): Gate {
  const line: (() => void)[] = []
  let free = places

  async function enter(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    if (free > 0) {
      free -= 1
      return
    }
    await new Promise<void>((resolve, reject) => {
      const giveUp = () => {
        line.splice(line.indexOf(go), 1)
        reject(signal.reason as Error)
      }
      const go = () => {
        signal.removeEventListener('abort', giveUp)
        resolve()
      }
      signal.addEventListener('abort', giveUp, { once: true })
      line.push(go)
    })
  }

  function leave(): void {
    const next = line.shift()
    if (next === undefined) free += 1
    else next()
  }

  return async (run, signal) => {
    await enter(signal)
    try {
      return await run()
    } finally {
      leave()
    }
  }
}
