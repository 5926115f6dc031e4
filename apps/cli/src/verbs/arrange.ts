// ./rushes cp, mv, rm, restore and version: what changes the tree.
import type { Client } from '@rushes/client/client'
import { allItems } from '@rushes/client/pages'
import type { Asset } from '@rushes/contract/assets'
import { findAsset, findFolder, findProjectOf, segmentsOf } from '../find-place.ts'
import type { FoundAsset } from '../find-place.ts'
import { assetFacts, safeText } from '../show.ts'
import { CommandError, NothingThereError, UsageError } from '../verb.ts'
import type { Answer, Verb } from '../verb.ts'

const ANY = Number.MAX_SAFE_INTEGER

export const copyVerb: Verb = {
  usage: `cp <place>... <folder> [--comments] [--json]

  Copies files, folders and version stacks into a folder; with --comments, what was said of them too.`,
  options: { comments: { type: 'boolean', default: false } },
  words: { least: 2, most: ANY },
  run: async (around, { words, flags }) => {
    const { client } = await around.client()
    const { sources, target } = await sourcesAndFolder(client, words)
    const { success, error } = await client.copyAssets(
      target.asset.id,
      sources.map(({ asset }) => asset.id),
      flags['comments'] === true ? 'all' : 'none',
    )
    const complaints = sources.flatMap(({ asset, path }) => {
      const why = error[asset.id]
      return why === undefined ? [] : [`"${path}" was not copied: ${why.detail}`]
    })
    const copies = Object.values(success)
    return {
      json: copies.map((copy) => assetFacts(copy)),
      lines: copies.map(({ name }) => `Copied "${safeText(name)}" into ${target.path}/`),
      complaints,
    }
  },
}

export const moveVerb: Verb = {
  usage: `mv <place>... <folder> [--json]
       ./rushes mv <place> <new place> [--json]

  Moves into a folder, or gives a new name where nothing of that name is there yet.`,
  words: { least: 2, most: ANY },
  run: async (around, { words }) => {
    const { client } = await around.client()
    const [first = '', last = ''] = words
    const isNewName = words.length === 2 && (await isMissing(client, last))
    if (isNewName) return done('Moved', [await rename(client, first, last)], last)
    const { sources, target } = await sourcesAndFolder(client, words)
    const moved: Asset[] = []
    for (const { asset } of sources) moved.push(await client.moveAsset(target.asset.id, asset.id))
    return done('Moved', moved, `${target.path}/`)
  },
}

async function isMissing(client: Client, path: string): Promise<boolean> {
  try {
    await findAsset(client, path)
    return false
  } catch (error) {
    if (error instanceof NothingThereError) return true
    throw error
  }
}

async function rename(client: Client, from: string, to: string): Promise<Asset> {
  const source = await findMovable(client, from)
  const segments = segmentsOf(to)
  const name = segments.pop() ?? ''
  if (segments.length === 0) throw new NothingThereError(`There is no project "${name}" that you can see.`)
  const folder = await findFolder(client, segments.join('/'))
  if (folder.asset.id !== source.asset.parent_id) await client.moveAsset(folder.asset.id, source.asset.id)
  return client.updateAsset(source.asset.id, { name })
}

export const removeVerb: Verb = {
  usage: `rm <place>... [--json]

  Moves files, folders and version stacks into the trash, from where they can be restored for 30 days.`,
  words: { least: 1, most: ANY },
  run: async (around, { words }) => {
    const { client } = await around.client()
    const found: FoundAsset[] = []
    // All of them are there, or nothing is done.
    for (const place of words) found.push(await findMovable(client, place))
    const removed: Asset[] = []
    for (const { asset } of found)
      removed.push(
        asset.type === 'version_stack'
          ? await client.deleteStack(asset.id)
          : await client.deleteAsset(asset.id),
      )
    return done('Moved', removed, 'the trash')
  },
}

export const restoreVerb: Verb = {
  usage: `restore <project>/<name>... | <id>... [--json]

  Takes out of the trash what "./rushes ls --trash <project>" lists, by its name or its id.`,
  words: { least: 1, most: ANY },
  run: async (around, { words }) => {
    const { client } = await around.client()
    const restored: Asset[] = []
    for (const place of words) restored.push(await client.restoreAsset(await idInTrash(client, place)))
    return {
      json: restored.map((asset) => assetFacts(asset)),
      lines: restored.map(({ name }) => `Restored "${safeText(name)}"`),
    }
  },
}

async function idInTrash(client: Client, place: string): Promise<string> {
  const segments = segmentsOf(place)
  if (segments.length === 1) return segments[0] ?? ''
  const name = segments.pop()
  const project = await findProjectOf(client, segments.join('/'))
  const trash = await allItems((list) => client.trash(project.id, list))
  const named = trash.filter((asset) => asset.name === name)
  const [one] = named
  if (one === undefined)
    throw new NothingThereError(`There is no "${name ?? ''}" in the trash of "${project.name}".`)
  if (named.length > 1)
    throw new CommandError(
      `There are ${String(named.length)} things called "${one.name}" in the trash. Say which by its id:\n${named
        .map(({ id, deleted_at }) => `  ${id}  deleted ${String(deleted_at).slice(0, 16).replace('T', ' ')}`)
        .join('\n')}`,
    )
  return one.id
}

export const versionVerb: Verb = {
  usage: `version <file or stack> <newer file> [--json]
       ./rushes version --out <stack>/<file> [--json]

  Puts a file on top of another one as its newest version; --out takes one version out of its stack again.`,
  options: { out: { type: 'boolean', default: false } },
  words: { least: 1, most: 2 },
  run: async (around, { words: [base = '', next], flags }) => {
    const { client } = await around.client()
    const below = await findAsset(client, base)
    if (flags['out'] === true) {
      if (next !== undefined) throw new UsageError('With --out only one file is named.')
      if (below.asset.type !== 'file')
        throw new UsageError('Name the version that is to leave, as <stack>/<file>.')
      await client.unversionAsset(below.asset.id)
      const out = await client.asset(below.asset.id)
      return { json: assetFacts(out), lines: [`Took "${safeText(out.name)}" out of its stack`] }
    }
    if (next === undefined) throw new UsageError('Name the newer file as well.')
    const above = await findAsset(client, next)
    const stack = await client.versionAsset(below.asset.id, above.asset.id)
    return {
      json: assetFacts(stack),
      lines: [`"${safeText(stack.name)}" has ${String(stack.item_count)} versions`],
    }
  },
}

async function sourcesAndFolder(client: Client, words: string[]) {
  const target = await findFolder(client, words.at(-1) ?? '')
  const sources: FoundAsset[] = []
  for (const place of words.slice(0, -1)) sources.push(await findMovable(client, place))
  return { sources, target }
}

async function findMovable(client: Client, place: string): Promise<FoundAsset> {
  const found = await findAsset(client, place)
  if (found.isRoot)
    throw new CommandError(`"${place}" is a whole project, which only the web app moves, copies and deletes.`)
  return found
}

function done(what: string, assets: Asset[], where: string): Answer {
  return {
    json: assets.map((asset) => assetFacts(asset)),
    lines: assets.map(({ name }) => `${what} "${safeText(name)}" to ${where}`),
  }
}
