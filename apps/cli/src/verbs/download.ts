// ./rushes download
import { mkdir, stat } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import type { Client } from '@rushes/client/client'
import type { Asset } from '@rushes/contract/assets'
import { atOnce } from '../at-once.ts'
import { fetchFile } from '../fetch-file.ts'
import type { Fetched } from '../fetch-file.ts'
import { childrenOf, findAsset } from '../find-place.ts'
import { localNames } from '../local-names.ts'
import { createProgressLine } from '../progress-line.ts'
import { assetFacts, sizeText, travelLines } from '../show.ts'
import { sumOf } from '../sum.ts'
import { NotAllowedError } from '../verb.ts'
import type { Verb } from '../verb.ts'

const FILES_AT_ONCE = 3

export const downloadVerb: Verb = {
  usage: `download <place> [<file or folder here>] [--force] [--json]

  Downloads a file, the newest version of a stack, or a folder with everything in it, and compares checksums. Repeated
  after an interruption, it goes on where it broke off. Another file in the way is replaced with --force alone.`,
  options: { force: { type: 'boolean', default: false } },
  words: { least: 1, most: 2 },
  run: async (around, { words: [place = '', to = '.'], flags }) => {
    const { client } = await around.client()
    const { signal } = around
    const { asset } = await findAsset(client, place)
    const [name = ''] = localNames([asset.name])
    const path = (await isFolder(to)) ? join(to, name) : to
    const wanted = await gather(client, asset, path)
    const files = wanted.filter(({ asset: { type } }) => type === 'file')
    const total = sumOf(files.map(({ asset: { filesize } }) => filesize))
    const line = around.isForPeople
      ? createProgressLine(`Downloading ${sizeText(total)}`, process.stderr)
      : null
    for (const one of wanted)
      await mkdir(one.asset.type === 'file' ? dirname(one.path) : one.path, { recursive: true })

    const received = new Map<string, number>()
    const done: { asset: Asset; path: string; how: Fetched }[] = []
    const failures: { path: string; error: unknown }[] = []
    await atOnce(FILES_AT_ONCE, files, async (file) => {
      if (signal.aborted) return
      const onProgress = (bytes: number) => {
        received.set(file.path, bytes)
        line?.show(total === 0 ? 1 : sumOf(received.values()) / total)
      }
      try {
        const isForced = flags['force'] === true
        done.push({
          ...file,
          how: await fetchFile(file.asset, file.path, { client, signal, isForced, onProgress }),
        })
      } catch (error) {
        failures.push({ path: file.path, error })
      }
    })
    if (failures.length === 0 && !signal.aborted) line?.done()
    else line?.leave()
    signal.throwIfAborted()
    const [only] = failures
    if (only?.error instanceof NotAllowedError && files.length === 1)
      throw new NotAllowedError(`"${place}": ${only.error.message}.`)
    return {
      json: done.map(({ asset: file, path: at, how }) => ({ file: at, how, ...assetFacts(file) })),
      lines: travelLines(
        done.map(({ path: at, how }) => ({ isThere: how === 'there', line: `${HOW[how]} ${at}` })),
      ),
      complaints: failures.map(
        ({ path: at, error }) => `${at}: ${error instanceof Error ? error.message : String(error)}`,
      ),
    }
  },
}

const HOW = { downloaded: 'Downloaded', resumed: 'Went on with', there: 'Was there:' } as const

interface Wanted {
  asset: Asset
  path: string
}

async function gather(client: Client, asset: Asset, path: string): Promise<Wanted[]> {
  if (asset.type === 'version_stack')
    return asset.cover_asset === undefined ? [] : [{ asset: asset.cover_asset, path }]
  if (asset.type === 'file') return [{ asset, path }]
  const children = await childrenOf(client, asset.id)
  const names = localNames(children.map(({ name }) => name))
  const below = []
  for (const [index, child] of children.entries())
    below.push(...(await gather(client, child, join(path, names[index] ?? ''))))
  return [{ asset, path }, ...below]
}

async function isFolder(path: string): Promise<boolean> {
  try {
    return (await stat(path)).isDirectory()
  } catch (error) {
    // Not there yet; anything else is for the person to hear of.
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return false
    throw error
  }
}
