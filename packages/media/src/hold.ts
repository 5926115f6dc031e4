import type { HoldSwitch } from './run-tool.ts'

/** A switch that somebody turns. */
export type Hold = HoldSwitch & { set: (held: boolean) => void }

/** Makes a switch that holds nothing yet. */
export function createHold(): Hold {
  const listeners = new Set<(held: boolean) => void>()
  let isHeld = false
  return {
    get held() {
      return isHeld
    },
    set: (held) => {
      if (held === isHeld) return
      isHeld = held
      for (const listener of listeners) listener(held)
    },
    onChange: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
