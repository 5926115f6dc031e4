// What can be asked of a player.

/** Frames, both included. */
export interface LoopRange {
  inFrame: number
  outFrame: number
}

export type MediaRequest =
  | { type: 'play' }
  | { type: 'pause' }
  | { type: 'toggle-play' }
  /** Speed of the J K L keys: negative backwards, 0 stops. */
  | { type: 'shuttle'; rate: number }
  | { type: 'step'; frames: number }
  | { type: 'seek-frame'; frameIndex: number }
  | { type: 'seek-seconds'; seconds: number }
  | { type: 'seek-end' }
  | { type: 'set-volume'; volume: number }
  | { type: 'toggle-mute' }
  | { type: 'set-rate'; rate: number }
  | { type: 'toggle-loop' }
  /** What a loop repeats; null: all of it. */
  | { type: 'set-loop-range'; range: LoopRange | null }
