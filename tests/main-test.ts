// `./rushes test`: every check and every test, with what each of them says, and one closing line with the counts.
// Arguments: `--long` also runs what takes minutes (RUSHES_LONG=1); anything else is a filter on test files, with which
// the tests alone run.

import { spawn } from 'node:child_process'
import { mkdir, readFile, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { z } from 'zod'

const root = resolve(import.meta.dirname, '..')
const resultsFile = resolve(root, '.rushes-cache/test-results.json')

/** The part of vitest's JSON report that is counted here. */
const Results = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
})

const args = process.argv.slice(2)
const isLong = args.includes('--long')
const filters = args.filter((arg) => arg !== '--long')

const checks: [heading: string, script: string, args: string[]][] = [
  ['Formatting (prettier)', 'prettier/bin/prettier.cjs', ['--check', '--log-level=warn', '.']],
  ['Lint (oxlint, with types)', 'oxlint/bin/oxlint', ['--type-aware', '--deny-warnings']],
  ['Types of server and packages (tsc)', 'typescript/bin/tsc', ['-p', 'tsconfig.json']],
  ['Types of the web app (tsc)', 'typescript/bin/tsc', ['-p', 'tsconfig.web.json']],
]

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
const testsCode = await runStep(
  isLong ? 'Tests, the long ones too (vitest)' : 'Tests (vitest)',
  'vitest/vitest.mjs',
  ['run', '--reporter=default', '--reporter=json', `--outputFile.json=${resultsFile}`, ...filters],
)
process.exitCode = await report(testsCode)

/** Runs a script of a package under this Node, its output shown as it comes, and resolves with its exit code. */
async function runStep(heading: string, script: string, stepArgs: string[]): Promise<number> {
  console.log(`\n── ${heading}`)
  const startedMs = performance.now()
  const child = spawn(process.execPath, [resolve(root, 'node_modules', script), ...stepArgs], {
    cwd: root,
    stdio: ['ignore', 'inherit', 'inherit'],
    env: { ...process.env, ...(isLong ? { RUSHES_LONG: '1' } : {}) },
  })
  const code = await new Promise<number>((done, fail) => {
    child.once('error', fail)
    child.once('exit', (exitCode) => done(exitCode ?? 1))
  })
  const seconds = ((performance.now() - startedMs) / 1000).toFixed(1)
  console.log(`── ${heading}: ${code === 0 ? 'passed' : `FAILED with code ${code}`} in ${seconds} s`)
  return code
}

/**
 * Prints what failed and the closing line, and returns the exit code. A skipped test counts as failed, because it would
 * otherwise be forgotten; so does each failed check, so that the line never says that all is well when it is not.
 */
async function report(testsExitCode: number): Promise<number> {
  const results = await readResults()
  const skipped = results.numPendingTests + results.numTodoTests
  const failures = [...failedChecks]
  if (skipped > 0) failures.push(`${skipped} skipped tests, which count as failed`)
  if (results.numFailedTests > 0) failures.push(`${results.numFailedTests} tests`)
  if (testsExitCode !== 0 && results.numFailedTests === 0) {
    failures.push('the test run itself (a file that does not load, or an error outside any test)')
  }
  const failed = failedChecks.length + skipped + results.numFailedTests
  console.log(failures.length === 0 ? '' : `\nFailed: ${failures.join('; ')}.\n`)
  console.log(`${results.numPassedTests} passed, ${failures.length === 0 ? 0 : Math.max(1, failed)} failed`)
  return failures.length === 0 ? 0 : 1
}

async function readResults(): Promise<z.infer<typeof Results>> {
  try {
    return Results.parse(JSON.parse(await readFile(resultsFile, 'utf8')))
  } catch (error) {
    console.error(`vitest left no report that can be read: ${String(error)}`)
    failedChecks.push('the report of the tests')
    return { numPassedTests: 0, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }
  }
}
