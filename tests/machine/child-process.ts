import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { join } from 'node:path'
import { createInterface } from 'node:readline'

/** A script of ours in a process of its own. */
export type ScriptProcess = {
  pid: number
  /** The next line of its standard output, parsed as JSON. Rejects with its error output when it ends without one. */
  answer: () => Promise<unknown>
  /** Everything it wrote to its error output so far. */
  errorOutput: () => string
  /** Resolves when it has ended. */
  ended: Promise<{ code: number | null; signal: NodeJS.Signals | null }>
  kill: (signal: NodeJS.Signals) => void
}

/**
 * Runs a script of this folder under this Node, as the leader of its own process group. `wrapper` is a command that runs
 * it, such as `unshare` with its flags.
 */
export function runScript(name: string, args: string[], wrapper: string[] = []): ScriptProcess {
  const line = [...wrapper, process.execPath, join(import.meta.dirname, name), ...args]
  const [program = process.execPath, ...rest] = line
  const child: ChildProcess = spawn(program, rest, { stdio: ['ignore', 'pipe', 'pipe'], detached: true })
  let errors = ''
  child.stderr?.on('data', (chunk: Buffer) => (errors += chunk.toString()))
  const lines = child.stdout === null ? undefined : createInterface({ input: child.stdout })
  const answers = lines?.[Symbol.asyncIterator]()
  const ended = new Promise<{ code: number | null; signal: NodeJS.Signals | null }>((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve({ code, signal }))
  })
  return {
    pid: child.pid ?? -1,
    answer: async () => {
      const next = await answers?.next()
      if (next === undefined || next.done === true)
        throw new Error(`${name} ended without an answer: ${errors}`)
      return JSON.parse(next.value)
    },
    errorOutput: () => errors,
    ended,
    kill: (signal) => child.kill(signal),
  }
}

/** A command that runs another one where `folder` is an empty disk of the given size. Needs root or user namespaces. */
export function onSmallDisk(folder: string, sizeMb: number): string[] {
  const namespaces = process.getuid?.() === 0 ? ['--mount'] : ['--user', '--map-root-user', '--mount']
  const mount = `mount -t tmpfs -o size=${sizeMb}m,mode=0700 tmpfs "$0" && exec "$@"`
  return ['unshare', ...namespaces, 'sh', '-c', mount, folder]
}
