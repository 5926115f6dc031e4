// Pieces of a preview as tests want them: made by separate runs, put together again, and heard.
import { execFile } from 'node:child_process'
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { createHold } from './hold.ts'
import { makePreviewInit, makeSegments } from './make-segments.ts'
import type { PlayedProbe } from './media-probe.ts'
import { previewRung } from './preview-rung.ts'
import { findSeekPlace } from './seek-place.ts'
import { framesOfSegment, segmentGrid } from './segment-grid.ts'
import type { MediaTools } from './tools.ts'

const run = promisify(execFile)

/** Segments first to end of one run. */
export async function pieces(
  tools: MediaTools,
  file: string,
  probe: PlayedProbe,
  first: number,
  end: number,
): Promise<Buffer[]> {
  const tempFolder = path.dirname(file)
  const grid = segmentGrid(probe)
  const made: Buffer[] = []
  const { signal } = new AbortController()
  const frame = framesOfSegment(grid, first).first
  const place = await findSeekPlace(tools, { inputPath: file, probe, frame, tempFolder, signal })
  await makeSegments(tools, {
    inputPath: file,
    probe,
    grid,
    markPng: null,
    first,
    end,
    seekSeconds: place.seekSeconds,
    tempFolder,
    signal,
    hold: createHold(),
    onSegment: (_, bytes) => made.push(bytes),
  })
  return made
}

/** The whole film from runs of one, two, three segments, the last one first. The path of a file. */
export async function assembled(tools: MediaTools, file: string, probe: PlayedProbe): Promise<string> {
  const grid = segmentGrid(probe)
  const made: Buffer[] = []
  for (let end = grid.segmentCount, count = 1; end > 0; count += 1) {
    const first = Math.max(0, end - count)
    made.unshift(...(await pieces(tools, file, probe, first, end)))
    end = first
  }
  const whole = `${file}-whole.mp4`
  const rung = probe.kind === 'video' ? previewRung(probe) : null
  const init = await makePreviewInit(tools, rung, grid, path.dirname(file))
  await writeFile(whole, Buffer.concat([init, ...made]))
  return whole
}

/** The left side at 48,000 samples a second: mixed down, one sound track would be quieter than two. */
export async function samplesOf(tools: MediaTools, file: string): Promise<Int16Array> {
  const left = 'aresample=48000,aformat=channel_layouts=stereo,pan=mono|c0=c0'
  const args = ['-v', 'error', '-i', file, '-map', '0:a', '-af', left, '-f', 's16le', '-']
  const { stdout } = await run(tools.ffmpegPath, args, { encoding: 'buffer', maxBuffer: 2 ** 26 })
  return new Int16Array(stdout.buffer, stdout.byteOffset, Math.floor(stdout.length / 2))
}

/** Of the samples from `from` up to `to`. */
export function signalToNoiseDecibels(
  wanted: Int16Array,
  actual: Int16Array,
  from: number,
  to: number,
): number {
  let signal = 0
  let noise = 0
  for (let index = from; index < to; index += 1) {
    const sample = wanted[index] ?? 0
    signal += sample ** 2
    noise += (sample - (actual[index] ?? 0)) ** 2
  }
  return 10 * Math.log10(signal / Math.max(1, noise))
}
