// What a person means by "Project/Folder/file.mov", "Team/Project/…" or an id.
import type { Client } from '@rushes/client/client'
import { allItems, everyItem } from '@rushes/client/pages'
import { ApiError } from '@rushes/client/request'
import type { Asset } from '@rushes/contract/assets'
import type { Project } from '@rushes/contract/projects'
import type { Team } from '@rushes/contract/teams'
import { CommandError, NothingThereError } from './verb.ts'

/** Few calls for long folders. */
const CHILDREN_A_PAGE = 1000
const ID = /^[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i

/** A project as paths begin with it. */
export interface NamedProject {
  project: Project
  /** Null for who is in the project but not in its team. */
  team: Team | null
}

export interface FoundAsset {
  asset: Asset
  /** As a person would type it. */
  path: string
  /** It is the content of a whole project. */
  isRoot: boolean
}

/** Every project the caller sees, those of their teams first. */
export async function listProjects(client: Client): Promise<NamedProject[]> {
  const found: NamedProject[] = []
  for await (const team of everyItem((list) => client.teams(list)))
    for await (const project of everyItem((list) => client.projects(team.id, list)))
      found.push({ project, team })
  const known = new Set(found.map(({ project }) => project.id))
  for await (const project of everyItem((list) => client.sharedProjects(list)))
    if (!known.has(project.id)) found.push({ project, team: null })
  return found
}

/** Throws {@link NothingThereError}, and {@link CommandError} when more than one is meant. */
export async function findAsset(client: Client, path: string): Promise<FoundAsset> {
  const [first = '', ...rest] = segmentsOf(path)
  if (first === '') throw new CommandError('Name a project, such as "Project" or "Project/Folder".')
  const start = ID.test(first)
    ? { found: await findById(client, first), rest }
    : await findProject(client, first, rest)
  let found = start.found
  for (const name of start.rest) found = await findChild(client, found, name)
  return found
}

/** A folder whose children can be listed, or the sentence that it is none. */
export async function findFolder(client: Client, path: string): Promise<FoundAsset> {
  const found = await findAsset(client, path)
  if (found.asset.type !== 'folder')
    throw new CommandError(`"${path}" is a ${nameOfType(found.asset)}, not a folder.`)
  return found
}

/** The children of a folder, or the versions of a stack, in their order. */
export async function childrenOf(client: Client, id: string): Promise<Asset[]> {
  return allItems((list) => client.children(id, list), CHILDREN_A_PAGE)
}

/** A project by its name, or by the name of its team and its own. */
export async function findProjectOf(client: Client, path: string): Promise<Project> {
  const [first = '', ...rest] = segmentsOf(path)
  const found = ID.test(first)
    ? await findById(client, first)
    : (await findProject(client, first, rest)).found
  return client.project(found.asset.project_id)
}

export function segmentsOf(path: string): string[] {
  return path.split('/').filter((segment) => segment !== '')
}

/** For sentences. */
export function nameOfType({ type }: Asset): string {
  return type === 'version_stack' ? 'version stack' : type
}

interface Start {
  found: FoundAsset
  /** What is still to be walked. */
  rest: string[]
}

async function findProject(client: Client, first: string, rest: string[]): Promise<Start> {
  const projects = await listProjects(client)
  const named = projects.filter(({ project }) => project.name === first)
  const [one] = named
  if (one !== undefined && named.length === 1) return { found: await rootOf(client, one), rest }
  if (named.length > 1)
    throw new CommandError(
      `There are ${String(named.length)} projects "${first}". Say which:\n${named.map(describeProject).join('\n')}`,
    )
  const [second, ...further] = rest
  const inTeam = projects.filter(({ project, team }) => team?.name === first && project.name === second)
  const [only] = inTeam
  if (only !== undefined && inTeam.length === 1) return { found: await rootOf(client, only), rest: further }
  if (inTeam.length > 1)
    throw new CommandError(
      `There are ${String(inTeam.length)} projects "${first}/${String(second)}". Say which by its id:\n${inTeam
        .map(({ project }) => `  ${project.id}`)
        .join('\n')}`,
    )
  throw new NothingThereError(
    projects.some(({ team }) => team?.name === first)
      ? `The team "${first}" has no project "${second ?? ''}" that you can see.`
      : `There is no project "${first}" that you can see. "./rushes ls" lists them.`,
  )
}

function describeProject({ project, team }: NamedProject): string {
  return `  ${team === null ? project.id : `${team.name}/${project.name}`}`
}

async function rootOf(client: Client, { project }: NamedProject): Promise<FoundAsset> {
  return { asset: await client.asset(project.root_asset_id), path: project.name, isRoot: true }
}

/** The id of an asset or of a project. */
async function findById(client: Client, id: string): Promise<FoundAsset> {
  const asset = await orNothing(client.asset(id))
  if (asset !== null) return { asset, path: id, isRoot: asset.parent_id === null }
  const project = await orNothing(client.project(id))
  if (project === null) throw new NothingThereError(`There is nothing with the id ${id} that you can see.`)
  return rootOf(client, { project, team: null })
}

async function findChild(client: Client, { asset, path }: FoundAsset, name: string): Promise<FoundAsset> {
  if (asset.type === 'file') throw new NothingThereError(`"${path}" is a file: nothing lies in it.`)
  const named = (await childrenOf(client, asset.id)).filter((child) => child.name === name)
  const [child] = named
  if (child === undefined) throw new NothingThereError(`There is no "${name}" in "${path}".`)
  if (named.length > 1)
    throw new CommandError(
      `There are ${String(named.length)} things called "${name}" in "${path}". Say which by its id:\n${named
        .map(
          ({ id, type, updated_at }) =>
            `  ${id}  ${type}, changed ${updated_at.slice(0, 16).replace('T', ' ')}`,
        )
        .join('\n')}`,
    )
  return { asset: child, path: `${path}/${name}`, isRoot: false }
}

async function orNothing<T>(answer: Promise<T>): Promise<T | null> {
  return answer.catch((error: unknown) => {
    if (error instanceof ApiError && error.status === 404) return null
    throw error
  })
}
