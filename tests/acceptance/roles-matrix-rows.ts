// One row for every route: who may call it, by the pure rules, and a call of it that the server takes. A route without a
// row fails the matrix test.
import { randomUUID } from 'node:crypto'
import { may, mayInAccount, mayInTeam } from '../../apps/server/src/access/abilities.ts'
import type {
  Ability,
  AccountAbility,
  Standing,
  TeamAbility,
} from '../../apps/server/src/access/abilities.ts'
import type { Asset, Project } from './reference-client.ts'
import { openProject, privateFolder, privateProject, standingIn } from './roles-world.ts'
import type { Persona, ProjectPlace, World } from './roles-world.ts'

/** 404: may not know of it. 403: may not do this. */
export type Verdict = 'allowed' | 403 | 404

export interface MatrixCall {
  path: string
  body?: Record<string, unknown>
}

/** One place at which a route is called by everybody. */
export interface Scene {
  name: string
  verdict: (persona: Persona) => Verdict
  /** Makes what the call needs, anew where the call uses it up. */
  prepare: (world: World) => Promise<MatrixCall>
}

export interface Row {
  scenes: Scene[]
  /** What a call answers that is allowed; 200 by default. */
  answers?: number
  /** Only a signed-in person may, whatever a token's scopes. */
  isSessionOnly?: boolean
  /** Answers 200 to all who may know of the ids, and says in `error` what it could not do. */
  isBatch?: boolean
}

type Make<Input> = (input: Input, world: World) => MatrixCall | Promise<MatrixCall>

/** What a scene in a project is given: a project and an asset of that place. */
export interface ProjectScene {
  project: Project
  /** A file below the place's folder; its upload has not arrived. */
  file: Asset
  folderId: string
}

const verdictOf = (maySee: boolean, mayDo: boolean): Verdict => (maySee ? (mayDo ? 'allowed' : 403) : 404)

const prepared = new WeakMap<World, Map<string, Promise<ProjectScene>>>()

/** A project of that place with a folder and a file, which nobody else uses. */
export async function makeScene(world: World, place: ProjectPlace): Promise<ProjectScene> {
  const { client } = world.owner
  const project = await world.makeProject(place)
  const folder = await client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/children`, {
    body: { type: 'folder', name: 'folder', private: place.isInPrivate },
  })
  return { project, file: await client.createFile(folder.id, 'file.mov', 1), folderId: folder.id }
}

/** The same scene for all calls that use nothing up. */
function sharedScene(world: World, place: ProjectPlace): Promise<ProjectScene> {
  const scenes = prepared.get(world) ?? new Map<string, Promise<ProjectScene>>()
  prepared.set(world, scenes)
  const scene = scenes.get(place.name) ?? makeScene(world, place)
  scenes.set(place.name, scene)
  return scene
}

/** In a project: the open one, to which the collaborator was invited, and a private one. */
export function inProject(
  ability: Ability,
  make: Make<ProjectScene>,
  more: Partial<Row> & { isFresh?: boolean } = {},
): Row {
  return {
    ...more,
    scenes: [openProject, privateProject].map((place) => projectScene(place, ability, make, more.isFresh)),
  }
}

/** An ability, or a rule of its own for what hangs on who made the thing: the owner did. */
type Rule = Ability | ((standing: Standing, persona: Persona) => boolean)

/** On an asset: besides the two, one that lies in something private. */
export function onAsset(
  ability: Rule,
  make: Make<ProjectScene>,
  more: Partial<Row> & { isFresh?: boolean } = {},
): Row {
  return {
    ...more,
    scenes: [openProject, privateProject, privateFolder].map((place) =>
      projectScene(place, ability, make, more.isFresh),
    ),
  }
}

function projectScene(place: ProjectPlace, ability: Rule, make: Make<ProjectScene>, isFresh = false): Scene {
  return {
    name: place.name,
    verdict: (persona) => {
      const standing = standingIn(place, persona)
      const maySee = may('see', standing) && (!place.isInPrivate || may('see private', standing))
      return verdictOf(
        maySee,
        typeof ability === 'string' ? may(ability, standing) : ability(standing, persona),
      )
    },
    prepare: async (world) =>
      make(await (isFresh ? makeScene(world, place) : sharedScene(world, place)), world),
  }
}

/** In a team: one that some are members of, and a public one that nobody but its maker is in. */
export function inTeam(
  ability: TeamAbility | ((persona: Persona, isPublic: boolean) => boolean),
  make: Make<string>,
  more: Partial<Row> = {},
): Row {
  const scenes = [false, true].map((isPublic): Scene => {
    const factsOf = (persona: Persona) => ({
      accountRole: persona.account.accountRole,
      teamRole: isPublic && persona.account.accountRole !== 'owner' ? null : persona.teamRole,
      isPublic,
    })
    return {
      name: isPublic ? 'public team' : 'team',
      verdict: (persona) =>
        verdictOf(
          mayInTeam('see', factsOf(persona)),
          typeof ability === 'string' ? mayInTeam(ability, factsOf(persona)) : ability(persona, isPublic),
        ),
      prepare: async (world) => make(isPublic ? world.publicTeamId : world.teamId, world),
    }
  })
  return { ...more, scenes }
}

export function inAccount(ability: AccountAbility, make: Make<string>, more: Partial<Row> = {}): Row {
  const scene: Scene = {
    name: 'account',
    verdict: ({ account }) => verdictOf(mayInAccount('see', account), mayInAccount(ability, account)),
    prepare: async (world) => make(world.accountId, world),
  }
  return { ...more, scenes: [scene] }
}

/** About the caller alone: anybody may. */
export function onOneself(make: Make<null>, more: Partial<Row> = {}): Row {
  const scene: Scene = {
    name: 'oneself',
    verdict: () => 'allowed',
    prepare: async (world) => make(null, world),
  }
  return { ...more, scenes: [scene] }
}

/** An address that nobody has. */
export function freshAddress(): string {
  return `${randomUUID()}@example.org`
}
