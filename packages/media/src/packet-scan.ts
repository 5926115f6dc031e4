// Measures a stream by its packets, for files whose header does not say how long they are.
import { guardedInput } from './ffmpeg-input.ts'
import { runFfprobe } from './ffprobe-report.ts'
import type { MediaTools } from './tools.ts'

export type PacketScan = { count: number; firstSeconds: number; endSeconds: number }

export type ScanRequest = {
  inputPath: string
  tempFolder: string
  streamIndex: number
  /** The format may start its clock anew half-way, as transport streams of joined recordings do. */
  clockMayRestart: boolean
  signal: AbortSignal | undefined
}

/** Reads every packet of one stream (not its pictures). Takes as long as reading the file. `null` when there is none. */
export async function scanPackets(tools: MediaTools, request: ScanRequest): Promise<PacketScan | null> {
  const { inputPath, tempFolder, streamIndex, clockMayRestart, signal } = request
  const clock = createPacketClock(clockMayRestart)
  const wanted = `-select_streams ${streamIndex} -show_entries packet=pts_time,dts_time,duration_time -of csv=p=0:nk=1`
  const args = [...guardedInput(), ...wanted.split(' ')]
  const outcome = await runFfprobe(tools, inputPath, tempFolder, signal, args, (line) => {
    const [pts = Number.NaN, dts = Number.NaN, duration = Number.NaN] = line.split(',').map(Number.parseFloat)
    clock.add({ ptsSeconds: pts, dtsSeconds: dts, durationSeconds: Number.isFinite(duration) ? duration : 0 })
  })
  // A damaged end makes ffprobe complain; what came before it counts.
  return outcome.ended === 'exit' ? clock.result() : null
}

/** Decoding times only grow; a step back by more than this is a new recording, as ffmpeg takes it. Seconds. */
const FARTHEST_STEP_BACK_SECONDS = 0.1
/** So is a longer gap. Seconds. */
const LONGEST_GAP_SECONDS = 10

/** NaN for a time the packet does not state. */
export type PacketTime = { ptsSeconds: number; dtsSeconds: number; durationSeconds: number }

/** Puts packets, added in file order, on one continuous clock. A packet without time only counts. */
export function createPacketClock(mayRestart: boolean) {
  let count = 0
  let offset = 0
  let nextDtsSeconds = Number.NaN
  let firstSeconds = Number.NaN
  let lastSeconds = Number.NaN
  let endSeconds = Number.NaN
  return {
    add({ ptsSeconds, dtsSeconds, durationSeconds }: PacketTime): void {
      count += 1
      const dts = dtsSeconds + offset
      const isRestart =
        dts < nextDtsSeconds - durationSeconds - FARTHEST_STEP_BACK_SECONDS ||
        dts > nextDtsSeconds + LONGEST_GAP_SECONDS
      if (mayRestart && isRestart) offset += nextDtsSeconds - dts
      if (Number.isFinite(dtsSeconds)) nextDtsSeconds = dtsSeconds + offset + durationSeconds
      const seconds = ptsSeconds + offset
      if (!Number.isFinite(seconds)) return
      if (!(seconds >= firstSeconds)) firstSeconds = seconds
      if (seconds <= lastSeconds) return
      lastSeconds = seconds
      endSeconds = seconds + durationSeconds
    },
    result(): PacketScan | null {
      return Number.isFinite(endSeconds) ? { count, firstSeconds, endSeconds } : null
    },
  }
}
