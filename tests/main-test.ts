// `./rushes test`: every check and every test, with what each of them says, and one closing line with the counts.
// Arguments: `--long` runs the big counts in full (RUSHES_LONG=1) and keeps what was printed under docs/proofs/; anything
// else is a filter on test files, with which the tests alone run.

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { availableParallelism, cpus, release, totalmem } from 'node:os'
import { dirname, resolve } from 'node:path'
import { stripVTControlCharacters } from 'node:util'
import { summarise, TestResults } from './machine/test-report.ts'

const root = resolve(import.meta.dirname, '..')
const resultsFile = resolve(root, '.rushes-cache/test-results.json')

const args = process.argv.slice(2)
const isLong = args.includes('--long')
const filters = args.filter((arg) => arg !== '--long')

const checks: [heading: string, script: string, args: string[]][] = [
  ['Formatting (prettier)', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
  ['Lint (oxlint, with types)', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']],
  ['Types of server and packages (tsc)', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['Types of the web app (tsc)', 'typescript/bin/tsc', ['-p', 'tsconfig.web.json']],
]

const running = new Set<ChildProcess>()
// Ctrl-C reaches the steps by itself, a SIGTERM does not.
process.on('SIGTERM', () => {
  for (const step of running) step.kill('SIGTERM')
  process.exit(143)
})

const failedChecks: string[] = []
if (filters.length > 0) {
  console.log(`Only test files whose path holds ${filters.join(' or ')}; the other checks do not run.`)
} else {
  // The first one keeps one processor busy for as long as all others take.
  const [longest, ...others] = checks.map(([heading, script, checkArgs]) => async () => {
    if ((await runStep(heading, script, checkArgs)) !== 0) failedChecks.push(heading)
  })
  await Promise.all([longest?.(), runInTurn(others)])
}

await mkdir(dirname(resultsFile), { recursive: true })
await rm(resultsFile, { force: true })
const testsHeading = isLong ? 'Tests, the long ones too (vitest)' : 'Tests (vitest)'
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`]
const printed: string[] = []
const testsCode = await runStep(
  testsHeading,
  'vitest/vitest.mjs',
  ['run', ...reporters, ...filters],
  isLong ? (text) => printed.push(text) : null,
)
if (isLong) await keepProof(printed.join(''))

const report = summarise(failedChecks, testsCode, await readResults())
if (report.failures.length > 0) console.log(`\nFailed: ${report.failures.join('; ')}.\n`)
console.log(report.closingLine)
process.exitCode = report.exitCode

async function runInTurn(steps: (() => Promise<void>)[]): Promise<void> {
  for (const step of steps) await step()
}

/**
 * Runs a script of a package under this Node, its output shown as it comes, and resolves with its exit code. Who wants
 * to keep the output gets it too.
 */
async function runStep(
  heading: string,
  script: string,
  stepArgs: string[],
  keep: ((text: string) => void) | null = null,
): Promise<number> {
  console.log(`\n── ${heading}`)
  const startedMs = performance.now()
  const child = spawn(process.execPath, [resolve(root, 'node_modules', script), ...stepArgs], {
    cwd: root,
    stdio: ['ignore', keep === null ? 'inherit' : 'pipe', 'inherit'],
    env: { ...process.env, ...(isLong ? { RUSHES_LONG: '1' } : {}) },
  })
  running.add(child)
  if (keep !== null)
    child.stdout?.setEncoding('utf8').on('data', (text: string) => {
      process.stdout.write(text)
      keep(text)
    })
  const code = await new Promise<number>((done, fail) => {
    child.once('error', fail)
    child.once('exit', (exitCode) => done(exitCode ?? 1))
  })
  running.delete(child)
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`── ${heading}: ${code === 0 ? 'passed' : `FAILED with code ${code}`} in ${seconds} s`)
  return code
}

/** What was run, when, on which machine and with which seeds (the tests print theirs). */
async function keepProof(output: string): Promise<void> {
  const folder = resolve(root, 'docs/proofs')
  const name = filters.length === 0 ? 'all' : filters.join('-').replaceAll(/[^a-z0-9-]+/gi, '-')
  const machine = [
    `${cpus()[0]?.model ?? 'unknown processor'}, ${String(availableParallelism())} cores`,
    `${(totalmem() / 2 ** 30).toFixed(0)} GiB, Linux ${release()}, Node ${process.version}`,
  ].join(', ')
  const head = `./rushes test --long ${filters.join(' ')}\n${new Date().toISOString()}\n${machine}\n`
  await mkdir(folder, { recursive: true })
  // What is printed first names the folder it ran in, which is nobody else's.
  const text = stripVTControlCharacters(output).replaceAll(root, '.')
  await writeFile(resolve(folder, `${name}.log`), `${head}${text}`)
}

async function readResults(): Promise<TestResults | undefined> {
  try {
    return TestResults.parse(JSON.parse(await readFile(resultsFile, 'utf8')))
  } catch (error) {
    console.error(`vitest left no report that can be read: ${String(error)}`)
    return undefined
  }
}
