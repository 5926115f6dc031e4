// `./rushes test`: every check and every test, with what each of them says, and one closing line with the counts.
// Arguments: `--long` also runs what takes minutes (RUSHES_LONG=1); anything else is a filter on test files, with which
// the tests alone run.

import type { ChildProcess } from 'node:child_process'
import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
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

let running: ChildProcess | undefined
// Ctrl-C reaches the steps by itself, a SIGTERM does not.
process.on('SIGTERM', () => {
  running?.kill('SIGTERM')
  process.exit(143)
})

const failedChecks: string[] = []
if (filters.length > 0) {
  console.log(`Only test files whose path holds ${filters.join(' or ')}; the other checks do not run.`)
} else {
  for (const [heading, script, checkArgs] of checks) {
    if ((await runStep(heading, script, checkArgs)) !== 0) failedChecks.push(heading)
  }
}

await mkdir(dirname(resultsFile), { recursive: true })
await rm(resultsFile, { force: true })
const testsHeading = isLong ? 'Tests, the long ones too (vitest)' : 'Tests (vitest)'
const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`]
const testsCode = await runStep(testsHeading, 'vitest/vitest.mjs', ['run', ...reporters, ...filters])

const report = summarise(failedChecks, testsCode, await readResults())
if (report.failures.length > 0) console.log(`\nFailed: ${report.failures.join('; ')}.\n`)
console.log(report.closingLine)
process.exitCode = report.exitCode

/** Runs a script of a package under this Node, its output shown as it comes, and resolves with its exit code. */
async function runStep(heading: string, script: string, stepArgs: string[]): Promise<number> {
  console.log(`\n── ${heading}`)
  const startedMs = performance.now()
  const child = spawn(process.execPath, [resolve(root, 'node_modules', script), ...stepArgs], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(isLong ? { RUSHES_LONG: '1' } : {}) },
  })
  running = child
  const code = await new Promise<number>((done, fail) => {
    child.once('error', fail)
    child.once('exit', (exitCode) => done(exitCode ?? 1))
  })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`── ${heading}: ${code === 0 ? 'passed' : `FAILED with code ${code}`} in ${seconds} s`)
  return code
}

async function readResults(): Promise<TestResults | undefined> {
  try {
    return TestResults.parse(JSON.parse(await readFile(resultsFile, 'utf8')))
  } catch (error) {
    console.error(`vitest left no report that can be read: ${String(error)}`)
    return undefined
  }
}
