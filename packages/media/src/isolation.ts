// What every media process is wrapped in. Uploads are hostile until proven otherwise: the decoder gets no network, no
// way to gain privileges, bounded memory and bounded files, and it dies with the process that started it.
import { spawn } from 'node:child_process'
import { access, constants } from 'node:fs/promises'
import path from 'node:path'
import { inRoom } from './locked-room.ts'

/** What this machine allows around a media process. `null` = not available here. */
export type Isolation = {
  /** Arguments of `unshare` for a user, network and IPC namespace of its own. */
  namespaces: { path: string; args: readonly string[] } | null
  /** `prlimit`, which bounds memory and file sizes. */
  limits: { path: string } | null
  /** `setpriv`, which ties the child's life to ours and forbids new privileges. */
  leash: { path: string } | null
  /** `nice`, for work nobody waits for. */
  nice: { path: string } | null
  /** `unshare` where it can also take the files of the machine away (locked-room.ts). */
  room: { path: string } | null
}

/** Bounds for one process. Bytes. */
export type ProcessLimits = { memoryBytes: number; fileSizeBytes: number; niceness: number }

const FOLDERS = ['/usr/bin', '/bin', '/usr/local/bin', '/opt/homebrew/bin']
const NAMESPACE_CHOICES = [
  ['--user', '--map-current-user', '--net', '--ipc'],
  // util-linux before 2.36 knows only this mapping; files are still written as the user we run as.
  ['--user', '--map-root-user', '--net', '--ipc'],
]
const TRIAL_LIMITS: ProcessLimits = { memoryBytes: 2 ** 33, fileSizeBytes: 2 ** 42, niceness: 0 }

/** Finds out, once at start, what this machine allows. Never throws: what does not work is left out. */
export async function detectIsolation(): Promise<Isolation> {
  const [unshare, prlimit, setpriv, nice] = await Promise.all(
    ['unshare', 'prlimit', 'setpriv', 'nice'].map((name) => findIn(FOLDERS, name)),
  )
  const none: Isolation = { namespaces: null, limits: null, leash: null, nice: null, room: null }
  const allowed: Isolation = { ...none }
  const works = async (part: Partial<Isolation>): Promise<boolean> => {
    const [command, ...args] = wrapCommand({ ...none, ...part }, TRIAL_LIMITS, ['/bin/sh', '-c', 'exit 0'])
    return command !== undefined && exitsCleanly(command, args)
  }
  if (prlimit && (await works({ limits: { path: prlimit } }))) allowed.limits = { path: prlimit }
  if (setpriv && (await works({ leash: { path: setpriv } }))) allowed.leash = { path: setpriv }
  if (nice) allowed.nice = { path: nice }
  for (const args of unshare ? NAMESPACE_CHOICES : []) {
    const namespaces = { path: unshare ?? '', args }
    if (await works({ ...allowed, namespaces })) {
      allowed.namespaces = namespaces
      break
    }
  }
  // Whoever owns the room could open it again; the leash takes that away.
  if (unshare && allowed.leash && allowed.limits) {
    const room = { ...allowed, room: { path: unshare } }
    const [command = '', ...args] = wrapCommand(room, TRIAL_LIMITS, ['/bin/sh', '-c', 'exit 0'], [])
    if (await exitsCleanly(command, args)) allowed.room = room.room
  }
  return allowed
}

/** One sentence for the log: how media processes are isolated on this machine. */
export function describeIsolation(isolation: Isolation): string {
  const has = [
    isolation.namespaces ? 'in a user namespace without network' : null,
    isolation.limits ? 'with memory and file size limits' : null,
    isolation.leash ? 'without new privileges' : null,
  ].filter((part) => part !== null)
  if (has.length === 0) {
    return 'Media processes run without isolation: this machine allows none. Only the protocol and format allow-lists protect it.'
  }
  const missing = isolation.namespaces
    ? ''
    : ' User namespaces are not allowed here, so only the protocol and format allow-lists keep them off the network.'
  return `Media processes run ${has.join(', ')}.${missing}`
}

/**
 * The argument array that runs `command` inside everything `isolation` has. All wrappers exec, so the process id stays
 * the same. With `hidden` it runs in the room, from which these folders are missing; throws where there is none.
 */
export function wrapCommand(
  isolation: Isolation,
  limits: ProcessLimits,
  command: readonly string[],
  hidden: readonly string[] | null = null,
): string[] {
  const { namespaces, limits: prlimit, leash, nice, room } = isolation
  if (hidden !== null && room === null)
    throw new Error('This machine cannot take its files away from a process.')
  const powers = hidden === null ? [] : ['--bounding-set=-all']
  const wrapped = [
    // After unshare: a change of credentials would clear the death signal.
    ...(leash ? [leash.path, '--pdeathsig', 'KILL', '--no-new-privs', ...powers, '--'] : []),
    // RLIMIT_DATA, not RLIMIT_AS: allocator arenas and V8 reserve address space by the tens of gigabytes without using it.
    ...(prlimit
      ? [prlimit.path, '--core=0', `--data=${limits.memoryBytes}`, `--fsize=${limits.fileSizeBytes}`, '--']
      : []),
    ...(nice && limits.niceness > 0 ? [nice.path, '-n', String(limits.niceness), '--'] : []),
    ...command,
  ]
  if (hidden !== null && room !== null) return inRoom(room.path, hidden, wrapped)
  return [...(namespaces ? [namespaces.path, ...namespaces.args, '--'] : []), ...wrapped]
}

/** The first executable file called `name` in `folders`, or null. */
export async function findIn(folders: readonly string[], name: string): Promise<string | null> {
  for (const folder of folders) {
    const candidate = path.join(folder, name)
    const usable = await access(candidate, constants.X_OK).then(
      () => true,
      () => false,
    )
    if (usable) return candidate
  }
  return null
}

function exitsCleanly(command: string, args: readonly string[]): Promise<boolean> {
  return new Promise((resolve) => {
    const child = spawn(command, args, { stdio: 'ignore', timeout: 5000 })
    child.once('error', () => resolve(false))
    child.once('exit', (code) => resolve(code === 0))
  })
}
