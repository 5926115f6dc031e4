// `./rushes login`, `ls`, `upload` and the other verbs that only need HTTP.
import { parseArgs } from 'node:util'
import { createClient } from '@rushes/client/client'
import { ApiError } from '@rushes/client/request'
import { readLogin } from './login-file.ts'
import { NotAllowedError, NothingThereError, UsageError } from './verb.ts'
import type { Surroundings, Typed, Verb } from './verb.ts'
import { VERBS } from './verbs/verbs.ts'

const EXIT_FAILED = 1
const EXIT_USAGE = 2
const EXIT_NOT_ALLOWED = 5
const EXIT_NOTHING_THERE = 6
const EXIT_INTERRUPTED = 130

async function main(name: string, words: string[]): Promise<void> {
  const verb = await VERBS[name]?.()
  if (verb === undefined) throw new UsageError(`There is no command "${name}".`)
  const { words: typed, flags } = readWords(verb, words)
  if (flags['help'] === true) {
    console.log(`Usage: ./rushes ${verb.usage}`)
    return
  }
  const { least, most } = verb.words
  if (typed.length < least || typed.length > most) throw new UsageError(`Usage: ./rushes ${verb.usage}`)
  const isJson = flags['json'] === true
  const answer = await verb.run(surroundings(!isJson), { words: typed, flags })
  if (isJson) console.log(JSON.stringify(answer.json))
  else if (answer.lines.length > 0) console.log(answer.lines.join('\n'))
  const { notices = [], complaints = [] } = answer
  for (const sentence of [...notices, ...complaints]) console.error(sentence)
  if (complaints.length > 0) process.exitCode = EXIT_FAILED
}

function readWords(verb: Verb, words: string[]): Typed {
  try {
    const { values, positionals } = parseArgs({
      args: words,
      allowPositionals: true,
      options: {
        ...verb.options,
        json: { type: 'boolean', default: false },
        help: { type: 'boolean', short: 'h', default: false },
      },
    })
    return { words: positionals, flags: values }
  } catch (error) {
    // parseArgs names the option it does not know.
    throw new UsageError(
      `${error instanceof Error ? error.message : String(error)}\nUsage: ./rushes ${verb.usage}`,
    )
  }
}

function surroundings(isForPeople: boolean): Surroundings {
  const interrupted = new AbortController()
  process.once('SIGINT', () => {
    process.exitCode = EXIT_INTERRUPTED
    interrupted.abort(new Error('Interrupted. The same command goes on where this one stopped.'))
    // Whoever presses it twice means it.
    process.once('SIGINT', () => process.exit(EXIT_INTERRUPTED))
  })
  return {
    client: async () => {
      const { address, token } = await readLogin()
      return { client: createClient({ baseUrl: address, token }), address }
    },
    signal: interrupted.signal,
    isForPeople,
  }
}

function exitCodeOf(error: unknown): number {
  if (process.exitCode === EXIT_INTERRUPTED) return EXIT_INTERRUPTED
  if (error instanceof UsageError) return EXIT_USAGE
  if (error instanceof NotAllowedError) return EXIT_NOT_ALLOWED
  if (error instanceof NothingThereError) return EXIT_NOTHING_THERE
  if (!(error instanceof ApiError)) return EXIT_FAILED
  if (error.status === 401 || error.status === 403) return EXIT_NOT_ALLOWED
  return error.status === 404 ? EXIT_NOTHING_THERE : EXIT_FAILED
}

try {
  await main(process.argv[2] ?? '', process.argv.slice(3))
} catch (error) {
  console.error(error instanceof Error ? error.message : String(error))
  process.exitCode = exitCodeOf(error)
}
