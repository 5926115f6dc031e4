import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import type { Interface } from 'node:readline'

/** The path of a script of this folder that a test runs in a process of its own. */
export function scriptPath(name: string): string {
  return join(import.meta.dirname, name)
}

export interface RunningChild {
  readonly child: ChildProcess
  /** What it prints. */
  readonly lines: Interface
  /** Resolves when it is gone, with what it wrote to its error output. */
  readonly ended: Promise<{ code: number | null; signal: NodeJS.Signals | null; complaints: string }>
}

/** Starts a program; `ended` rejects when it cannot be started at all. */
export function startChild(command: string, args: readonly string[]): RunningChild {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'] })
  const complaints: string[] = []
  child.stderr.setEncoding('utf8').on('data', (text: string) => complaints.push(text))
  const ended = new Promise<Awaited<RunningChild['ended']>>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (code, signal) => {
      resolve({ code, signal, complaints: complaints.join('') })
    })
  })
  return { child, lines: createInterface({ input: child.stdout }), ended }
}

/** Runs a program to its end and returns the lines it printed. Rejects when it fails, with its complaints. */
export async function linesOf(command: string, args: readonly string[]): Promise<string[]> {
  const { lines, ended } = startChild(command, args)
  const printed: string[] = []
  lines.on('line', (line) => printed.push(line))
  const { code, signal, complaints } = await ended
  if (code !== 0) throw new Error(`${command} ended with ${code ?? signal}: ${complaints}`)
  return printed
}
