import { chmod, mkdir, mkdtemp, readdir, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, join } from 'node:path'
import { afterEach, beforeEach, expect, it } from 'vitest'
import { makeSocketFolder, removeSocketFolder } from './postgres-socket-folder.ts'

let parent: string
let temporary: string
let owner: { uid: number; gid: number }

beforeEach(async () => {
  parent = await mkdtemp(join(tmpdir(), 'rushes-socket-'))
  temporary = join(parent, 't')
  await mkdir(temporary)
  owner = await stat(parent)
})

afterEach(() => rm(parent, { recursive: true, force: true }))

function longFolder(): string {
  return join(parent, 'ä'.repeat(60))
}

it('takes the wanted folder when the socket fits, and closes it', async () => {
  const wanted = join(parent, 'socket')
  await mkdir(wanted)
  await chmod(wanted, 0o755)
  expect(await makeSocketFolder(wanted, owner, temporary)).toBe(wanted)
  expect((await stat(wanted)).mode & 0o777).toBe(0o700)
  await removeSocketFolder(wanted, wanted)
  expect(await readdir(parent)).toContain('socket')
})

it('takes a short folder of its own for a path with too many bytes, the same one each time', async () => {
  const chosen = await makeSocketFolder(longFolder(), owner, temporary)
  expect(chosen).toMatch(/\/t\/rushes-\d+-[0-9a-f]{12}$/)
  expect((await stat(chosen)).mode & 0o777).toBe(0o700)
  expect(await makeSocketFolder(longFolder(), owner, temporary)).toBe(chosen)
  expect(await makeSocketFolder(`${longFolder()}x`, owner, temporary)).not.toBe(chosen)
  await removeSocketFolder(chosen, longFolder())
  expect(await readdir(temporary)).not.toContain(basename(chosen))
})

it('refuses a short folder that somebody else may have prepared', async () => {
  const chosen = await makeSocketFolder(longFolder(), owner, temporary)
  await rm(chosen, { recursive: true })
  await mkdir(join(parent, 'trap'))
  await symlink(join(parent, 'trap'), chosen)
  await expect(makeSocketFolder(longFolder(), owner, temporary)).rejects.toThrow(/belongs to someone else/)
})

it('says so when even the short folder is too long', async () => {
  await expect(makeSocketFolder(longFolder(), owner, longFolder())).rejects.toThrow(
    /Set TMPDIR to a shorter one/,
  )
})

it('removes the socket and its lock that an earlier server left', async () => {
  const wanted = join(parent, 'socket')
  await mkdir(wanted)
  for (const name of ['.s.PGSQL.5432', '.s.PGSQL.5432.lock']) await writeFile(join(wanted, name), '1')
  await makeSocketFolder(wanted, owner, temporary)
  expect(await readdir(wanted)).toEqual([])
})
