// Turns the way a process ended into a sentence for the person who uploaded the file.
import type { ToolOutcome } from './run-tool.ts'

export type FailureReason = {
  /** One or two plain sentences. */
  reason: string
  /** What the program said, bounded, for the log. */
  detail: string
  /** True when the machine is to blame (disk, memory, time), so that trying again later may work. */
  retryable: boolean
}

const DETAIL_CHARACTERS = 4000

type Pattern = { match: RegExp; reason: (found: RegExpExecArray) => string; retryable?: true }

// In order: what says more about the cause comes first.
const PATTERNS: readonly Pattern[] = [
  { match: /No space left on device/, reason: () => 'The disk of the server is full.', retryable: true },
  {
    match:
      /Cannot allocate memory|std::bad_alloc|malloc of size \d+ failed|Error initializing .*: Out of memory/,
    reason: () => 'The picture is too large: processing ran out of memory.',
    retryable: true,
  },
  {
    match: /No such filter: '?(\w+)|Unknown encoder '?(\w+)/,
    reason: (found) =>
      `The installed ffmpeg lacks the ${found[1] ? `filter ${found[1]}` : `encoder ${found[2] ?? ''}`}.`,
  },
  {
    match: /Format not on whitelist|not on whitelist/,
    reason: () => 'Files of this format are not accepted, because they can refer to other files.',
  },
  {
    match:
      /Decoder \(codec (\S+)\) not found|Decoder .*not found|Unknown decoder|Decoding requested, but no decoder found/,
    reason: ([, codec = 'none']) =>
      `No decoder for ${codec === 'none' ? 'this' : `the ${codec}`} codec is installed.`,
  },
  {
    match: /moov atom not found/,
    reason: () =>
      'The file has no index (moov). The recording was interrupted, or the end of the file is missing.',
  },
  {
    match: /Could not find codec parameters for stream \d+ \((\w+): (\w+)/,
    reason: (found) =>
      `The ${(found[1] ?? 'media').toLowerCase()} track (${found[2] ?? 'unknown codec'}) could not be understood.`,
  },
  {
    match: /partial file|Truncating packet|truncated|Unexpected end of file/i,
    reason: () =>
      'The file ends in the middle of the picture data. It was probably not copied or uploaded completely.',
  },
  {
    match: /Output file #\d+ does not contain any stream|matches no streams/,
    reason: () => 'The file contains neither a picture nor sound that can be read.',
  },
  {
    match:
      /Picture size \d+x\d+ is invalid|Invalid frame dimensions|dimensions .*too large|Invalid image size/i,
    reason: () => 'The picture size stated in the file is impossible or too large.',
  },
  {
    match:
      /Error while decoding|error while decoding|Invalid data found when processing input|Invalid NAL|corrupt/,
    reason: () => 'The file is damaged, or it is not what its name says.',
  },
  {
    match: /Permission denied|No such file or directory/,
    reason: () => 'The file could not be opened on the server.',
    retryable: true,
  },
]

/** Why a process failed. For an outcome that looks fine (exit 0), says that nothing came out. */
export function explainFailure(outcome: ToolOutcome): FailureReason {
  const detail = outcome.stderr.trim().slice(-DETAIL_CHARACTERS)
  const said = (reason: string, retryable = false): FailureReason => ({ reason, detail, retryable })
  switch (outcome.ended) {
    case 'timeout':
      return said(`Processing took longer than ${inWords(outcome.timeoutMs)} and was stopped.`, true)
    case 'flood':
      return said('The description of the file is larger than any real file needs. It was not read further.')
    case 'signal':
      return explainSignal(outcome.signal, said)
    case 'exit':
      break
    default:
      outcome satisfies never
  }
  for (const { match, reason, retryable } of PATTERNS) {
    const found = match.exec(outcome.stderr)
    if (found) return said(reason(found), retryable ?? false)
  }
  return said(
    outcome.ended === 'exit' && outcome.code === 0
      ? 'Nothing that can be shown was found in the file.'
      : 'The file could not be processed.',
  )
}

function explainSignal(
  signal: NodeJS.Signals,
  said: (reason: string, retryable?: boolean) => FailureReason,
): FailureReason {
  if (signal === 'SIGXFSZ') return said('The result would be larger than the limit for one file.')
  if (signal === 'SIGKILL' || signal === 'SIGTERM') {
    return said(
      'Processing was stopped from outside, most likely because the machine ran out of memory.',
      true,
    )
  }
  return said(`The decoder crashed on this file (${signal}).`)
}

function inWords(durationMs: number): string {
  const seconds = Math.max(1, Math.round(durationMs / 1000))
  if (seconds < 120) return seconds === 1 ? '1 second' : `${seconds} seconds`
  return `${Math.round(seconds / 60)} minutes`
}
