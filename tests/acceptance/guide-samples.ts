// The samples of the guides and of the first page: each is handed out once and in order, so that one which nobody runs is noticed.
import { execFile } from 'node:child_process'
import { chmod, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { SAMPLE_ORIGIN } from '../../apps/server/src/features/docs/samples.ts'
import { buildSite } from '../../apps/server/src/features/docs/site.ts'
import { settingsOf } from './server.ts'

const execute = promisify(execFile)
const root = join(import.meta.dirname, '../..')

interface GuideSample {
  language: string
  code: string
}

/** Drawings and single lines, which nobody can run. */
const NO_PROGRAM = 'text'

/** Run by docs-guides-commands.test.ts, all others by docs-guides.test.ts. */
export const COMMAND_GUIDES = ['command-line', 'running-rushes']

export interface GuideSamples {
  /** The next sample of a guide, or of "docs", the first page, calling `origin`. Throws when another language comes, or nothing any more. */
  next: (slug: string, language: string, origin: string) => string
  /** Guides with samples that were not asked for, and how many those are. */
  left: () => Record<string, number>
}

export function readGuideSamples(): GuideSamples {
  const bySlug = new Map(
    // The pages of endpoints have tests of their own, and the lists of pages no samples.
    buildSite([]).pages.map(({ path, markdown }) => [path.split('/').at(-1) ?? '', samplesOf(markdown())]),
  )
  return {
    next: (slug, language, origin) => {
      const sample = bySlug.get(slug)?.shift()
      if (sample?.language !== language)
        throw new Error(`The next sample of ${slug} is ${sample?.language ?? 'none'}, not ${language}.`)
      return sample.code.replaceAll(SAMPLE_ORIGIN, origin)
    },
    left: () =>
      Object.fromEntries(
        [...bySlug].flatMap(([slug, samples]) => (samples.length === 0 ? [] : [[slug, samples.length]])),
      ),
  }
}

function samplesOf(markdown: string): GuideSample[] {
  return [...markdown.matchAll(/^```(.*)\n([^]*?)^```$/gm)].flatMap(([, language = '', code = '']) =>
    language === NO_PROGRAM ? [] : [{ language, code }],
  )
}

/** Puts `./rushes` into a folder, without its set-up: what these tests run on is there. */
export async function placeRushes(folder: string): Promise<void> {
  const node = `exec "${process.execPath}"`
  const script = `#!/bin/sh
case $1 in
user | token) verb=$1; shift; ${node} "${root}/apps/server/src/main-$verb.ts" "$@" ;;
*) ${node} "${root}/apps/cli/src/main-cli.ts" "$@" ;;
esac
`
  await writeFile(join(folder, 'rushes'), script)
  await chmod(join(folder, 'rushes'), 0o755)
}

/** Answers with what a sample printed. Rejects when a line of it fails, or uses a variable that is not set. */
export async function runSample(
  code: string,
  { folder, program = 'sh', values = {}, input }: SampleRun,
): Promise<string> {
  const words = program === 'sh' ? ['-eu', '-c', code] : ['-c', code]
  const running = execute(program, words, {
    cwd: folder,
    env: {
      PATH: process.env['PATH'] ?? '',
      HOME: folder,
      ...settingsOf(['NODE_COMPILE_CACHE', 'PYENV_ROOT']),
      ...values,
    },
  })
  running.child.stdin?.end(input)
  return (await running).stdout
}

interface SampleRun {
  /** Where it is run; also what it takes for its home. */
  folder: string
  program?: 'sh' | 'python3'
  values?: Record<string, string>
  /** What is typed when it asks. */
  input?: string
}
