// npm leaves an optional platform package out of package-lock.json when the registry it asked does not have it,
// and then `npm ci` refuses that lockfile on every machine. Run after each change of dependencies (`npm run lock`).

import { readFile, writeFile } from 'node:fs/promises'
import { resolve } from 'node:path'

/** One entry of `packages` in a lockfile of version 3, as far as it matters here. */
export type LockedPackage = {
  version?: string
  dev?: boolean
  optional?: boolean
  devOptional?: boolean
  os?: string[]
  cpu?: string[]
  libc?: string[]
  optionalDependencies?: Record<string, string>
}

/** A package-lock.json of version 3. Keys of `packages` are folders, such as `node_modules/a/node_modules/b`. */
export type Lockfile = { lockfileVersion: number; packages: Record<string, LockedPackage> }

const systems = new Set(['aix', 'android', 'darwin', 'freebsd', 'linux', 'openharmony', 'sunos', 'win32'])
const processors = new Set(['arm', 'arm64', 'ia32', 'loong64', 'ppc64', 'riscv64', 's390x', 'x64'])

/**
 * Returns the lockfile with an entry for each optional dependency that has none, and the folders added. An entry says
 * for which platform the package is, so that npm passes over it elsewhere; it has no checksum, because nobody here has
 * seen the package. Throws when a missing package's name does not tell its platform or its version is a range.
 */
export function completeLockfile(lock: Lockfile): { lock: Lockfile; added: string[] } {
  if (lock.lockfileVersion !== 3) {
    throw new Error(`The lockfile has version ${lock.lockfileVersion}; this script knows version 3 only.`)
  }
  const packages = { ...lock.packages }
  const added: string[] = []
  for (const [folder, parent] of Object.entries(lock.packages)) {
    for (const [name, version] of Object.entries(parent.optionalDependencies ?? {})) {
      if (isLocked(packages, folder, name)) continue
      const target = `node_modules/${name}`
      packages[target] = stub(name, version, parent)
      added.push(target)
    }
  }
  // npm's own order, so that its next write does not shuffle the file.
  const sorted = Object.entries(packages).sort(([a], [b]) => a.localeCompare(b, 'en'))
  return { lock: { ...lock, packages: Object.fromEntries(sorted) }, added }
}

/** Whether a package in `folder` finds `name` in its own node_modules or in one above it, as Node looks for it. */
function isLocked(packages: Record<string, LockedPackage>, folder: string, name: string): boolean {
  for (let above = folder; ;) {
    if (packages[above === '' ? `node_modules/${name}` : `${above}/node_modules/${name}`]) return true
    if (above === '') return false
    const end = above.lastIndexOf('/node_modules/')
    above = end === -1 ? '' : above.slice(0, end)
  }
}

function stub(name: string, version: string, parent: LockedPackage): LockedPackage {
  if (!/^\d+\.\d+\.\d+/.test(version)) {
    throw new Error(
      `${name} is missing from the lockfile and asked for as "${version}", which is no exact version.`,
    )
  }
  const words = name.replace(/^.*\//, '').split('-')
  const os = words.find((word) => systems.has(word))
  const cpu = words.find((word) => processors.has(word))
  if (os === undefined || cpu === undefined) {
    throw new Error(
      `${name} is missing from the lockfile and its name does not say for which platform it is.`,
    )
  }
  const libc = os === 'linux' ? words.at(-1)?.match(/^(musl|gnu)/)?.[1] : undefined
  return {
    version,
    cpu: [cpu],
    ...(parent.dev === true ? { dev: true } : {}),
    ...(libc === undefined ? {} : { libc: [libc === 'gnu' ? 'glibc' : 'musl'] }),
    optional: true,
    os: [os],
  }
}

if (import.meta.main) {
  const file = resolve(import.meta.dirname, '../package-lock.json')
  // The type is npm's documented format; completeLockfile checks its version.
  const { lock, added } = completeLockfile(JSON.parse(await readFile(file, 'utf8')) as Lockfile)
  if (added.length > 0) await writeFile(file, `${JSON.stringify(lock, null, 2)}\n`)
  console.log(
    added.length === 0
      ? 'package-lock.json is complete.'
      : `Added to package-lock.json: ${added.map((folder) => folder.replace('node_modules/', '')).join(', ')}.`,
  )
}
