import { canUse, choosePostgresRunner, commandAs } from '../../apps/server/src/db/postgres-user.ts'
import type { PostgresRunner } from '../../apps/server/src/db/postgres-user.ts'

/** One way in which PostgreSQL is run, as far as this machine and this user allow it. */
export type RunnerCase = {
  name: string
  runner: PostgresRunner
  /** A command under which our own process is the right user for this way. */
  wrapper: string[]
}

/**
 * Every way this machine allows: an ordinary user has one; root has a user namespace, another user, and can also play
 * an ordinary user.
 */
export async function postgresRunnerCases(): Promise<RunnerCase[]> {
  const chosen = await choosePostgresRunner()
  if (chosen.user.kind === 'self') return [{ name: 'an ordinary user', runner: chosen, wrapper: [] }]
  const other = await choosePostgresRunner({ namespaces: false })
  const cases: RunnerCase[] = [{ name: 'root by another user', runner: other, wrapper: [] }]
  if (chosen.user.kind === 'namespace' && (await canUse(chosen, process.execPath, '/tmp'))) {
    const { file, args } = commandAs({ ...chosen, diesWithUs: false }, '', [])
    cases.push(
      { name: 'root by a user namespace', runner: chosen, wrapper: [] },
      {
        name: 'an ordinary user',
        runner: { ...chosen, user: { kind: 'self' } },
        wrapper: [file, ...args.slice(0, -1)],
      },
    )
  }
  return cases
}

/**
 * A command under which our own process is an ordinary user's, whose number is `uid` when it is another than ours on
 * disk. Empty when we are one already.
 */
export async function ordinaryUser(): Promise<{ wrapper: string[]; uid?: number }> {
  const cases = await postgresRunnerCases()
  const byNamespace = cases.find(({ name }) => name === 'an ordinary user')
  if (byNamespace !== undefined) return { wrapper: byNamespace.wrapper }
  const uid = 65_534
  return { wrapper: ['setpriv', `--reuid=${uid}`, `--regid=${uid}`, '--clear-groups'], uid }
}
