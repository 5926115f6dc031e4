// The one way a media process is started: an argument array, no shell, almost no environment, nothing on stdin, bounded
// output, a deadline, and a process group that is killed as a whole.
import { spawn, type ChildProcess } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import path from 'node:path'
import { wrapCommand, type Isolation } from './isolation.ts'
import { createBoundedText } from './bounded-text.ts'
import { ROOM_FOLDER } from './locked-room.ts'

/** Holds a process still (SIGSTOP) while something more urgent runs. Time spent held does not count as run time. */
export type HoldSwitch = {
  readonly held: boolean
  /** Calls `listener` at every change; returns what ends that. */
  onChange: (listener: (held: boolean) => void) => () => void
}

export type ToolRun = {
  command: string
  args: readonly string[]
  /** The working folder; the caller owns it (`withWorkFolder`). */
  folder: string
  /** Locks the process in with the work folder, these folders of ours hidden (locked-room.ts). */
  hidden?: readonly string[] | undefined
  /** Besides the little that every tool is given. */
  env?: Readonly<Record<string, string>> | undefined
  /** Longest run time. Milliseconds. */
  timeoutMs: number
  signal?: AbortSignal | undefined
  hold?: HoldSwitch | undefined
  memoryBytes?: number
  fileSizeBytes?: number
  /** 0 = like everyone else, 19 = only when nobody else wants the processor. */
  niceness?: number
  /** Takes stdout line by line instead of collecting it. What it throws ends the process and rejects the run. */
  onLine?: ((line: string) => void) | undefined
  /** Takes stdout as it comes instead of collecting it. What it throws ends the process and rejects the run. */
  onChunk?: ((chunk: Buffer) => void) | undefined
  /** More collected stdout than this ends the process. */
  maxStdoutBytes?: number
}

export type ToolOutcome = { stdout: Buffer; stderr: string } & (
  | { ended: 'exit'; code: number }
  | { ended: 'signal'; signal: NodeJS.Signals }
  | { ended: 'timeout'; timeoutMs: number }
  | { ended: 'flood'; maxStdoutBytes: number }
)

const GIB = 2 ** 30
const DEFAULT_MEMORY_BYTES = 8 * GIB
const DEFAULT_FILE_SIZE_BYTES = 512 * GIB
const DEFAULT_STDOUT_BYTES = 16 * 2 ** 20
const STDERR_HEAD_BYTES = 16 * 1024
const STDERR_TAIL_BYTES = 48 * 1024
const LONGEST_LINE_CHARACTERS = 64 * 1024

/**
 * Runs one process to its end and says how it ended. A non-zero exit is an outcome, not an exception.
 * Throws the signal's reason when aborted (the process group is dead by then) and an `Error` when it cannot be started.
 */
export function runTool(isolation: Isolation, run: ToolRun): Promise<ToolOutcome> {
  const maxStdoutBytes = run.maxStdoutBytes ?? DEFAULT_STDOUT_BYTES
  const [command = run.command, ...args] = wrapCommand(
    isolation,
    {
      memoryBytes: run.memoryBytes ?? DEFAULT_MEMORY_BYTES,
      fileSizeBytes: run.fileSizeBytes ?? DEFAULT_FILE_SIZE_BYTES,
      niceness: run.niceness ?? 0,
    },
    [run.command, ...run.args],
    run.hidden,
  )
  const home = run.hidden === undefined ? run.folder : ROOM_FOLDER
  return new Promise((resolve, reject) => {
    if (run.signal?.aborted) {
      reject(asError(run.signal.reason))
      return
    }
    const child = spawn(command, args, {
      cwd: run.folder,
      // A group of its own, so that the group can be killed.
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: '/usr/local/bin:/usr/bin:/bin',
        LC_ALL: 'C',
        HOME: home,
        TMPDIR: home,
        // Keeps the memory limit honest on machines with many cores.
        MALLOC_ARENA_MAX: '4',
        // Pictures of many megabytes in pages of 2 MB, where the system has them (glibc only; others pass it over): a frame
        // of 4K costs a third less processor, an encode a tenth.
        GLIBC_TUNABLES: 'glibc.malloc.hugetlb=1',
        ...run.env,
      },
    })
    if (run.niceness !== undefined && run.niceness > 0) yieldAsSession(child, run.niceness)
    const stderr = createBoundedText(STDERR_HEAD_BYTES, STDERR_TAIL_BYTES)
    const chunks: Buffer[] = []
    let stdoutBytes = 0
    let stopped: 'no' | 'timeout' | 'flood' | 'aborted' | 'refused' = 'no'
    let refusal: unknown = null
    const stop = (why: 'timeout' | 'flood' | 'aborted' | 'refused') => {
      if (stopped === 'no') stopped = why
      signalGroup(child, 'SIGKILL')
    }

    const deadline = startDeadline(run.timeoutMs, () => stop('timeout'))
    const onAbort = () => stop('aborted')
    run.signal?.addEventListener('abort', onAbort, { once: true })
    const setHeld = (held: boolean) => {
      signalGroup(child, held ? 'SIGSTOP' : 'SIGCONT')
      if (held) deadline.pause()
      else deadline.resume()
    }
    const endHold = run.hold?.onChange(setHeld)
    if (run.hold?.held) child.once('spawn', () => run.hold?.held && setHeld(true))

    const takeLine = run.onLine
    const takeChunk = run.onChunk
    let rest = ''
    child.stdout.on('data', (chunk: Buffer) => {
      if (takeChunk) {
        try {
          if (stopped === 'no') takeChunk(chunk)
        } catch (error) {
          refusal ??= error
          stop('refused')
        }
        return
      }
      if (!takeLine) {
        stdoutBytes += chunk.length
        if (stdoutBytes > maxStdoutBytes) stop('flood')
        else chunks.push(chunk)
        return
      }
      const lines = (rest + chunk.toString('utf8')).split('\n')
      rest = (lines.pop() ?? '').slice(0, LONGEST_LINE_CHARACTERS)
      try {
        for (const line of lines) takeLine(line)
      } catch (error) {
        refusal ??= error
        stop('refused')
      }
    })
    child.stderr.on('data', (chunk: Buffer) => stderr.add(chunk))

    const settle = () => {
      deadline.end()
      endHold?.()
      run.signal?.removeEventListener('abort', onAbort)
    }
    child.once('error', (error) => {
      settle()
      reject(
        new Error(`${path.basename(run.command)} could not be started: ${error.message}`, { cause: error }),
      )
    })
    child.once('close', (code, signal) => {
      settle()
      const output = { stdout: Buffer.concat(chunks), stderr: stderr.text() }
      if (stopped === 'aborted') reject(asError(run.signal?.reason))
      else if (stopped === 'refused') reject(asError(refusal))
      else if (stopped === 'timeout') resolve({ ...output, ended: 'timeout', timeoutMs: run.timeoutMs })
      else if (stopped === 'flood') resolve({ ...output, ended: 'flood', maxStdoutBytes })
      else if (signal !== null) resolve({ ...output, ended: 'signal', signal })
      else resolve({ ...output, ended: 'exit', code: code ?? -1 })
    })
  })
}

/**
 * Where Linux shares the processors out by session (autogroup), niceness counts inside of one only; ours are sessions of one
 * process, so each has to be nice as a whole.
 */
function yieldAsSession({ pid }: ChildProcess, niceness: number): void {
  if (pid === undefined) return
  try {
    writeFileSync(`/proc/${pid}/autogroup`, String(niceness))
  } catch (error) {
    // Another system, it is over already, or somebody changed one a moment ago (EAGAIN): nicer than nothing by itself.
    if (!(error instanceof Error && 'code' in error && HARMLESS.has(String(error.code)))) throw error
  }
}

const HARMLESS = new Set(['ENOENT', 'ESRCH', 'EAGAIN', 'EACCES', 'EPERM', 'EROFS', 'EINVAL'])

function signalGroup(child: ChildProcess, signal: NodeJS.Signals): void {
  if (child.pid === undefined || child.exitCode !== null || child.signalCode !== null) return
  try {
    process.kill(-child.pid, signal)
  } catch (error) {
    // ESRCH: it ended between the check and the call, which is what was wanted.
    if (!(error instanceof Error && 'code' in error && error.code === 'ESRCH')) throw error
  }
}

function startDeadline(durationMs: number, onReached: () => void) {
  let remainingMs = durationMs
  let startedAtMs = performance.now()
  let timer: NodeJS.Timeout | null = setTimeout(onReached, remainingMs)
  const end = () => {
    if (timer) clearTimeout(timer)
    timer = null
  }
  return {
    end,
    pause() {
      if (!timer) return
      end()
      remainingMs -= performance.now() - startedAtMs
    },
    resume() {
      if (timer) return
      startedAtMs = performance.now()
      timer = setTimeout(onReached, Math.max(0, remainingMs))
    },
  }
}

function asError(reason: unknown): Error {
  return reason instanceof Error ? reason : new Error('The work was cancelled.', { cause: reason })
}
