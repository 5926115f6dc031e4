// Reads what `ffmpeg -progress pipe:1` says.

export type EncodeProgress = {
  /** Frames written so far. */
  frame: number
  outTimeSeconds: number
  /** Multiple of real time; null before ffmpeg knows. */
  speed: number | null
}

/** Takes lines; calls `onProgress` at the end of every block. */
export function progressReader(onProgress: (progress: EncodeProgress) => void): (line: string) => void {
  let current: EncodeProgress = { frame: 0, outTimeSeconds: 0, speed: null }
  return (line) => {
    const [key, text = ''] = line.split('=')
    const value = Number.parseFloat(text)
    if (key === 'progress') onProgress(current)
    else if (!Number.isFinite(value)) return
    else if (key === 'frame') current = { ...current, frame: value }
    else if (key === 'out_time_us') current = { ...current, outTimeSeconds: Math.max(0, value / 1e6) }
    else if (key === 'speed') current = { ...current, speed: value }
  }
}
