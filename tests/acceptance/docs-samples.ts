// Runs the samples of the reference as a reader would: each in its own language, against a running server.
import { execFile, spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { promisify } from 'node:util'

const root = join(import.meta.dirname, '../..')
const run = promisify(execFile)

/** Answers with what the sample printed, parsed. Rejects when the sample fails. */
export interface SampleRunner {
  run: (code: string) => Promise<unknown>
  stop: () => Promise<void>
}

/** Who calls. */
interface SampleCaller {
  token: string
  /** Value of the session's cookie, for what no token may call. */
  session?: string
}

/** Who runs samples of each language; token and session are in the environment, as the samples want them. */
export const sampleRunners: Readonly<Record<string, (caller: SampleCaller) => SampleRunner>> = {
  curl: shellRunner,
  python: (caller) => driverRunner('python3', join(import.meta.dirname, 'docs-samples-driver.py'), caller),
  typescript: (caller) =>
    driverRunner(process.execPath, join(import.meta.dirname, 'docs-samples-driver.ts'), caller),
}

function shellRunner(caller: SampleCaller): SampleRunner {
  return {
    run: async (code) => {
      const { stdout } = await run('sh', ['-c', code], { env: environment(caller) })
      const answer = parsed(stdout)
      if (typeof answer === 'object' && answer !== null && 'errors' in answer && 'code' in answer)
        throw new Error(`It was refused: ${stdout}`)
      return answer
    },
    stop: async () => {},
  }
}

/** What is no JSON is a file, shown as it is. */
function parsed(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    if (error instanceof SyntaxError) return text
    throw error
  }
}

/** A driver takes one sample a line, {"code": …}, and says what it printed, {"answer": …}, or {"failure": …}. */
function driverRunner(program: string, driver: string, caller: SampleCaller): SampleRunner {
  const child = spawn(program, [driver], {
    cwd: root,
    env: environment(caller),
    stdio: ['pipe', 'pipe', 'inherit'],
  })
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]()
  return {
    run: async (code) => {
      child.stdin.write(`${JSON.stringify({ code })}\n`)
      const line = await answers.next()
      if (line.done === true) throw new Error(`${program} ended before it answered.`)
      const said = JSON.parse(line.value) as { answer?: unknown; failure?: string }
      if (said.failure !== undefined) throw new Error(said.failure)
      return said.answer
    },
    stop: async () => {
      const ended = once(child, 'exit')
      child.stdin.end()
      await ended
    },
  }
}

function environment({ token, session = '' }: SampleCaller): Record<string, string> {
  return {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? root,
    RUSHES_TOKEN: token,
    RUSHES_SESSION: session,
  }
}
