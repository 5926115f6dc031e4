import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { explainFailure } from './failure-reason.ts'
import { ROOM_FOLDER } from './locked-room.ts'
import { runTool, type ToolRun } from './run-tool.ts'
import { makeClip, testTools } from './test-clips.ts'
import type { MediaTools } from './tools.ts'

let tools: MediaTools
let folder: string
beforeAll(async () => {
  tools = await testTools()
  folder = await mkdtemp(path.join(os.tmpdir(), 'run-tool-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const run = (script: string, options: Partial<ToolRun> = {}) =>
  runTool(tools.isolation, {
    command: '/bin/sh',
    args: ['-c', script],
    folder,
    timeoutMs: 20_000,
    ...options,
  })

/** Resolves once `file` names a process, with its id. */
async function pidFrom(file: string): Promise<number> {
  for (;;) {
    const pid = existsSync(file) ? Number.parseInt(await readFile(file, 'utf8'), 10) : Number.NaN
    if (Number.isInteger(pid)) return pid
    await sleep(10)
  }
}

const sleep = (ms: number) => new Promise((resolve) => setTimeout(resolve, ms))

/** One letter as in ps, or null when there is no such process. */
async function stateOf(pid: number): Promise<string | null> {
  const stat = await readFile(`/proc/${pid}/stat`, 'utf8').catch(() => null)
  return stat?.slice(stat.lastIndexOf(')') + 2)[0] ?? null
}

async function until(condition: () => Promise<boolean>): Promise<void> {
  while (!(await condition())) await sleep(10)
}

test('reports exit code, output and errors of a program', async () => {
  const outcome = await run('echo out; echo err >&2; exit 3')
  expect(outcome).toMatchObject({ ended: 'exit', code: 3, stderr: 'err\n' })
  expect(outcome.stdout.toString()).toBe('out\n')
})

test('passes on nothing of our environment and closes stdin', async () => {
  process.env['RUN_TOOL_SECRET'] = 'hidden'
  const outcome = await run('env; cat')
  delete process.env['RUN_TOOL_SECRET']
  expect(outcome.stdout.toString()).not.toContain('RUN_TOOL_SECRET')
  expect(outcome.stdout.toString()).toContain(`HOME=${folder}`)
})

test('gives the program no network where the machine allows that', async () => {
  const outcome = await run('tail -n +3 /proc/net/dev | cut -d: -f1')
  const interfaces = outcome.stdout
    .toString()
    .split('\n')
    .map((name) => name.trim())
    .filter((name) => name !== '')
  expect(tools.isolation.namespaces === null || interfaces.join() === 'lo').toBe(true)
})

test('whoever is nice is so towards all others, where Linux shares the processors out by session too', async () => {
  const bySession = existsSync('/proc/self/autogroup')
  const session =
    'until grep -q "nice 7" /proc/self/autogroup; do sleep 0.02; done; cut -d" " -f3 /proc/self/autogroup'
  const { stdout } = await run(`nice; ${bySession ? session : 'echo 7'}`, { niceness: 7 })
  expect(stdout.toString()).toBe(`${os.getPriority() + 7}\n7\n`)
})

test('an abort kills the program and what it started, and rejects with the reason', async () => {
  const pidFile = path.join(folder, 'abort.pid')
  const controller = new AbortController()
  const running = run(`sleep 1000 & echo $! > ${pidFile}; wait`, { signal: controller.signal })
  const grandchild = await pidFrom(pidFile)
  controller.abort(new Error('the request went away'))
  await expect(running).rejects.toThrow('the request went away')
  await until(async () => [null, 'Z'].includes(await stateOf(grandchild)))
})

test('does not start anything for a request that has already gone away', async () => {
  const file = path.join(folder, 'never')
  const signal = AbortSignal.abort(new Error('gone'))
  await expect(run(`touch ${file}`, { signal })).rejects.toThrow('gone')
  expect(existsSync(file)).toBe(false)
})

test('stops at the deadline and says so in words', async () => {
  const outcome = await run('sleep 1000', { timeoutMs: 300 })
  expect(outcome.ended).toBe('timeout')
  expect(explainFailure(outcome)).toMatchObject({
    reason: 'Processing took longer than 1 second and was stopped.',
    retryable: true,
  })
})

test('stops a program that floods its output, and keeps both ends of a long error text', async () => {
  expect((await run('yes', { maxStdoutBytes: 100_000 })).ended).toBe('flood')
  const { stderr } = await run('echo first >&2; yes | head -c 1000000 >&2; echo last >&2')
  expect(stderr.length).toBeLessThan(70_000)
  expect(stderr).toMatch(/^first\n/)
  expect(stderr).toMatch(/last\n$/)
})

test('hands over lines one by one, and an error thrown over a line ends the program', async () => {
  const lines: string[] = []
  await run('printf "a\\nb\\nc"; printf "d\\n"', { onLine: (line) => lines.push(line) })
  expect(lines).toEqual(['a', 'b', 'cd'])
  const onLine = () => {
    throw new Error('no such line')
  }
  await expect(run('echo a; sleep 1000', { onLine })).rejects.toThrow('no such line')
})

test('a program that is not there is named', async () => {
  const bare = { namespaces: null, limits: null, leash: null, nice: null, room: null }
  const started = runTool(bare, { command: '/nonexistent/ffmpeg', args: [], folder, timeoutMs: 1000 })
  await expect(started).rejects.toThrow(/^ffmpeg could not be started/)
})

test('a locked process has its folder and programs, and nothing else of ours; where that cannot be it is not started', async () => {
  const secret = path.join(await mkdtemp(path.join(os.tmpdir(), 'secret-')), 'secret')
  await writeFile(secret, 'secret')
  const ours = import.meta.dirname
  const script = `cat ${secret}; ls -A ${ours}; umount /tmp; echo kept > kept; pwd`
  const locked = { hidden: [ours] }
  if (tools.isolation.room === null) {
    expect(() => run(script, locked)).toThrow('cannot take its files away')
    return
  }
  const { stdout } = await run(script, locked)
  expect(stdout.toString()).toBe(`${ROOM_FOLDER}\n`)
  expect(await readFile(path.join(folder, 'kept'), 'utf8')).toBe('kept\n')
  await rm(path.dirname(secret), { recursive: true })
})

test('a file beyond the limit ends the program with a reason', async () => {
  const outcome = await run('head -c 3000000 /dev/zero > big', { fileSizeBytes: 1_000_000 })
  expect(outcome.ended === 'exit' && outcome.code === 0).toBe(false)
})

test('ffmpeg that needs more memory than allowed fails with a reason a person understands', async () => {
  const clip = await makeClip(tools, folder, 'memory.mp4', { frames: 2 })
  const outcome = await runTool(tools.isolation, {
    command: tools.ffmpegPath,
    args: [...'-v error -nostdin -i'.split(' '), clip, ...'-vf scale=8000:8000 -f null -'.split(' ')],
    folder,
    timeoutMs: 20_000,
    memoryBytes: 80 * 2 ** 20,
  })
  expect(explainFailure(outcome)).toMatchObject({
    reason: expect.stringContaining('ran out of memory'),
    retryable: true,
  })
})

test('a held program stands still and does not use up its time', async () => {
  const pidFile = path.join(folder, 'held.pid')
  const listeners = new Set<(held: boolean) => void>()
  const hold = {
    held: false,
    onChange(listener: (held: boolean) => void) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
  const setHeld = (held: boolean) => {
    hold.held = held
    for (const listener of listeners) listener(held)
  }
  const running = run(`echo $$ > ${pidFile}; while [ ! -e released ]; do sleep 0.05; done; exit 7`, {
    hold,
    timeoutMs: 10_000,
  })
  const pid = await pidFrom(pidFile)
  setHeld(true)
  await until(async () => (await stateOf(pid)) === 'T')
  await writeFile(path.join(folder, 'released'), '')
  setHeld(false)
  expect(await running).toMatchObject({ ended: 'exit', code: 7 })
  expect(listeners.size).toBe(0)
})

test('a media process dies with the process that started it', async () => {
  const pidFile = path.join(folder, 'orphan.pid')
  const program = `
    import { runTool } from ${JSON.stringify(new URL('run-tool.ts', import.meta.url).href)}
    await runTool(${JSON.stringify(tools.isolation)}, { command: '/bin/sh',
      args: ['-c', 'echo $$ > ${pidFile}; while true; do sleep 1; done'], folder: ${JSON.stringify(folder)}, timeoutMs: 1e6 })`
  const parent = spawn(process.execPath, ['--input-type=module', '-e', program], { stdio: 'ignore' })
  const pid = await pidFrom(pidFile)
  parent.kill('SIGKILL')
  if (tools.isolation.leash) await until(async () => [null, 'Z'].includes(await stateOf(pid)))
  else process.kill(pid, 'SIGKILL')
  expect(await stateOf(pid)).not.toBe('S')
})
