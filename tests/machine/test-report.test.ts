import { describe, expect, it } from 'vitest'
import { summarise } from './test-report.ts'

const allPassed = { numPassedTests: 12, numFailedTests: 0, numPendingTests: 0, numTodoTests: 0 }

it('is green when every check and every test passed', () => {
  expect(summarise([], 0, allPassed)).toEqual({
    failures: [],
    closingLine: '12 passed, 0 failed',
    exitCode: 0,
  })
})

describe('is red, in its closing line too,', () => {
  it.each([
    ['a test failed', [], 1, { ...allPassed, numFailedTests: 2 }, '12 passed, 2 failed'],
    ['a test was skipped', [], 0, { ...allPassed, numPendingTests: 1 }, '12 passed, 1 failed'],
    ['a test is only planned', [], 0, { ...allPassed, numTodoTests: 3 }, '12 passed, 3 failed'],
    ['a check failed', ['Lint'], 0, allPassed, '12 passed, 1 failed'],
    ['a check and a test failed', ['Lint'], 1, { ...allPassed, numFailedTests: 1 }, '12 passed, 2 failed'],
    ['a file did not load', [], 1, allPassed, '12 passed, 1 failed'],
    ['no test ran', [], 0, { ...allPassed, numPassedTests: 0 }, '0 passed, 1 failed'],
    ['there is no report', [], 1, undefined, '0 passed, 1 failed'],
  ])('when %s', (_, checks, code, results, closingLine) => {
    const report = summarise(checks, code, results)
    expect(report.closingLine).toBe(closingLine)
    expect(report.exitCode).toBe(1)
    expect(report.failures).not.toEqual([])
  })
})
