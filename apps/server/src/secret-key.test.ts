import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { DataFolderError } from './data-folder.ts'
import { readSecretKey } from './secret-key.ts'

let folder: string
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-secret-'))
})
afterEach(() => rm(folder, { recursive: true, force: true }))

test('is made once, for this user alone, and stays the same', async () => {
  const made = await readSecretKey(folder)
  expect(made).toHaveLength(32)
  expect(await readSecretKey(folder)).toEqual(made)
  expect((await stat(join(folder, 'secret.key'))).mode & 0o777).toBe(0o600)
})

test.each([
  ['empty', ''],
  ['cut short', 'ab'.repeat(20)],
  ['no key at all', 'x'.repeat(64)],
])('is never used when it is %s', async (_what, text) => {
  await writeFile(join(folder, 'secret.key'), text)
  await expect(readSecretKey(folder)).rejects.toThrow(DataFolderError)
  await expect(readSecretKey(folder)).rejects.toThrow(/secret\.key, is damaged\. Put it back from a backup/)
  expect(await readFile(join(folder, 'secret.key'), 'utf8')).toBe(text)
})
