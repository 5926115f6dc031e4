import { expect, test } from 'vitest'
import { progressReader, type EncodeProgress } from './ffmpeg-progress.ts'

test('a block of lines becomes one report, and what ffmpeg does not know yet is left out', () => {
  const reports: EncodeProgress[] = []
  const take = progressReader((report) => reports.push(report))
  const first = 'frame=0\nfps=0.00\nout_time_us=-9223372036854775807\nspeed=N/A\nprogress=continue'
  const second = 'frame=48\nbitrate= 812.1kbits/s\nout_time_us=2002000\nspeed=3.25x\nprogress=end'
  for (const line of `${first}\n${second}`.split('\n')) take(line)
  expect(reports).toEqual([
    { frame: 0, outTimeSeconds: 0, speed: null },
    { frame: 48, outTimeSeconds: 2.002, speed: 3.25 },
  ])
})
