// The whole ladder of a film against four processes that make one rung each: processor time, so that it says the same on a
// busy machine. Ours makes the hover preview, the scrub sheet and the waveform beside it.
import { execFile } from 'node:child_process'
import { mkdir, mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { probeFile } from '@rushes/media/probe'
import { renderLadder } from '@rushes/media/render-ladder'
import { testTools } from '@rushes/media/test-clips'
import type { MediaTools } from '@rushes/media/tools'
import type { Figure } from './main-bench.ts'

const run = promisify(execFile)
const SOURCE = 'testsrc2=size=1920x1080:rate=25:duration=4,noise=alls=8:allf=t'
const FILMS = {
  'h264-1080p.mp4': '-c:v libx264 -preset veryfast -pix_fmt yuv420p -g 50 -c:a aac',
  'prores-1080p.mov': '-c:v prores_ks -profile:v 2 -c:a pcm_s16le',
}
const HEIGHTS = [1080, 720, 540, 360]
const ROUNDS = 3

export async function* benchLadder(): AsyncGenerator<Figure> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-bench-'))
  const tools = await testTools()
  try {
    for (const [name, encoder] of Object.entries(FILMS)) {
      const path = join(folder, name)
      const sound = 'sine=frequency=440:sample_rate=48000'
      const inputs = ['-f', 'lavfi', '-i', SOURCE, '-f', 'lavfi', '-i', sound, '-shortest']
      await run(tools.ffmpegPath, ['-v', 'error', '-y', ...inputs, ...encoder.split(' '), path])
      const ratios: number[] = []
      for (let round = 0; round < ROUNDS; round += 1) {
        const apart = await processorSeconds(() => rungsApart(tools, path, folder))
        const together = await processorSeconds(() => ladder(tools, path, join(folder, `${name}-${round}`)))
        yield { name: `${name}: four processes`, value: apart, unit: 's of processor' }
        yield { name: `${name}: the ladder and what is beside it`, value: together, unit: 's of processor' }
        ratios.push(together / apart)
      }
      const middle = ratios.toSorted((one, other) => one - other)[1] ?? Number.NaN
      yield { name: `${name}: ladder against four processes`, value: middle, unit: 'times', atMost: 0.75 }
    }
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

async function ladder(tools: MediaTools, inputPath: string, outDir: string): Promise<void> {
  await mkdir(outDir)
  const probe = await probeFile(tools, inputPath, {})
  if (probe.kind !== 'video') throw new Error('A film was expected.')
  const { failed } = await renderLadder(tools, { inputPath, probe, outDir })
  if (failed.length > 0) throw new Error(`The ladder failed: ${JSON.stringify(failed)}`)
}

/** Preset, quality and key frames of the ladder; one after the other, so that none takes the cache of another. */
async function rungsApart(tools: MediaTools, inputPath: string, folder: string): Promise<void> {
  for (const height of HEIGHTS) {
    const options = [
      `-vf scale=-2:${String(height)}:flags=bicubic,format=yuv420p -c:v libx264 -preset veryfast -profile:v high`,
      '-crf 23 -bf 0 -g 50 -keyint_min 50 -sc_threshold 0 -c:a aac -b:a 128k -ac 2',
    ].join(' ')
    const out = join(folder, `apart-${String(height)}.mp4`)
    await run(tools.ffmpegPath, ['-v', 'error', '-y', '-i', inputPath, ...options.split(' '), out])
  }
}

/** Of all processes that were started meanwhile and have ended (Linux). */
async function processorSeconds(work: () => Promise<void>): Promise<number> {
  const before = await childTicks()
  await work()
  return ((await childTicks()) - before) / TICKS_PER_SECOND
}

/** Fixed in the interface of the kernel. */
const TICKS_PER_SECOND = 100

/** cutime and cstime of proc(5). */
async function childTicks(): Promise<number> {
  const stat = await readFile('/proc/self/stat', 'utf8')
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  return Number(fields[13]) + Number(fields[14])
}
