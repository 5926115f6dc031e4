// What a file or a playlist is, by the word of the machine's own ffprobe.
import { execFile } from 'node:child_process'
import { promisify } from 'node:util'

const run = promisify(execFile)

export interface InspectedStream {
  codec_type: 'video' | 'audio' | 'data' | 'subtitle'
  codec_name: string
  width?: number
  height?: number
  r_frame_rate?: string
  /** Frames that were really decoded. */
  nb_read_frames?: string
}

export interface InspectedMedia {
  formatName: string
  durationSeconds: number
  video: InspectedStream | undefined
  audio: InspectedStream | undefined
}

/** Fetches `url` as a player does and decodes all of it. Rejects when anything in it cannot be decoded. */
export async function inspectMedia(url: string): Promise<InspectedMedia> {
  const { stdout, stderr } = await run(
    process.env['FFPROBE_PATH'] ?? 'ffprobe',
    ['-v', 'error', '-count_frames', '-show_streams', '-show_format', '-of', 'json', url],
    { maxBuffer: 16 * 1024 * 1024 },
  )
  if (stderr !== '') throw new Error(`ffprobe of ${url} says: ${stderr}`)
  const report = JSON.parse(stdout) as {
    streams: InspectedStream[]
    format: { format_name: string; duration?: string }
  }
  return {
    formatName: report.format.format_name,
    durationSeconds: Number(report.format.duration ?? 0),
    video: report.streams.find(({ codec_type: type }) => type === 'video'),
    audio: report.streams.find(({ codec_type: type }) => type === 'audio'),
  }
}
