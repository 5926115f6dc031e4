import { chmod, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { onSmallDisk, runScript } from '../../../tests/machine/child-process.ts'
import { DataFolderError, DataFolderInUseError, openDataFolder } from './data-folder.ts'

let parent: string
let folder: string

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'rushes-data-'))
  folder = join(parent, 'deep', 'data')
})

afterEach(() => rm(parent, { recursive: true, force: true }))

it('makes the folder closed to others, with its format written down', async () => {
  const data = await openDataFolder(folder)
  expect((await stat(folder)).mode & 0o777).toBe(0o700)
  expect(JSON.parse(await readFile(join(folder, 'format.json'), 'utf8'))).toEqual({ format: 1 })
  await data.close()
})

it('opens again after it was closed, and closes a folder that others could read', async () => {
  await (await openDataFolder(folder)).close()
  await chmod(folder, 0o755)
  const data = await openDataFolder(folder)
  expect((await stat(folder)).mode & 0o067).toBe(0)
  await data.close()
})

describe('while another process has it', () => {
  it('refuses with the process and the address of the owner, who goes on', async () => {
    const owner = runScript('data-folder-child.ts', [folder])
    await owner.answer()
    const refusal = openDataFolder(folder)
    await expect(refusal).rejects.toThrow(DataFolderInUseError)
    await expect(refusal).rejects.toThrow(
      `in use by another Rushes (process ${owner.pid} at http://127.0.0.1:4747)`,
    )
    await expect(openDataFolder(folder)).rejects.toThrow(DataFolderInUseError)
    owner.kill('SIGKILL')
    await owner.ended
  })

  it('is free as soon as the owner was killed with -9', async () => {
    const owner = runScript('data-folder-child.ts', [folder])
    await owner.answer()
    owner.kill('SIGKILL')
    await owner.ended
    const data = await openDataFolder(folder)
    expect(data.path).toBe(folder)
    await data.close()
  })

  it('lets exactly one of many that start together have it', async () => {
    const many = Array.from({ length: 4 }, () => runScript('data-folder-child.ts', [folder]))
    const answers = await Promise.all(many.map((one) => one.answer()))
    expect(answers.filter((answer) => 'path' in Object(answer))).toHaveLength(1)
    for (const one of many) one.kill('SIGKILL')
    await Promise.all(many.map((one) => one.ended))
  })

  it('holds within one process too', async () => {
    const data = await openDataFolder(folder)
    await expect(openDataFolder(folder)).rejects.toThrow(DataFolderInUseError)
    await data.close()
  })

  it('does not name a process that is gone', async () => {
    const data = await openDataFolder(folder)
    const gone = runScript('data-folder-child.ts', [join(parent, 'other')])
    await gone.answer()
    gone.kill('SIGKILL')
    await gone.ended
    const owner = JSON.parse(await readFile(join(folder, 'owner.json'), 'utf8'))
    await writeFile(join(folder, 'owner.json'), JSON.stringify({ ...owner, pid: gone.pid }))
    await expect(openDataFolder(folder)).rejects.toThrow(`${folder} is in use by another Rushes. Stop`)
    await data.close()
  })
})

describe('refuses, changing nothing,', () => {
  /** The refusal, and what it changed in the folder beside the lock. */
  async function refuse(): Promise<{ refusal: unknown; changed: string[] }> {
    const before = await readdir(folder)
    const refusal = await openDataFolder(folder).catch((error: unknown) => error)
    const after = await readdir(folder)
    return { refusal, changed: after.filter((name) => !before.includes(name) && name !== 'lock') }
  }

  it('a folder written by a newer Rushes', async () => {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'format.json'), '{"format":2,"more":true}')
    const { refusal, changed } = await refuse()
    expect(refusal).toBeInstanceOf(DataFolderError)
    expect(String(refusal)).toMatch(/written by a newer Rushes \(format 2; this one knows 1\)/)
    expect(changed).toEqual([])
    expect(await readFile(join(folder, 'format.json'), 'utf8')).toBe('{"format":2,"more":true}')
  })

  it.each(['', '{', '{"format":"1"}', '{"format":0}', '[]'])(
    'a damaged format file (%j)',
    async (content) => {
      await mkdir(folder, { recursive: true })
      await writeFile(join(folder, 'format.json'), content)
      const { refusal, changed } = await refuse()
      expect(String(refusal)).toMatch(/format\.json is damaged/)
      expect(changed).toEqual([])
    },
  )

  it('a folder with other things in it', async () => {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, 'thesis.odt'), 'mine')
    await chmod(folder, 0o755)
    const { refusal, changed } = await refuse()
    expect(String(refusal)).toMatch(/is not empty and was not made by Rushes/)
    expect(changed).toEqual([])
    expect((await stat(folder)).mode & 0o777).toBe(0o755)
  })
})

it('starts over when an earlier first start was interrupted', async () => {
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'lock'), '')
  await writeFile(join(folder, 'format.json.new'), '{"for')
  const data = await openDataFolder(folder)
  expect(data.path).toBe(folder)
  await data.close()
})

it('says so when a file stands in its place', async () => {
  await writeFile(join(parent, 'file'), '')
  await expect(openDataFolder(join(parent, 'file'))).rejects.toThrow(
    /cannot be used: there is a file of that name/,
  )
  await expect(openDataFolder(join(parent, 'file', 'x'))).rejects.toThrow(/a part of its path is a file/)
})

it('says so when the disk is full', async () => {
  await mkdir(folder, { recursive: true })
  // The one megabyte of the disk is taken.
  const fill = ['sh', '-c', 'head -c 1048576 /dev/zero > "$0/lost+found"; exec "$@"', folder]
  const child = runScript('data-folder-child.ts', [folder], [...onSmallDisk(folder, 1), ...fill])
  expect(await child.answer()).toEqual({
    error: {
      name: 'DataFolderError',
      message: `The data folder ${folder} cannot be used: its disk is full.`,
    },
  })
})
