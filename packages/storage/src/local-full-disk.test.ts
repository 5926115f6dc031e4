import { spawnSync } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { linesOf, scriptPath } from './suite/child-process.ts'
import { TOO_MANY_BYTES } from './suite/full-disk.ts'
import type { FullDiskReport } from './suite/full-disk.ts'
import { sampleBytes } from './suite/sample-bytes.ts'

let folderPath: string
let bigFilePath: string
beforeEach(async () => {
  const outerPath = await mkdtemp(join(tmpdir(), 'rushes-full-'))
  folderPath = join(outerPath, 'disk')
  await mkdir(folderPath)
  // Always a file system of its own on Linux, so that adopting the file copies it.
  bigFilePath = join('/dev/shm', `rushes-big-${randomUUID()}`)
  await writeFile(bigFilePath, sampleBytes(TOO_MANY_BYTES))
})
afterEach(async () => {
  await rm(bigFilePath, { force: true })
  await rm(join(folderPath, '..'), { recursive: true })
})

/** Runs the script after a piece of shell that limits what it can write; `$1` is the folder. */
async function reportOf(command: string, args: readonly string[], shell: string): Promise<FullDiskReport> {
  const script = `${shell} && exec "$2" "$3" "$1/blobs" "$4"`
  const names = [folderPath, process.execPath, scriptPath('full-disk.ts'), bigFilePath]
  const [line = ''] = await linesOf(command, [...args, '-c', script, 'sh', ...names])
  return JSON.parse(line) as FullDiskReport // written by full-disk.ts in this shape
}

const everywhere = (sentence: string): FullDiskReport => ({
  put: sentence,
  adoptFile: sentence,
  stagedPart: sentence,
  slotPart: sentence,
  filesLeft: ['poster.jpg'],
  sourceKept: true,
  olderBlobWhole: true,
  storedAfterwards: 2_000_000,
})

const DISK_FULL =
  'StorageFullError: The disk that holds the uploaded files is full. Free some space and try again.'
const FILE_TOO_LARGE =
  'StorageFullError: This file is larger than the file system or the process limit allows.'

// The limit for the size of a file of one process, in blocks of 512 bytes: 3 MiB.
const LIMIT = 'ulimit -f 6144'
const MOUNT = 'mount -t tmpfs -o size=3m tmpfs'

test('says so and cleans up when a file grows past the limit of its process', async () => {
  expect(await reportOf('sh', [], LIMIT)).toEqual(everywhere(FILE_TOO_LARGE))
})

test('says so and cleans up when the disk is full', async () => {
  // A disk of 3 MiB in a mount namespace of the script's own, which vanishes with it.
  const mayMount = spawnSync('unshare', ['-rm', 'sh', '-c', `${MOUNT} "$1"`, 'sh', folderPath]).status === 0
  // Machines that let nobody mount still let everybody fill a file up to a limit.
  const report = await (mayMount
    ? reportOf('unshare', ['-rm', 'sh'], `${MOUNT} "$1"`)
    : reportOf('sh', [], LIMIT))
  expect(report).toEqual(everywhere(mayMount ? DISK_FULL : FILE_TOO_LARGE))
})
