// ./rushes ls and tree
import type { Client } from '@rushes/client/client'
import { allItems } from '@rushes/client/pages'
import type { Asset } from '@rushes/contract/assets'
import { childrenOf, findAsset, findProjectOf, listProjects } from '../find-place.ts'
import { assetFacts, assetLine, markedName, safeText, sizeText } from '../show.ts'
import { numberFlag, UsageError } from '../verb.ts'
import type { Answer, Verb } from '../verb.ts'

export const listVerb: Verb = {
  usage: `ls [<place>] [--trash] [--json]

  What lies in a project or a folder, or the versions of a stack; without a place, all projects. With --trash, what of a
  project was deleted and can be restored.

  A place is "Project/Folder/file.mov", "Team/Project/…" where two projects have one name, or an id.`,
  options: { trash: { type: 'boolean', default: false } },
  words: { least: 0, most: 1 },
  run: async (around, { words: [place], flags }) => {
    const { client } = await around.client()
    if (flags['trash'] === true) {
      if (place === undefined) throw new UsageError('Name the project whose trash is meant.')
      const project = await findProjectOf(client, place)
      return listed(await allItems((list) => client.trash(project.id, list)))
    }
    if (place === undefined) return projects(client)
    const { asset } = await findAsset(client, place)
    return listed(asset.type === 'file' ? [asset] : await childrenOf(client, asset.id))
  },
}

function listed(assets: Asset[]): Answer {
  return { json: assets.map((asset) => assetFacts(asset)), lines: assets.map(assetLine) }
}

async function projects(client: Client): Promise<Answer> {
  const all = await listProjects(client)
  return {
    json: all.map(({ project, team }) => ({
      id: project.id,
      name: project.name,
      team_id: project.team_id,
      team: team?.name ?? null,
      root_asset_id: project.root_asset_id,
      file_count: project.file_count,
      filesize: project.storage,
    })),
    lines: all.map(
      ({ project, team }) =>
        `${sizeText(project.storage).padStart(10)}  ${team === null ? '' : `${safeText(team.name)}/`}${safeText(project.name)}/`,
    ),
  }
}

export const treeVerb: Verb = {
  usage: `tree <place> [--depth <number>] [--json]

  Everything below a project or a folder, as deep as it goes or as --depth says.`,
  options: { depth: { type: 'string' } },
  words: { least: 1, most: 1 },
  run: async (around, { words: [place = ''], flags }) => {
    const { client } = await around.client()
    const depth = numberFlag(flags, 'depth') ?? Infinity
    const { asset, path } = await findAsset(client, place)
    const branches = await branchesOf(client, asset, depth)
    return {
      json: { ...assetFacts(asset, path), children: branches.map(treeFacts) },
      lines: [`${path}/`, ...treeLines(branches, '')],
    }
  },
}

interface Branch {
  asset: Asset
  branches: Branch[]
}

async function branchesOf(client: Client, { id, type }: Asset, depth: number): Promise<Branch[]> {
  if (depth <= 0 || type === 'file') return []
  const branches: Branch[] = []
  for (const asset of await childrenOf(client, id))
    branches.push({ asset, branches: await branchesOf(client, asset, depth - 1) })
  return branches
}

function treeFacts({ asset, branches }: Branch): Record<string, unknown> {
  return { ...assetFacts(asset), children: branches.map(treeFacts) }
}

function treeLines(branches: readonly Branch[], indent: string): string[] {
  return branches.flatMap(({ asset, branches: below }, index) => {
    const isLast = index === branches.length - 1
    return [
      `${indent}${isLast ? '└── ' : '├── '}${markedName(asset)}`,
      ...treeLines(below, `${indent}${isLast ? '    ' : '│   '}`),
    ]
  })
}
