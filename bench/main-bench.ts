// `npm run bench [name …]`: every figure is a ratio against a baseline measured in the same run, so that it holds on a
// slow and on a busy machine. Absolute numbers are printed beside it, to be read with the machine in mind; what people
// feel (`room`, `docs`) is promised in seconds.
import { availableParallelism, cpus, totalmem } from 'node:os'
import { benchDocs } from './docs.ts'
import { benchBusyMemory } from './busy-memory.ts'
import { benchFirstSegment } from './first-segment.ts'
import { benchGetAsset } from './get-asset.ts'
import { benchLadder } from './ladder.ts'
import { benchRangeReads } from './range-reads.ts'
import { benchRoom } from './room.ts'
import { benchStart } from './start.ts'
import { benchTree } from './tree.ts'
import { benchUpload } from './upload.ts'

/** One line of the result; `atLeast` and `atMost` are what the project promises. */
export interface Figure {
  name: string
  value: number
  unit: string
  atLeast?: number
  atMost?: number
}

const benches: Record<string, () => Promise<Figure[]> | AsyncGenerator<Figure>> = {
  start: benchStart,
  'get-asset': benchGetAsset,
  upload: benchUpload,
  tree: benchTree,
  'first-segment': benchFirstSegment,
  'range-reads': benchRangeReads,
  ladder: benchLadder,
  room: benchRoom,
  'busy-memory': benchBusyMemory,
  docs: benchDocs,
}

const wanted = process.argv.slice(2)
const cpu = cpus()[0]?.model ?? 'unknown processor'
console.log(
  `${cpu}, ${String(availableParallelism())} cores, ${(totalmem() / 2 ** 30).toFixed(0)} GiB, Node ${process.version}\n`,
)
let isKept = true
for (const [name, bench] of Object.entries(benches)) {
  if (wanted.length > 0 && !wanted.includes(name)) continue
  console.log(name)
  const figures = bench()
  for await (const figure of figures instanceof Promise ? await figures : figures) {
    const isGood =
      (figure.atLeast === undefined || figure.value >= figure.atLeast) &&
      (figure.atMost === undefined || figure.value <= figure.atMost)
    isKept &&= isGood
    console.log(`  ${figure.name}: ${figure.value.toFixed(2)} ${figure.unit}${promiseOf(figure, isGood)}`)
  }
}
process.exitCode = isKept ? 0 : 1

function promiseOf({ atLeast, atMost }: Figure, isGood: boolean): string {
  if (atLeast === undefined && atMost === undefined) return ''
  const text = atLeast === undefined ? `at most ${String(atMost)}` : `at least ${String(atLeast)}`
  return `  (${isGood ? 'kept' : 'BROKEN'}: ${text})`
}
