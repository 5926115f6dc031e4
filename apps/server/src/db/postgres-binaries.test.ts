import { execFile } from 'node:child_process'
import { cp, lstat, mkdir, mkdtemp, readdir, rm, stat } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { copyPostgresBinaries, findPostgresBinaries, makeLibraryLinks } from './postgres-binaries.ts'

const run = promisify(execFile)

let folder: string

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-binaries-'))
})

afterEach(() => rm(folder, { recursive: true, force: true }))

it('finds binaries that run, with their version', async () => {
  const binaries = await findPostgresBinaries()
  expect(binaries.version).toMatch(/^18\.\d+$/)
  expect(binaries.major).toBe(18)
  expect((await run(binaries.initdb, ['--version'])).stdout).toContain(binaries.version)
})

it('makes the library links that an install without scripts leaves out', async () => {
  const { root } = await findPostgresBinaries()
  await cp(join(root, 'native'), join(folder, 'native'), { recursive: true, verbatimSymlinks: true })
  const libraries = join(folder, 'native/lib')
  for (const name of await readdir(libraries)) {
    if ((await lstat(join(libraries, name))).isSymbolicLink()) await rm(join(libraries, name))
  }
  const postgres = join(folder, 'native/bin/postgres')
  await expect(run(postgres, ['--version'])).rejects.toThrow(
    /libicu\w+\.so\.60: cannot open shared object file/,
  )
  await makeLibraryLinks(folder)
  await makeLibraryLinks(folder)
  expect((await run(postgres, ['--version'])).stdout).toContain('PostgreSQL')
})

it('copies binaries that run from there, once for each version', async () => {
  const original = await findPostgresBinaries()
  const status = await stat(folder)
  const target = join(folder, 'binaries')
  await mkdir(join(target, '17.1'), { recursive: true })
  const copy = await copyPostgresBinaries(original, target, status)
  expect(copy.root).toBe(join(target, original.version))
  expect(copy.version).toBe(original.version)
  const { ino } = await stat(copy.postgres)
  expect((await stat((await copyPostgresBinaries(original, target, status)).postgres)).ino).toBe(ino)
  expect(await readdir(target)).toEqual([original.version])
})
