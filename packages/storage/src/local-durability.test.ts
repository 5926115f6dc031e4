import { mkdtemp, realpath, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, test } from 'vitest'
import { scriptPath } from './suite/child-process.ts'
import { sampleBytes } from './suite/sample-bytes.ts'
import { traceScript } from './suite/system-calls.ts'
import type { SystemCall } from './suite/system-calls.ts'

const WRITES = [
  'write',
  'writev',
  'pwrite64',
  'pwritev',
  'pwritev2',
  'copy_file_range',
  'sendfile',
  'ftruncate',
]
const CALLS = [...WRITES, 'fsync', 'fdatasync', 'sync_file_range', 'rename', 'renameat', 'renameat2', 'mkdir']

let outerPath: string
let calls: SystemCall[]
beforeAll(async () => {
  outerPath = await realpath(await mkdtemp(join(tmpdir(), 'rushes-traced-')))
  const adoptedPath = join(outerPath, 'adopted')
  await writeFile(adoptedPath, sampleBytes(1000))
  const args = [scriptPath('traced-writes.ts'), join(outerPath, 'blobs'), adoptedPath]
  calls = await traceScript(CALLS, join(outerPath, 'trace'), args)
}, 60_000)
afterAll(() => rm(outerPath, { recursive: true }))

/** The calls between the BEGIN and the ACK of one step, in short form, paths below the store's folder. */
function stepsOf(step: string): string[] {
  const begin = calls.find(({ text }) => text.includes(`"BEGIN ${step}\\n"`))
  const ack = calls.find(({ text }) => text.includes(`"ACK ${step}\\n"`))
  if (begin === undefined || ack === undefined) throw new Error(`The step ${step} is not in the trace.`)
  const inside = calls.filter(({ start, end }) => start > begin.end && end < ack.start)
  // A folder that is there already is asked for and refused on the way to one that is not.
  const ours = inside.filter(({ text }) => text.includes(outerPath) && !text.includes('EEXIST'))
  // Each call must have ended before the next one begins, or the order would say nothing.
  for (const [index, call] of ours.entries()) {
    expect(call.end).toBeLessThanOrEqual(ours[index + 1]?.start ?? Infinity)
    expect(call.text).toMatch(/= \d+$/)
  }
  return ours.map(shortForm)
}

function shortForm({ name, text }: SystemCall): string {
  const paths = [...text.matchAll(/[<"](\/[^>"]*)[>"]/g)].map(([, path = '']) => path)
  const short = paths
    .map((path) => path.replace(outerPath, '').replace(/^\/blobs\/?/, '') || '.')
    .map((path) => path.replace(/[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}/, 'ID'))
  return `${WRITES.includes(name) ? 'write' : name} ${short.join(' → ')}`
}

test('acknowledges the first part only when bytes, file, folder and all new parent folders are on disk', () => {
  expect(stepsOf('first slot')).toEqual([
    'mkdir media',
    'mkdir media/a1',
    'write media/a1/original',
    'write media/a1/original',
    'fsync media/a1/original',
    'fsync media/a1',
    'fsync media',
    'fsync .',
  ])
})

test('acknowledges a later part only when bytes, file and folder are on disk', () => {
  expect(stepsOf('second slot')).toEqual([
    'write media/a1/original',
    'write media/a1/original',
    'fsync media/a1/original',
    'fsync media/a1',
  ])
})

test('acknowledges a staged part only when bytes, file and folder are on disk', () => {
  expect(stepsOf('staged')).toEqual([
    'write media/a1/original~part-2-ID',
    'write media/a1/original~part-2-ID',
    'fsync media/a1/original~part-2-ID',
    'fsync media/a1',
  ])
})

test('writes nothing to complete parts that lie in their places', () => {
  expect(stepsOf('complete slots')).toEqual(['fsync media/a1/original', 'fsync media/a1'])
})

test('joins into a file that gets its name when it is whole', () => {
  const steps = stepsOf('join')
  const writes = steps.filter((step) => step === 'write media/a1/original.joined~tmp-ID')
  expect(writes.length).toBeGreaterThan(1)
  expect(steps).toEqual([
    ...writes,
    'fsync media/a1/original.joined~tmp-ID',
    'rename media/a1/original.joined~tmp-ID → media/a1/original.joined',
    'fsync media/a1',
  ])
})

test('gives a blob that is put its name when it is whole', () => {
  expect(stepsOf('put')).toEqual([
    'mkdir thumbs',
    'mkdir thumbs/b2',
    'write thumbs/b2/a.jpg~tmp-ID',
    'write thumbs/b2/a.jpg~tmp-ID',
    'fsync thumbs/b2/a.jpg~tmp-ID',
    'rename thumbs/b2/a.jpg~tmp-ID → thumbs/b2/a.jpg',
    'fsync thumbs/b2',
    'fsync thumbs',
    'fsync .',
  ])
})

test('adopts a file only when its bytes are on disk', () => {
  expect(stepsOf('adopt')).toEqual([
    'fsync /adopted',
    'mkdir media/c3',
    'rename /adopted → media/c3/proxy.mp4',
    'fsync media/c3',
    'fsync media',
  ])
})

test('makes a folder durable again that was purged in between', () => {
  expect(stepsOf('purge')).toEqual(['fsync media'])
  expect(stepsOf('put after purge')).toEqual([
    'mkdir media/a1',
    'write media/a1/original~tmp-ID',
    'fsync media/a1/original~tmp-ID',
    'rename media/a1/original~tmp-ID → media/a1/original',
    'fsync media/a1',
    'fsync media',
  ])
})
