// PostgreSQL refuses to run as root. This file decides as whom it runs instead, and how it is made to end with us.

import { execFile } from 'node:child_process'
import { chown, readFile, readdir, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { EmbeddedPostgresError } from './postgres-error.ts'

/**
 * As whom PostgreSQL runs: as ourselves; as root seen as another user from inside a user namespace, so that its files
 * stay root's; or as another user, whose its files then are.
 */
export type PostgresUser =
  | { kind: 'self' }
  | { kind: 'namespace'; uid: number; gid: number }
  | { kind: 'other'; uid: number; gid: number; name: string }

/** A user, and whether the kernel is asked to stop the server when we die (Linux with setpriv; `kill -9` too). */
export type PostgresRunner = { user: PostgresUser; diesWithUs: boolean }

/** A program with its arguments, ready for spawn. */
export type RunnableCommand = { file: string; args: string[]; options: { uid?: number; gid?: number } }

type Account = { name: string; uid: number; gid: number }

/**
 * Chooses as whom PostgreSQL runs. With `namespaces: false` user namespaces are not tried (containers often refuse
 * them). Throws EmbeddedPostgresError when root finds no other user on this machine.
 */
export async function choosePostgresRunner(
  options: { namespaces?: boolean; accounts?: Account[] } = {},
): Promise<PostgresRunner> {
  const diesWithUs = process.platform === 'linux' && (await runs({ file: 'setpriv', args: ['--version'] }))
  if (process.getuid?.() !== 0) return { user: { kind: 'self' }, diesWithUs }

  const accounts = options.accounts ?? parseAccounts(await readFile('/etc/passwd', 'utf8'))
  // initdb looks its user up by number, so it must be one that the machine knows.
  const insider = accounts.find(({ name }) => name === 'nobody') ?? accounts.find(({ uid }) => uid !== 0)
  if (options.namespaces !== false && insider !== undefined) {
    const runner: PostgresRunner = {
      user: { kind: 'namespace', uid: insider.uid, gid: insider.gid },
      diesWithUs,
    }
    if (await runs(commandAs(runner, 'true', []))) return runner
  }
  const other = ['postgres', 'nobody'].flatMap((wanted) => accounts.filter(({ name }) => name === wanted))[0]
  if (other === undefined) {
    throw new EmbeddedPostgresError(
      'PostgreSQL does not run as root, and this machine has neither user namespaces nor a user "postgres" or "nobody". ' +
        'Start Rushes as an ordinary user, or set DATABASE_URL to a PostgreSQL of your own.',
    )
  }
  return { user: { kind: 'other', ...other }, diesWithUs }
}

/**
 * The command that runs a program as the runner's user. The process that spawn returns is the program itself, not a
 * wrapper, so signals reach it. The kernel ties it to the thread that spawned it: call spawn from the main thread.
 */
export function commandAs(runner: PostgresRunner, file: string, args: string[]): RunnableCommand {
  const { user } = runner
  const tied = runner.diesWithUs ? ['setpriv', '--pdeathsig', 'INT', file, ...args] : [file, ...args]
  const line =
    user.kind === 'namespace'
      ? ['unshare', '--user', `--map-user=${user.uid}`, `--map-group=${user.gid}`, ...tied]
      : tied
  const [program = file, ...rest] = line
  return { file: program, args: rest, options: user.kind === 'other' ? { uid: user.uid, gid: user.gid } : {} }
}

/** The owner that PostgreSQL's files must have on disk. */
export function fileOwner(user: PostgresUser): { uid: number; gid: number } {
  if (user.kind === 'other') return { uid: user.uid, gid: user.gid }
  return { uid: process.getuid?.() ?? 0, gid: process.getgid?.() ?? 0 }
}

/**
 * Gives a folder and all in it to `owner`, when root chose another user for PostgreSQL than last time. The top folder
 * goes last, so that an interrupted change is begun again. Throws EmbeddedPostgresError when it belongs to someone else
 * and we are not root.
 */
export async function giveFiles(folder: string, owner: { uid: number; gid: number }): Promise<void> {
  const status = await stat(folder)
  if (status.uid === owner.uid) return
  if (process.getuid?.() !== 0) {
    throw new EmbeddedPostgresError(
      `${folder} belongs to the user with number ${status.uid}. Start Rushes as that user.`,
    )
  }
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isSymbolicLink()) await chown(join(entry.parentPath, entry.name), owner.uid, owner.gid)
  }
  await chown(folder, owner.uid, owner.gid)
}

/** Whether the user can run `program` and write into `folder`, asked of the kernel by trying as that user. */
export function canUse(runner: PostgresRunner, program: string, folder: string): Promise<boolean> {
  return runs(commandAs(runner, 'sh', ['-c', 'test -x "$1" && test -w "$2"', 'sh', program, folder]))
}

function runs(command: {
  file: string
  args: string[]
  options?: { uid?: number; gid?: number }
}): Promise<boolean> {
  return promisify(execFile)(command.file, command.args, { ...command.options, cwd: '/' }).then(
    () => true,
    () => false, // The reasons differ from machine to machine; that it failed is the answer.
  )
}

function parseAccounts(passwd: string): Account[] {
  return passwd.split('\n').flatMap((line) => {
    const [name, , uid, gid] = line.split(':')
    return name !== undefined && uid !== undefined && gid !== undefined
      ? [{ name, uid: Number(uid), gid: Number(gid) }]
      : []
  })
}
