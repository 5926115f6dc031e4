import { mkdtemp, realpath, rm, symlink } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from 'vitest'
import { describeIsolation } from './isolation.ts'
import { findMediaTools, MediaToolsError } from './tools.ts'

test('finds both programs on the search path and knows their versions', async () => {
  const tools = await findMediaTools({ searchPath: process.env['PATH'] })
  expect(tools.ffmpegVersion).toMatch(/^\S+$/)
  expect(tools.ffprobeVersion).toMatch(/^\S+$/)
  expect(describeIsolation(tools.isolation)).toMatch(/^Media processes run .*\.$/)
})

test('says what to install when nothing is on the search path', async () => {
  const search = findMediaTools({ searchPath: '/nonexistent:relative/folder' })
  await expect(search).rejects.toThrow(MediaToolsError)
  await expect(findMediaTools({ searchPath: '' })).rejects.toThrow(/Install ffmpeg.*FFMPEG_PATH/)
})

test('a program on the search path that is something else is not called missing', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-tools-'))
  for (const name of ['ffmpeg', 'ffprobe']) await symlink('/bin/true', join(folder, name))
  await expect(findMediaTools({ searchPath: folder })).rejects.toThrow(
    /does not run as ff(?:mpeg|probe): it did not answer/,
  )
  await rm(folder, { recursive: true })
})

test('an explicit path that is something else is an error, not a reason to look elsewhere', async () => {
  const search = findMediaTools({ ffmpegPath: '/bin/true', searchPath: process.env['PATH'] })
  await expect(search).rejects.toThrow('FFMPEG_PATH points to /bin/true, but that does not run as ffmpeg.')
})

test('LibreOffice is looked for, and missed only when it was asked for', async () => {
  const searchPath = process.env['PATH']
  const folder = await mkdtemp(join(tmpdir(), 'rushes-office-'))
  await symlink('/bin/true', join(folder, 'soffice'))
  const found = await findMediaTools({ searchPath: `${folder}:${searchPath ?? ''}` })
  expect(found.officePath).toBe(found.isolation.room === null ? null : await realpath('/bin/true'))
  await expect(findMediaTools({ searchPath, officePath: join(folder, 'none') })).rejects.toThrow(
    'SOFFICE_PATH',
  )
  await rm(folder, { recursive: true })
})

test('says so when the machine allows no isolation at all', () => {
  const sentence = describeIsolation({ namespaces: null, limits: null, leash: null, nice: null, room: null })
  expect(sentence).toContain('without isolation')
})
