import { readFile } from 'node:fs/promises'
import { linesOf } from './child-process.ts'

/** One system call of a traced process or one of its threads. */
export interface SystemCall {
  readonly name: string
  /** Arguments and result as strace prints them, file descriptors with their paths (`21</data/x>`). */
  readonly text: string
  /** Positions in the trace: what began and ended before what. */
  readonly start: number
  readonly end: number
}

const INSTALL = 'This test reads system calls with strace. Install it: sudo apt-get install -y strace'

/** Runs a Node script under strace and returns the traced calls in the order they began. */
export async function traceScript(
  names: readonly string[],
  tracePath: string,
  args: readonly string[],
): Promise<SystemCall[]> {
  const options = ['-f', '-y', '-s', '64', '-e', `trace=${names.join(',')}`, '-o', tracePath]
  try {
    await linesOf('strace', [...options, process.execPath, ...args])
  } catch (error) {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') {
      throw new Error(INSTALL, { cause: error })
    }
    throw error
  }
  return parseTrace(await readFile(tracePath, 'utf8'))
}

/**
 * `12 fsync(3</x> <unfinished ...>` and, lines later, `12 <... fsync resumed>) = 0` are one call; strace splits
 * a call when another thread's line comes between.
 */
export function parseTrace(trace: string): SystemCall[] {
  const calls: SystemCall[] = []
  const unfinished = new Map<string, { name: string; text: string; start: number }>()
  for (const [position, line] of trace.split('\n').entries()) {
    const [, thread = '', rest = ''] = /^(\d+)\s+(.*)$/.exec(line) ?? []
    const resumed = /^<\.\.\. \w+ resumed>(.*)$/.exec(rest)
    if (resumed !== null) {
      const begun = unfinished.get(thread)
      if (begun === undefined) continue
      unfinished.delete(thread)
      calls.push({ ...begun, text: begun.text + (resumed[1] ?? ''), end: position })
      continue
    }
    const [, name, text = ''] = /^(\w+)\((.*)$/.exec(rest) ?? []
    if (name === undefined) continue
    if (text.endsWith('<unfinished ...>')) unfinished.set(thread, { name, text, start: position })
    else calls.push({ name, text, start: position, end: position })
  }
  return calls.sort((a, b) => a.start - b.start)
}
