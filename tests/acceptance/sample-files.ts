// Small real files, made by the machine's own ffmpeg.
import { execFile } from 'node:child_process'
import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const run = promisify(execFile)

/** Runs ffmpeg with these arguments and returns the file it made. */
export async function makeSample(name: string, ffmpegArguments: string): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-sample-'))
  try {
    const file = join(folder, name)
    const program = process.env['FFMPEG_PATH'] ?? 'ffmpeg'
    await run(program, ['-v', 'error', '-nostdin', '-y', ...ffmpegArguments.split(' '), file])
    return new Uint8Array(await readFile(file))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Two seconds of 320x180 at 23.976 with sound and a start timecode. */
export function makeSampleClip(): Promise<Uint8Array<ArrayBuffer>> {
  return makeSample(
    'clip.mp4',
    [
      '-f lavfi -i testsrc2=size=320x180:rate=24000/1001 -f lavfi -i sine=frequency=440:sample_rate=48000',
      '-frames:v 48 -t 2.002 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -g 24 -c:a aac -timecode 01:00:00:00',
    ].join(' '),
  )
}
