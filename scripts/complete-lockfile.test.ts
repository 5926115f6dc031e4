import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { describe, expect, it } from 'vitest'
import type { Lockfile } from './complete-lockfile.ts'
import { completeLockfile } from './complete-lockfile.ts'

function lockWith(packages: Lockfile['packages']): Lockfile {
  return { lockfileVersion: 3, packages }
}

it('finds nothing to add to our own lockfile', async () => {
  const text = await readFile(resolve(import.meta.dirname, '../package-lock.json'), 'utf8')
  // npm's documented format; completeLockfile checks its version.
  expect(completeLockfile(JSON.parse(text) as Lockfile).added).toEqual([])
})

describe('a platform package that npm left out', () => {
  it.each([
    ['@a/darwin-arm64', { os: ['darwin'], cpu: ['arm64'] }],
    ['@a/binding-linux-x64-musl', { os: ['linux'], cpu: ['x64'], libc: ['musl'] }],
    ['@a/binding-linux-arm-gnueabihf', { os: ['linux'], cpu: ['arm'], libc: ['glibc'] }],
    ['@a/binding-win32-ia32-msvc', { os: ['win32'], cpu: ['ia32'] }],
    ['tool-linux-s390x', { os: ['linux'], cpu: ['s390x'] }],
  ])('%s gets an entry that says for which platform it is', (name, platform) => {
    const parent = { version: '2.0.0', dev: true, optionalDependencies: { [name]: '2.0.0' } }
    const { lock, added } = completeLockfile(lockWith({ 'node_modules/tool': parent }))
    expect(added).toEqual([`node_modules/${name}`])
    expect(lock.packages[`node_modules/${name}`]).toEqual({
      version: '2.0.0',
      dev: true,
      optional: true,
      ...platform,
    })
  })

  it('is not added when it is locked beside its parent or above', () => {
    const inner = {
      version: '1.0.0',
      optionalDependencies: { 'b-linux-x64': '1.0.0', 'c-linux-x64': '1.0.0' },
    }
    const packages = {
      'node_modules/a/node_modules/@s/b': inner,
      'node_modules/a/node_modules/b-linux-x64': { version: '1.0.0' },
      'node_modules/c-linux-x64': { version: '1.0.0' },
    }
    expect(completeLockfile(lockWith(packages)).added).toEqual([])
  })

  it('is refused when its name or version does not tell enough', () => {
    const withDependency = (name: string, version: string): Lockfile =>
      lockWith({ 'node_modules/a': { version: '1.0.0', optionalDependencies: { [name]: version } } })
    expect(() => completeLockfile(withDependency('fsevents', '2.3.3'))).toThrow(
      /does not say for which platform/,
    )
    expect(() => completeLockfile(withDependency('a-linux-x64', '^1.0.0'))).toThrow(/no exact version/)
  })
})

it('keeps all other entries and npm’s order', () => {
  const packages = {
    '': { optionalDependencies: { 'm-linux-x64': '1.0.0' } },
    'node_modules/a': { version: '1.0.0' },
    'node_modules/z': { version: '1.0.0' },
  }
  const { lock } = completeLockfile(lockWith(packages))
  expect(Object.keys(lock.packages)).toEqual([
    '',
    'node_modules/a',
    'node_modules/m-linux-x64',
    'node_modules/z',
  ])
  expect(lock.packages['node_modules/a']).toEqual({ version: '1.0.0' })
})

it('refuses a lockfile of another version', () => {
  expect(() => completeLockfile({ lockfileVersion: 2, packages: {} })).toThrow(/version 2/)
})
