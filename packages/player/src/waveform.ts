// Peaks of a sound (`waveform.json`) as columns to draw.

/** What the server's waveform file holds. Peaks are lowest and highest sample in turn. */
export interface WaveformFile {
  peaks: number[]
}

/** A column's reach, from -1 (bottom) to 1 (top), of the loudest sound in the file. */
export interface WaveColumn {
  low: number
  high: number
}

/** True for the JSON a waveform file should hold; anything else is not drawn. */
export function isWaveformFile(value: unknown): value is WaveformFile {
  return (
    typeof value === 'object' &&
    value !== null &&
    'peaks' in value &&
    Array.isArray(value.peaks) &&
    value.peaks.every((peak) => typeof peak === 'number' && Number.isFinite(peak))
  )
}

/** As many columns as fit a drawing, each reaching as far as the samples it stands for. Quiet files are scaled up. */
export function waveColumns({ peaks }: WaveformFile, columnCount: number): WaveColumn[] {
  const pairCount = Math.floor(peaks.length / 2)
  const loudest = peaks.reduce((most, peak) => Math.max(most, Math.abs(peak)), 0)
  if (pairCount === 0 || columnCount < 1 || loudest === 0) return []
  return Array.from({ length: Math.floor(columnCount) }, (_, column) => {
    const first = Math.floor((column * pairCount) / columnCount)
    const afterLast = Math.max(first + 1, Math.floor(((column + 1) * pairCount) / columnCount))
    let low = 0
    let high = 0
    for (let pair = first; pair < Math.min(afterLast, pairCount); pair += 1) {
      low = Math.min(low, peaks[pair * 2] ?? 0)
      high = Math.max(high, peaks[pair * 2 + 1] ?? 0)
    }
    return { low: low / loudest, high: high / loudest }
  })
}
