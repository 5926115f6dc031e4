import { expect, test } from 'vitest'
import { isWaveformFile, waveColumns } from './waveform.ts'

test('each column reaches as far as the loudest sample it stands for', () => {
  expect(waveColumns({ peaks: [-10, 20, -40, 10, 0, 5, -1, 1] }, 2)).toEqual([
    { low: -1, high: 0.5 },
    { low: -0.025, high: 0.125 },
  ])
})

test('a drawing wider than the file repeats its peaks', () => {
  expect(waveColumns({ peaks: [-8, 8] }, 3)).toHaveLength(3)
})

test('silence and nothing draw nothing', () => {
  expect(waveColumns({ peaks: [0, 0, 0, 0] }, 10)).toEqual([])
  expect(waveColumns({ peaks: [] }, 10)).toEqual([])
})

test('only a list of numbers is a waveform', () => {
  expect(isWaveformFile({ version: 1, peaks: [1, 2] })).toBe(true)
  expect(isWaveformFile({ peaks: ['1'] })).toBe(false)
  expect(isWaveformFile({ peaks: 'abc' })).toBe(false)
  expect(isWaveformFile(null)).toBe(false)
})
