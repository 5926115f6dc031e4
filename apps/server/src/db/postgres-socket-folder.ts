import { createHash } from 'node:crypto'
import { chmod, chown, lstat, mkdir, realpath, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { EmbeddedPostgresError } from './postgres-error.ts'

/** PostgreSQL puts the port into the socket's name; it listens on no network. */
export const socketPort = 5432

const socketName = `.s.PGSQL.${socketPort}`

// sun_path has 108 bytes with its closing zero on Linux, 104 on macOS.
const longestSocketPathBytes = process.platform === 'linux' ? 107 : 103

/**
 * Returns a folder for the server's socket that only `owner` (and root) can enter: `folder` itself, or, when its path is
 * too long for a socket, one with a short name among the temporary files. Whoever can enter it is trusted by the
 * server, so a folder that is not `owner`'s own is refused. What an earlier server left in it is removed.
 */
export async function makeSocketFolder(
  folder: string,
  owner: { uid: number; gid: number },
  temporaryFolder: string = tmpdir(),
): Promise<string> {
  await mkdir(folder, { recursive: true, mode: 0o700 })
  const chosen = await chosenSocketFolder(folder, temporaryFolder)
  if (!fits(chosen)) {
    throw new EmbeddedPostgresError(
      `The path ${chosen} is too long for PostgreSQL's socket. Set TMPDIR to a shorter one.`,
    )
  }
  await mkdir(chosen, { recursive: true, mode: 0o700 })
  const status = await lstat(chosen)
  const self = process.getuid?.() ?? status.uid
  if (!status.isDirectory() || (status.uid !== self && status.uid !== owner.uid)) {
    throw new EmbeddedPostgresError(
      `${chosen} is to hold PostgreSQL's socket but belongs to someone else. Remove it, or set TMPDIR to a folder of your own.`,
    )
  }
  await chmod(chosen, 0o700)
  if (status.uid !== owner.uid) await chown(chosen, owner.uid, owner.gid)
  // The server refuses to start when the process that a left lock file names is alive, even if it is another program.
  await Promise.all([socketName, `${socketName}.lock`].map((name) => rm(join(chosen, name), { force: true })))
  return chosen
}

/** Where the socket of a server lies that was started with `folder`, which must exist. */
export async function chosenSocketFolder(
  folder: string,
  temporaryFolder: string = tmpdir(),
): Promise<string> {
  return fits(folder) ? folder : join(temporaryFolder, await shortName(folder))
}

/** Removes a socket folder that stood among the temporary files. */
export async function removeSocketFolder(chosen: string, folder: string): Promise<void> {
  if (chosen !== folder) await rm(chosen, { recursive: true, force: true })
}

function fits(folder: string): boolean {
  return Buffer.byteLength(join(folder, socketName)) <= longestSocketPathBytes
}

async function shortName(folder: string): Promise<string> {
  const hash = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
  return `rushes-${process.getuid?.() ?? 0}-${hash.slice(0, 12)}`
}
