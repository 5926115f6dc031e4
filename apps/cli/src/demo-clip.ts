// A clip to show: moving picture, stereo sound, burnt-in timecode, and a start timecode in the file.
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import type { ProgressLine } from './progress-line.ts'

const SECONDS = 12
const FRAMES_PER_SECOND = 25
const TOTAL_FRAMES = SECONDS * FRAMES_PER_SECOND

const FONTS = [
  '/usr/share/fonts/truetype/dejavu/DejaVuSansMono.ttf',
  '/usr/share/fonts/truetype/liberation/LiberationMono-Regular.ttf',
  '/System/Library/Fonts/Menlo.ttc',
]

export async function makeDemoClip(path: string, line: ProgressLine): Promise<void> {
  const font = FONTS.find((candidate) => existsSync(candidate))
  const timecode =
    `drawtext=${font === undefined ? 'font=monospace' : `fontfile=${font}`}:timecode='01\\:00\\:00\\:00':rate=${String(FRAMES_PER_SECOND)}:` +
    'x=(w-tw)/2:y=h-th-60:fontsize=64:fontcolor=white:box=1:boxcolor=black@0.55:boxborderw=18'
  const picture =
    `mandelbrot=s=1280x720:r=${String(FRAMES_PER_SECOND)}:maxiter=300:start_scale=2.4:end_scale=0.02:end_pts=${String(TOTAL_FRAMES)},` +
    `trim=duration=${String(SECONDS)},hue=h='20*t':s=0.85,vignette=PI/5,${timecode},format=yuv420p`
  const sound = [
    `sine=f=220:b=4:r=48000:d=${String(SECONDS)},volume=0.35[left]`,
    `sine=f=330:b=2:r=48000:d=${String(SECONDS)},volume=0.3[right]`,
    '[left][right]join=inputs=2:channel_layout=stereo',
  ].join(';')
  const args = [
    ['-hide_banner', '-loglevel', 'error', '-nostdin', '-y', '-progress', 'pipe:1'],
    ['-f', 'lavfi', '-i', picture, '-f', 'lavfi', '-i', sound],
    ['-c:v', 'libx264', '-preset', 'veryfast', '-crf', '20', '-g', '50', '-c:a', 'aac', '-b:a', '160k'],
    ['-timecode', '01:00:00:00', '-movflags', '+faststart', path],
  ].flat()
  await run(process.env['FFMPEG_PATH'] ?? 'ffmpeg', args, (frame) => line.show(frame / TOTAL_FRAMES))
  line.done()
}

function run(command: string, args: string[], onFrame: (frame: number) => void): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
    let complaint = ''
    child.stdout.setEncoding('utf8').on('data', (text: string) => {
      const frame = /frame=\s*(\d+)/.exec(text)?.[1]
      if (frame !== undefined) onFrame(Number(frame))
    })
    child.stderr.setEncoding('utf8').on('data', (text: string) => {
      complaint = (complaint + text).slice(-2000)
    })
    child.once('error', (cause) =>
      reject(new Error('ffmpeg could not be started. Install it, or set FFMPEG_PATH.', { cause })),
    )
    child.once('close', (code) => {
      if (code === 0) resolve()
      else reject(new Error(`ffmpeg could not make the clip: ${complaint.trim()}`))
    })
  })
}
