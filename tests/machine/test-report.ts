import { z } from 'zod'

/** The part of vitest's JSON report that is counted. */
export const TestResults = z.object({
  numPassedTests: z.int(),
  numFailedTests: z.int(),
  numPendingTests: z.int(),
  numTodoTests: z.int(),
})
export type TestResults = z.infer<typeof TestResults>

/** What a run of `./rushes test` came to. */
export type TestReport = { failures: string[]; closingLine: string; exitCode: 0 | 1 }

/**
 * Sums up a run: the checks that failed by their headings, vitest's exit code, and its report (undefined when it left
 * none). A skipped test counts as failed, because it would otherwise be forgotten; so does each failed check, so that
 * the closing line never says that all is well when it is not.
 */
export function summarise(
  failedChecks: readonly string[],
  testsCode: number,
  results: TestResults | undefined,
): TestReport {
  const failures = [...failedChecks]
  const failedTests = results?.numFailedTests ?? 0
  const skipped = (results?.numPendingTests ?? 0) + (results?.numTodoTests ?? 0)
  if (results === undefined) failures.push('vitest, which left no report that can be read')
  if (results?.numPassedTests === 0 && failedTests === 0) failures.push('vitest, which ran no test')
  if (failedTests > 0) failures.push(`${failedTests} tests`)
  if (skipped > 0) failures.push(`${skipped} skipped tests, which count as failed`)
  if (testsCode !== 0 && failedTests === 0) {
    failures.push('something outside any test: a file that does not load, or an unhandled error')
  }
  const failed = failures.length === 0 ? 0 : Math.max(1, failedChecks.length + failedTests + skipped)
  return {
    failures,
    closingLine: `${results?.numPassedTests ?? 0} passed, ${failed} failed`,
    exitCode: failures.length === 0 ? 0 : 1,
  }
}
