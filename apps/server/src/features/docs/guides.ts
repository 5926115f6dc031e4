// The guides: Markdown files in the repository's docs folder, so that they are read there too.
import { readFileSync } from 'node:fs'

interface Guide {
  slug: string
  title: string
  about: string
  /** Below docs/. */
  file: string
}

const FOLDER = new URL('../../../../../docs/', import.meta.url)

/** In reading order. */
export const GUIDES: readonly Guide[] = [
  {
    slug: 'first-upload',
    title: 'First upload in five minutes',
    about: 'From an empty folder to a link that plays.',
    file: 'guides/first-upload.md',
  },
  {
    slug: 'authentication',
    title: 'Authentication',
    about: 'Developer tokens, their scopes, and how to keep them.',
    file: 'guides/authentication.md',
  },
  {
    slug: 'moving-a-v2-program',
    title: 'Moving a V2 program here',
    about: 'What to change for each kind of client, and what for programs whose host is fixed.',
    file: 'guides/moving-a-v2-program.md',
  },
  {
    slug: 'uploading',
    title: 'Uploading',
    about: 'Parts, splits, what acknowledged means, and going on after an interruption.',
    file: 'guides/uploading.md',
  },
  {
    slug: 'tree-and-version-stacks',
    title: 'The asset tree and version stacks',
    about: 'Folders, files and stacks, and how they hang together.',
    file: 'guides/tree-and-version-stacks.md',
  },
  {
    slug: 'deleting-and-trash',
    title: 'Deleting and the trash',
    about: 'What a deletion takes, and what restoring brings back.',
    file: 'guides/deleting-and-trash.md',
  },
  {
    slug: 'searching',
    title: 'Searching',
    about: 'Words, places, conditions and their order.',
    file: 'guides/searching.md',
  },
  {
    slug: 'paging-errors-limits',
    title: 'Paging, errors and rate limits',
    about: 'What every call has in common.',
    file: 'guides/paging-errors-limits.md',
  },
  {
    slug: 'frame-truth',
    title: 'Frame truth',
    about: 'A frame number means the same picture everywhere: how that is tested, and what it proves.',
    file: 'guides/frame-truth.md',
  },
  {
    slug: 'command-line',
    title: 'Command line',
    about: 'Files and folders up and down, and everything else, from a terminal.',
    file: 'guides/command-line.md',
  },
  {
    slug: 'running-rushes',
    title: 'Running Rushes',
    about: 'Settings, proxies, TLS, the data folder.',
    file: 'running.md',
  },
]

export function readGuide({ file }: Guide): string {
  return readFileSync(new URL(file, FOLDER), 'utf8')
}
