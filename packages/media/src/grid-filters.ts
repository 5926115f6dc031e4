// Puts decoded pictures on the constant grid of frames, the same for the ladder and for the quick preview.
import type { FrameRate } from './media-probe.ts'

/**
 * Frame n is the last picture that starts before (n + 0.5) / rate; `fps` rounds to the nearest. It drops a last picture
 * whose packet states next to no duration, as those of variable-rate files with B-frames do: so that one is held first.
 */
export function onGrid({ num, den }: FrameRate, startFrame: number): string[] {
  const seconds = (frames: number) => ((frames * den) / num).toFixed(6)
  return [
    `tpad=stop_mode=clone:stop_duration=${seconds(2)}`,
    `fps=fps=${num}/${den}:start_time=${startFrame === 0 ? 0 : seconds(startFrame)}`,
  ]
}
