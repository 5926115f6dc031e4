// Imports point one way: main → app → features → access, queue, db, http, views → packages. The server's features do not
// know each other; what crosses them is an event row or a job. Read from the sources, so that it cannot be forgotten.
import { existsSync } from 'node:fs'
import { glob, readFile } from 'node:fs/promises'
import { dirname, join, relative, resolve } from 'node:path'
import { expect, it } from 'vitest'

const repository = join(import.meta.dirname, '../..')

interface Import {
  /** Paths inside the repository. */
  from: string
  to: string
  isTypeOnly: boolean
}

/** Prettier's layout: every static import or export begins its line. */
const staticImport = /^(?:import|export)\s+(type\s)?(?:[^'";]*?\sfrom\s+)?'([^']+)'/gm
const dynamicImport = /\bimport\(\s*'([^']+)'\s*\)/g
/** Style sheets and the like, which import nothing of ours. */
const isCode = /\.[cm]?tsx?$/

const files = (await filesOf('{apps,packages}/*/src/**/*.{ts,tsx}')).filter(
  (file) => !/\.test\.tsx?$/.test(file),
)
const imports = (await Promise.all(files.map(importsOf))).flat()

it('finds the sources at all', () => {
  expect(files).toContain('apps/server/src/app.ts')
  expect(files).toContain('packages/contract/src/assets.ts')
  expect(imports.length).toBeGreaterThan(files.length)
})

it('names only files that exist', () => {
  expect(wrong(({ to }) => !existsSync(join(repository, to)))).toEqual([])
})

const featureOf = (app: string, path: string) =>
  new RegExp(`^apps/${app}/src/features/([^/]+)/`).exec(path)?.[1]
const featureImports = (app: string) =>
  imports.flatMap(({ from, to }) => {
    const [importer, imported] = [featureOf(app, from), featureOf(app, to)]
    return importer === undefined || imported === undefined || importer === imported
      ? []
      : [{ importer, imported, what: `${from} → ${to}` }]
  })

it('keeps the features of the server apart', () => {
  expect(featureImports('server').map(({ what }) => what)).toEqual([])
})

it('lets the features of the web app be built of each other, in one direction', () => {
  const next = new Map<string, string[]>()
  for (const { importer, imported } of featureImports('web'))
    next.set(importer, [...(next.get(importer) ?? []), imported])
  expect(next.size).toBeGreaterThan(0)
  expect(findCycle(next)).toEqual([])
})

it('lets no package reach into an app', () => {
  expect(wrong(({ from, to }) => from.startsWith('packages/') && to.startsWith('apps/'))).toEqual([])
})

it('lets no app reach into another', () => {
  const appOf = (path: string) => /^apps\/([^/]+)\//.exec(path)?.[1]
  expect(
    wrong(
      ({ from, to }) => appOf(from) !== undefined && appOf(to) !== undefined && appOf(from) !== appOf(to),
    ),
  ).toEqual([])
})

it('goes into a package only by its name', () => {
  const packageOf = (path: string) => /^packages\/([^/]+)\//.exec(path)?.[1]
  const relativeImports = imports.filter(({ isRelative }) => isRelative)
  expect(
    relativeImports
      .filter(({ from, to }) => packageOf(from) !== packageOf(to))
      .map(({ from, to }) => `${from} → ${to}`),
  ).toEqual([])
})

it('lets no shared part of the server know a feature, and no feature know the app', () => {
  const isShared = /^apps\/server\/src\/(?:access|db|http|mail|queue|views)\//
  const isAbove = /^apps\/server\/src\/(?:app|main-[\w-]+)\.ts$/
  const isFeature = /^apps\/server\/src\/features\//
  expect(
    wrong(
      ({ from, to }) =>
        (isShared.test(from) && (isFeature.test(to) || isAbove.test(to))) ||
        (isFeature.test(from) && isAbove.test(to)),
    ),
  ).toEqual([])
})

it('brings no test, bench or script into what runs', () => {
  expect(wrong(({ to }) => /^(?:tests|bench|scripts)\/|\.test\.tsx?$/.test(to))).toEqual([])
})

it('has no cycles', () => {
  const next = new Map<string, string[]>()
  for (const { from, to, isTypeOnly } of imports) {
    // What is gone at run time ties no knot.
    if (!isTypeOnly) next.set(from, [...(next.get(from) ?? []), to])
  }
  expect(findCycle(next)).toEqual([])
})

function wrong(isWrong: (one: Import) => boolean): string[] {
  return imports.filter(isWrong).map(({ from, to }) => `${from} → ${to}`)
}

async function filesOf(pattern: string): Promise<string[]> {
  const found: string[] = []
  for await (const file of glob(pattern, { cwd: repository })) found.push(file)
  return found.toSorted()
}

async function importsOf(file: string): Promise<(Import & { isRelative: boolean })[]> {
  const text = await readFile(join(repository, file), 'utf8')
  const named = [
    ...[...text.matchAll(staticImport)].map(([, type, target = '']) => ({
      target,
      isTypeOnly: type !== undefined,
    })),
    ...[...text.matchAll(dynamicImport)].map(([, target = '']) => ({ target, isTypeOnly: false })),
  ]
  return named.flatMap(({ target, isTypeOnly }) => {
    const to = pathOf(file, target)
    return to === null || !isCode.test(to)
      ? []
      : [{ from: file, to, isTypeOnly, isRelative: target.startsWith('.') }]
  })
}

/** Null for what is not ours. */
function pathOf(file: string, target: string): string | null {
  if (target.startsWith('.')) return relative(repository, resolve(repository, dirname(file), target))
  const ours = /^@rushes\/([^/]+)\/(.+)$/.exec(target)
  return ours === null ? null : `packages/${ours[1] ?? ''}/src/${ours[2] ?? ''}.ts`
}

/** The members of one cycle in order, or nothing. */
function findCycle(next: ReadonlyMap<string, readonly string[]>): string[] {
  const finished = new Set<string>()
  const visit = (member: string, above: readonly string[]): string[] => {
    if (above.includes(member)) return [...above.slice(above.indexOf(member)), member]
    if (finished.has(member)) return []
    for (const imported of next.get(member) ?? []) {
      const cycle = visit(imported, [...above, member])
      if (cycle.length > 0) return cycle
    }
    finished.add(member)
    return []
  }
  for (const member of next.keys()) {
    const cycle = visit(member, [])
    if (cycle.length > 0) return cycle
  }
  return []
}
