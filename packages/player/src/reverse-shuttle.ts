// Playing backwards. Media elements cannot, so this walks back by seeking, as fast as the pictures come.

export interface ReverseShuttle {
  nowMs: () => number
  schedule: (callback: () => void) => () => void
  /** Times normal speed, positive. */
  speed: number
  fromSeconds: number
  /** True while the last seek is still under way; no new one is made then. */
  isBusy: () => boolean
  seekTo: (seconds: number) => void
  /** Called once when the start of the file is reached. */
  atStart: () => void
}

/** Starts walking back. Returns the way to stop. */
export function followReverseShuttle(shuttle: ReverseShuttle): () => void {
  const startedMs = shuttle.nowMs()
  let cancel = shuttle.schedule(tick)
  function tick(): void {
    const seconds = shuttle.fromSeconds - ((shuttle.nowMs() - startedMs) / 1000) * shuttle.speed
    if (seconds <= 0) {
      shuttle.seekTo(0)
      shuttle.atStart()
      return
    }
    if (!shuttle.isBusy()) shuttle.seekTo(seconds)
    cancel = shuttle.schedule(tick)
  }
  return () => cancel()
}
