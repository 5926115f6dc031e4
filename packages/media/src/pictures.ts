// Asks the picture process: what a picture is, and stills of it.
import { writeFile } from 'node:fs/promises'
import path from 'node:path'
import { fileURLToPath } from 'node:url'
import { explainFailure, type FailureReason } from './failure-reason.ts'
import type { Isolation } from './isolation.ts'
import {
  PictureLine,
  type PictureDescription,
  type PictureJob,
  type PictureSource,
  type StillSize,
} from './picture-job.ts'
import { runTool } from './run-tool.ts'

const PROGRAM = fileURLToPath(new URL('picture-process.ts', import.meta.url))
/** Compiled once, as the server is: loading takes longer than most pictures do. Apart from what the server itself loads. */
const COMPILE_CACHE = process.env['NODE_COMPILE_CACHE']
const TIMEOUT_MS = 120_000
const MEMORY_BYTES = 6 * 2 ** 30
const FILE_SIZE_BYTES = 4 * 2 ** 30

export type PictureAnswer = { ok: true; picture: PictureDescription } | { ok: false; failure: FailureReason }

/** What sharp makes of the file `job.source` names in `folder`. */
export async function describePicture(
  isolation: Isolation,
  folder: string,
  job: Extract<PictureJob, { task: 'describe' }>,
  signal: AbortSignal | undefined,
): Promise<PictureAnswer> {
  let answer: PictureAnswer | null = null
  const failure = await runPictureProcess(isolation, folder, job, signal, (line) => {
    if (line.said === 'described') answer = { ok: true, picture: line.picture }
    if (line.said === 'failed') answer = { ok: false, failure: explainPicture(line.message) }
  })
  return answer ?? { ok: false, failure: failure ?? explainPicture('no answer') }
}

export type StillOutcome<Kind extends string> =
  { kind: Kind; ok: true; width: number; height: number } | { kind: Kind; ok: false; failure: FailureReason }

export type StillsJob<Kind extends string> = {
  task: 'stills'
  source: PictureSource
  isStrict?: boolean
  /** `name` is the file made in the work folder. */
  outputs: readonly { kind: Kind; name: string; size: StillSize }[]
}

/**
 * Makes the stills of `job` as files in `folder`. `onStill` hears of each as soon as it is there, in the order asked for;
 * every kind is reported exactly once, also when the process dies.
 */
export async function makeStills<Kind extends string>(
  isolation: Isolation,
  folder: string,
  job: StillsJob<Kind>,
  signal: AbortSignal | undefined,
  onStill: (still: StillOutcome<Kind>) => void,
): Promise<void> {
  const open = new Set(job.outputs.map(({ kind }) => kind))
  const failures: FailureReason[] = []
  const died = await runPictureProcess(isolation, folder, job, signal, (line) => {
    if (line.said === 'failed' && line.kind === null) failures.push(explainPicture(line.message))
    if (line.said === 'described') return
    const kind = [...open].find((one) => one === line.kind)
    if (kind === undefined) return
    open.delete(kind)
    if (line.said === 'made') onStill({ kind, ok: true, width: line.width, height: line.height })
    else onStill({ kind, ok: false, failure: explainPicture(line.message) })
  })
  const failure = failures[0] ?? died ?? explainPicture('no answer')
  for (const kind of open) onStill({ kind, ok: false, failure })
}

/** Draws a watermark as the file `job.name` in `folder`. Null when it is there. */
export async function makeMark(
  isolation: Isolation,
  folder: string,
  job: Omit<Extract<PictureJob, { task: 'mark' }>, 'task'>,
): Promise<FailureReason | null> {
  const failures: FailureReason[] = []
  const died = await runPictureProcess(isolation, folder, { task: 'mark', ...job }, undefined, (line) => {
    if (line.said === 'failed')
      failures.push({
        reason: 'The watermark could not be drawn.',
        detail: line.message,
        retryable: /no space left/i.test(line.message),
      })
  })
  return failures[0] ?? died
}

async function runPictureProcess(
  isolation: Isolation,
  folder: string,
  job: Extract<PictureJob, { task: 'describe' | 'mark' }> | StillsJob<string>,
  signal: AbortSignal | undefined,
  onLine: (line: PictureLine) => void,
): Promise<FailureReason | null> {
  await writeFile(path.join(folder, 'job.json'), JSON.stringify(job))
  const outcome = await runTool(isolation, {
    command: process.execPath,
    args: ['--max-old-space-size=256', '--disable-warning=ExperimentalWarning', PROGRAM],
    folder,
    env: COMPILE_CACHE === undefined ? {} : { NODE_COMPILE_CACHE: path.join(COMPILE_CACHE, 'pictures') },
    signal,
    timeoutMs: TIMEOUT_MS,
    memoryBytes: MEMORY_BYTES,
    fileSizeBytes: FILE_SIZE_BYTES,
    onLine: (text) => onLine(PictureLine.parse(JSON.parse(text))),
  })
  return outcome.ended === 'exit' && outcome.code === 0 ? null : explainFailure(outcome)
}

const SENTENCES: readonly (readonly [RegExp, string])[] = [
  [
    /exceeds pixel limit|Image dimensions? .*large|too large/i,
    'The picture has more pixels than this server opens.',
  ],
  [
    /unsupported image format|not a known file format|compression format/i,
    'No decoder for this kind of picture is installed.',
  ],
  [/^no pages$/, 'There are no pages in the document.'],
  [/^no such page$/, 'There is no such page in the document.'],
  [/password/i, 'The document can only be opened with a password.'],
  [/larger than \d+ MiB/, 'The file is too large to be drawn here.'],
  [
    /not in PDF format|Unknown error|content error/i,
    'The document is damaged, or it is not what its name says.',
  ],
  [/no space left/i, 'The disk of the server is full.'],
  [
    /premature end|truncated|end of (?:file|stream)|incomplete/i,
    'The picture file ends too early. It was probably not copied completely.',
  ],
]

function explainPicture(message: string): FailureReason {
  const known = SENTENCES.find(([pattern]) => pattern.test(message))
  return {
    reason: known?.[1] ?? 'The picture file is damaged, or it is not what its name says.',
    detail: message,
    retryable: /no space left/i.test(message),
  }
}
