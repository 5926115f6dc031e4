// Asks ffprobe about a file and reads its answer.
import { z } from 'zod'
import { guardedInput, placeInput } from './ffmpeg-input.ts'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import { runTool, type ToolOutcome } from './run-tool.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

const Tags = z.record(z.string(), z.string()).optional()

const Stream = z.looseObject({
  index: z.int(),
  codec_type: z.string().optional(),
  codec_name: z.string().optional(),
  codec_tag_string: z.string().optional(),
  profile: z.string().optional(),
  level: z.number().optional(),
  width: z.int().optional(),
  height: z.int().optional(),
  sample_aspect_ratio: z.string().optional(),
  pix_fmt: z.string().optional(),
  bits_per_raw_sample: z.string().optional(),
  color_range: z.string().optional(),
  color_space: z.string().optional(),
  color_transfer: z.string().optional(),
  color_primaries: z.string().optional(),
  field_order: z.string().optional(),
  r_frame_rate: z.string().optional(),
  avg_frame_rate: z.string().optional(),
  time_base: z.string().optional(),
  start_time: z.string().optional(),
  duration: z.string().optional(),
  nb_frames: z.string().optional(),
  has_b_frames: z.int().optional(),
  sample_rate: z.string().optional(),
  channels: z.int().optional(),
  channel_layout: z.string().optional(),
  disposition: z.record(z.string(), z.number()).optional(),
  tags: Tags,
  side_data_list: z
    .array(z.looseObject({ side_data_type: z.string().optional(), rotation: z.number().optional() }))
    .optional(),
})
export type FfprobeStream = z.infer<typeof Stream>

const Report = z.object({
  format: z.looseObject({
    format_name: z.string(),
    probe_score: z.number().optional(),
    start_time: z.string().optional(),
    duration: z.string().optional(),
    tags: Tags,
  }),
  streams: z.array(Stream),
})
export type FfprobeReport = z.infer<typeof Report>

const PROBE_TIMEOUT_MS = 60_000
const PROBE_MEMORY_BYTES = 3 * 2 ** 30
/** A report with hundreds of streams and long tags stays below this. */
const REPORT_BYTES = 8 * 2 ** 20

export type FfprobeAnswer = { ok: true; report: FfprobeReport } | { ok: false; failure: FailureReason }

/** The streams and tags of a file. A file ffprobe cannot read is an answer, not an exception. */
export async function askFfprobe(
  tools: MediaTools,
  inputPath: string,
  tempFolder: string,
  signal: AbortSignal | undefined,
): Promise<FfprobeAnswer> {
  // Late audio in transport streams needs a longer look than the default.
  const options = ['-probesize', '32M', '-analyzeduration', '15M']
  const outcome = await runFfprobe(tools, inputPath, tempFolder, signal, [
    ...guardedInput(options),
    '-show_format',
    '-show_streams',
    '-of',
    'json=compact=1',
  ])
  if (outcome.ended !== 'exit' || outcome.code !== 0) return { ok: false, failure: explainFailure(outcome) }
  const parsed = Report.safeParse(parseJson(outcome.stdout))
  return parsed.success ? { ok: true, report: parsed.data } : { ok: false, failure: explainFailure(outcome) }
}

/** Runs ffprobe on a placed input, with the bounds every look at a file has. */
export function runFfprobe(
  tools: MediaTools,
  inputPath: string,
  tempFolder: string,
  signal: AbortSignal | undefined,
  args: readonly string[],
  onLine?: (line: string) => void,
): Promise<ToolOutcome> {
  return withWorkFolder(tempFolder, async (folder) => {
    await placeInput(folder, inputPath)
    return runTool(tools.isolation, {
      command: tools.ffprobePath,
      args: ['-v', 'error', '-hide_banner', ...args],
      folder,
      signal,
      onLine,
      timeoutMs: PROBE_TIMEOUT_MS,
      memoryBytes: PROBE_MEMORY_BYTES,
      maxStdoutBytes: REPORT_BYTES,
    })
  })
}

function parseJson(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch (error) {
    // ffprobe exits 0 with half a report when its output was cut; the schema then refuses it.
    if (error instanceof SyntaxError) return null
    throw error
  }
}

const MAX_TEXT = 512
const MAX_ENTRIES = 64
const MAX_DEPTH = 6

/** The report as stored: every text, list and object bounded, and free of what a database cannot hold in JSON. */
export function boundedReport(report: FfprobeReport) {
  const { format, streams } = report
  return {
    // The file's place on our disk is nobody's business.
    format: boundedRecord({ ...format, filename: undefined }, 0),
    streams: streams.slice(0, MAX_ENTRIES).map((stream) => boundedRecord(stream, 0)),
  }
}

function boundedRecord(record: object, depth: number): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(record)
      .filter(([, value]) => value !== undefined)
      .slice(0, MAX_ENTRIES)
      .map(([key, value]) => [boundedText(key), bounded(value, depth + 1)]),
  )
}

function bounded(value: unknown, depth: number): unknown {
  if (typeof value === 'string') return boundedText(value)
  if (typeof value !== 'object' || value === null) return value
  if (depth >= MAX_DEPTH) return null
  return Array.isArray(value)
    ? value.slice(0, MAX_ENTRIES).map((entry) => bounded(entry, depth + 1))
    : boundedRecord(value, depth)
}

function boundedText(text: string): string {
  // PostgreSQL refuses NUL and lone surrogates inside JSON.
  return text.slice(0, MAX_TEXT).replaceAll('\0', '').toWellFormed()
}
