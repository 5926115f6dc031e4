// Viewers come before background work: it is held still while somebody waits for a segment, though never so long that
// it starves.
import { createHold } from './hold.ts'
import type { HoldSwitch } from './run-tool.ts'

/** Longest time in one piece, and how long the background then works although somebody waits. Milliseconds. */
const LONGEST_HOLD_MS = 15_000
const BREATH_MS = 5_000

export type Turns = { background: HoldSwitch; setBusy: (isBusy: boolean) => void }

/** `setBusy(true)` while somebody waits. */
export function createTurns(): Turns {
  const hold = createHold()
  let timer: NodeJS.Timeout | null = null

  function alternate(): void {
    hold.set(!hold.held)
    timer = setTimeout(alternate, hold.held ? LONGEST_HOLD_MS : BREATH_MS)
    timer.unref()
  }

  return {
    background: hold,
    setBusy: (isBusy) => {
      if (isBusy === (timer !== null)) return
      if (isBusy) {
        alternate()
        return
      }
      if (timer !== null) clearTimeout(timer)
      timer = null
      hold.set(false)
    },
  }
}
