// ./rushes upload
import type { Client } from '@rushes/client/client'
import type { Asset } from '@rushes/contract/assets'
import { atOnce } from '../at-once.ts'
import { findFolder, segmentsOf } from '../find-place.ts'
import type { FoundAsset } from '../find-place.ts'
import { gatherFiles } from '../local-files.ts'
import type { LocalFile } from '../local-files.ts'
import { createProgressLine } from '../progress-line.ts'
import { createRemoteFolders } from '../remote-folders.ts'
import { sendFile } from '../send-file.ts'
import type { Rival, Sent } from '../send-file.ts'
import { assetFacts, safeText, sizeText, travelLines } from '../show.ts'
import { sumOf } from '../sum.ts'
import { NothingThereError, UsageError } from '../verb.ts'
import type { Flags, Verb } from '../verb.ts'

/** Each sends several parts at once. */
const FILES_AT_ONCE = 2

export const uploadVerb: Verb = {
  usage: `upload <file or folder>... <folder on the server> [--parents] [--version | --beside] [--json]

  Uploads files and whole folders, and compares checksums in the end. Repeated after an interruption, it goes on where it
  broke off, and passes over what is there already.

  --parents   make the folder when it is not there
  --version   a file becomes the newest version of another one of its name
  --beside    both are kept`,
  options: {
    parents: { type: 'boolean', default: false },
    version: { type: 'boolean', default: false },
    beside: { type: 'boolean', default: false },
  },
  words: { least: 2, most: Number.MAX_SAFE_INTEGER },
  run: async (around, { words, flags }) => {
    const rival = rivalOf(flags)
    const gathered = await gatherFiles(words.slice(0, -1))
    const { client } = await around.client()
    const me = await client.me(around.signal)
    const { start, missing } = await findStart(client, words.at(-1) ?? '', flags['parents'] === true)
    const folders = createRemoteFolders(client, start.asset.id)
    for (const names of [[], ...gathered.folders]) await folders.folder([...missing, ...names])

    const files = gathered.files.map((file) => ({ ...file, folders: [...missing, ...file.folders] }))
    const total = sumOf(files.map(({ sizeBytes }) => sizeBytes))
    const line = around.isForPeople
      ? createProgressLine(`Uploading ${countText(files)}, ${sizeText(total)}`, process.stderr)
      : null
    const sentBytes = new Map<LocalFile, number>()
    const sent: { file: LocalFile; sent: Sent }[] = []
    const complaints: string[] = []
    await atOnce(FILES_AT_ONCE, files, async (file) => {
      if (around.signal.aborted) return
      try {
        const onProgress = (bytes: number) => {
          sentBytes.set(file, bytes)
          line?.show(total === 0 ? 1 : sumOf(sentBytes.values()) / total)
        }
        const { signal } = around
        sent.push({
          file,
          sent: await sendFile(file, { client, folders, userId: me.id, rival, signal, onProgress }),
        })
      } catch (error) {
        if (around.signal.aborted) return
        complaints.push(`${file.path}: ${error instanceof Error ? error.message : String(error)}`)
      }
    })
    if (complaints.length === 0 && !around.signal.aborted) line?.done()
    else line?.leave()
    around.signal.throwIfAborted()
    const done = files.flatMap((file) => sent.filter((one) => one.file === file))
    return {
      json: done.map(({ file, sent: { asset, how } }) => ({ file: file.path, how, ...assetFacts(asset) })),
      lines: travelLines(
        done.map(({ file, sent: { asset, how } }) => ({
          isThere: how === 'there',
          line: sentLine(file, asset, how),
        })),
      ),
      notices: gathered.skipped.map((path) => `Left out, because it is no file that can be read: ${path}`),
      complaints,
    }
  },
}

const HOW = { uploaded: 'Uploaded', resumed: 'Went on with', there: 'Was there:' } as const

function sentLine({ path }: LocalFile, { id }: Asset, how: Sent['how']): string {
  return `${HOW[how]} ${safeText(path)}  ${id}`
}

function rivalOf(flags: Flags): Rival {
  if (flags['version'] === true && flags['beside'] === true)
    throw new UsageError('--version and --beside contradict each other.')
  if (flags['version'] === true) return 'version'
  return flags['beside'] === true ? 'beside' : 'refuse'
}

/** The deepest folder that is there, and the names of those below that have to be made. */
async function findStart(
  client: Client,
  path: string,
  mayMake: boolean,
): Promise<{ start: FoundAsset; missing: string[] }> {
  const segments = segmentsOf(path)
  for (let kept = segments.length; ; kept -= 1) {
    const above = segments.slice(0, kept).join('/')
    try {
      return { start: await findFolder(client, above), missing: segments.slice(kept) }
    } catch (error) {
      if (!(error instanceof NothingThereError)) throw error
      if (!mayMake) throw new NothingThereError(`${error.message} --parents makes folders.`, { cause: error })
      if (kept <= 1) throw error
    }
  }
}

function countText({ length }: readonly unknown[]): string {
  return length === 1 ? '1 file' : `${String(length)} files`
}
