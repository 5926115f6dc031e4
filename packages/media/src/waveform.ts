// The loudness curve drawn under a timeline, made from a small mono recording of the sound.
import { createReadStream } from 'node:fs'
import { stat } from 'node:fs/promises'
import { z } from 'zod'

/** What ffmpeg is asked for: signed 16-bit little-endian mono at this rate. Samples per second. */
export const WAVEFORM_SAMPLE_RATE = 8000
/** More than any screen shows across a timeline. */
const MOST_PIXELS = 1800

export const Waveform = z.object({
  version: z.literal(1),
  sampleRate: z.int(),
  /** Samples one pair of peaks stands for. */
  samplesPerPixel: z.int().positive(),
  /** Lowest and highest sample of each pixel in turn, from -128 to 127. */
  peaks: z.array(z.int()),
})
export type Waveform = z.infer<typeof Waveform>

/** Reads the recording at `pcmPath` once, in constant memory. `null` when it holds no sound. */
export async function readWaveform(pcmPath: string): Promise<Waveform | null> {
  const sampleCount = Math.floor((await stat(pcmPath)).size / 2)
  if (sampleCount === 0) return null
  const samplesPerPixel = Math.ceil(sampleCount / MOST_PIXELS)
  const pixels = Math.ceil(sampleCount / samplesPerPixel)
  const peaks = Array.from<number>({ length: pixels * 2 }).fill(0)
  let sampleIndex = 0
  // An even chunk size keeps samples whole.
  for await (const chunk of createReadStream(pcmPath, { highWaterMark: 2 ** 18 })) {
    // A stream opened without encoding gives buffers.
    const bytes = chunk as Buffer
    for (let offset = 0; offset + 1 < bytes.length; offset += 2, sampleIndex += 1) {
      const low = 2 * Math.floor(sampleIndex / samplesPerPixel)
      const value = bytes.readInt16LE(offset) >> 8
      const isFirst = sampleIndex % samplesPerPixel === 0
      if (isFirst || value < (peaks[low] ?? 0)) peaks[low] = value
      if (isFirst || value > (peaks[low + 1] ?? 0)) peaks[low + 1] = value
    }
  }
  return { version: 1, sampleRate: WAVEFORM_SAMPLE_RATE, samplesPerPixel, peaks }
}
