// What every verb of `./rushes user` and `./rushes token` has in common: the database, exit codes, and answers for
// people or, with --json, for programs.
import { v7 as uuidv7 } from 'uuid'
import { ConfigError, readConfig } from '../config.ts'
import { DataFolderError } from '../data-folder.ts'
import { SchemaMismatchError } from '../db/migrate.ts'
import { EmbeddedPostgresError } from '../db/postgres-error.ts'
import type { Act } from '../db/insert-member.ts'
import { HttpError } from '../http/errors.ts'
import { openCommandDatabase } from './command-database.ts'
import type { CommandDatabase } from './command-database.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2

/** The command was typed wrongly; the message says how. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** The command cannot do what was asked; the message is a sentence for the person who typed it. */
export class CommandError extends Error {
  override name = 'CommandError'
}

export interface CommandContext extends CommandDatabase {
  /** Nobody of the server acts: the person at the shell does. */
  act: Act
}

/** What a command answers: a value for programs, lines for people. */
export interface CommandAnswer {
  json: unknown
  lines: string[]
}

/** Parses first, so that a typing mistake starts no database. */
export async function runCommand(
  usage: string,
  parse: (words: string[]) => { isJson: boolean; run: (context: CommandContext) => Promise<CommandAnswer> },
  words: string[],
): Promise<void> {
  if (words[0] === 'help' || words.includes('--help') || words.includes('-h')) {
    console.log(usage)
    return
  }
  try {
    const { isJson, run } = parse(words)
    const database = await openCommandDatabase(readConfig(process.env))
    try {
      const act = { actorId: null, at: new Date(), newId: () => uuidv7(), requestId: null }
      const { json, lines } = await run({ ...database, act })
      console.log(isJson ? JSON.stringify(json) : lines.join('\n'))
    } finally {
      await database.close()
    }
  } catch (error) {
    process.exitCode = error instanceof UsageError || error instanceof ConfigError ? EXIT_USAGE : EXIT_FAILED
    console.error(sentenceOf(error))
  }
}

function sentenceOf(error: unknown): string {
  if (error instanceof HttpError) return error.items.map((item) => item.detail).join('\n')
  const isForPeople =
    error instanceof UsageError ||
    error instanceof CommandError ||
    error instanceof ConfigError ||
    error instanceof DataFolderError ||
    error instanceof SchemaMismatchError ||
    error instanceof EmbeddedPostgresError
  if (isForPeople) return error.message
  if (error instanceof Error && 'syscall' in error && error.syscall === 'connect')
    return `The database cannot be reached: ${error.message}`
  return error instanceof Error ? (error.stack ?? error.message) : String(error)
}
