// Every route of the route map, called by everybody, with and without the scope it needs. What is expected follows from
// the pure rules alone; a route without a row, and a caller without an answer, fail.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { assetRows } from './roles-matrix-assets.ts'
import { commentRows } from './roles-matrix-comments.ts'
import { placeRows } from './roles-matrix-places.ts'
import type { MatrixCall, Row, Scene } from './roles-matrix-rows.ts'
import { makeScene } from './roles-matrix-rows.ts'
import { makeWorld, privateFolder, privateProject } from './roles-world.ts'
import type { Persona, World } from './roles-world.ts'
import type { Answer, Asset, Project, V2Error } from './reference-client.ts'
import { listRoutes } from './route-list.ts'
import type { ListedRoute } from './route-list.ts'

const rows: Record<string, Row> = { ...placeRows, ...assetRows, ...commentRows }
const routes = listRoutes()
const keyOf = ({ method, path }: ListedRoute) => `${method} ${path}`

function rowOf(route: ListedRoute): Row {
  const row = rows[keyOf(route)]
  if (row !== undefined) return row
  throw new Error(
    `Nobody said who may call ${keyOf(route)}. Add a row for it to tests/acceptance/roles-matrix-assets.ts (below an ` +
      `asset) or roles-matrix-places.ts (all else), such as '${keyOf(route)}': onAsset('organise', asset('/…', { body })), ` +
      'with the ability its use-case requires and a call that the server takes. The makers of rows (onAsset, inProject, ' +
      'inTeam, inAccount, onOneself) are in roles-matrix-rows.ts.',
  )
}

it('says of every route who may call it', () => {
  for (const route of routes) expect(() => rowOf(route)).not.toThrow()
})

it('speaks of no route that is gone', () => {
  const known = new Set(routes.map(keyOf))
  expect(Object.keys(rows).filter((key) => !known.has(key))).toEqual([])
})

// Rights are the same statements on every PostgreSQL: the matrix, which is long, is walked on one.
describe.each(inject('servers').slice(0, 1))('roles on the $name database', (server) => {
  let world: World

  beforeAll(async () => {
    world = await makeWorld(server)
  })

  // First, while the world is small.
  it('lists show exactly what single calls show', async () => {
    for (const place of [privateProject, privateFolder]) await makeScene(world, place)
    for (const persona of world.personas.filter(({ person }) => person !== null)) {
      const { client } = persona
      const list = (path: string) => client.ok<{ id: string }[]>('GET', `${path}page_size=1000`)
      for (const { id } of await list('/v2/accounts?'))
        expect((await client.call('GET', `/v2/accounts/${id}`)).status).toBe(200)
      const listed = new Set([
        ...(await list('/v2/teams?')).map(({ id }) => id),
        ...(persona.account.accountRole === null
          ? []
          : await list(`/v2/accounts/${world.accountId}/teams?`)
        ).map(({ id }) => id),
      ])
      const teams = await world.owner.client.ok<{ id: string }[]>('GET', '/v2/teams?page_size=1000')
      for (const { id } of teams)
        expect((await client.call('GET', `/v2/teams/${id}`)).status).toBe(listed.has(id) ? 200 : 404)

      const seen = new Set((await list('/v2/projects/shared?')).map(({ id }) => id))
      if (listed.has(world.teamId))
        for (const { id } of await list(`/v2/teams/${world.teamId}/projects?`)) seen.add(id)
      const projects = await world.owner.client.ok<Project[]>(
        'GET',
        `/v2/teams/${world.teamId}/projects?page_size=1000`,
      )
      for (const project of projects) {
        expect((await client.call('GET', `/v2/projects/${project.id}`)).status).toBe(
          seen.has(project.id) ? 200 : 404,
        )
        if (!seen.has(project.id)) continue
        const all = await world.owner.client.children(project.root_asset_id, '?page_size=1000')
        const shown = new Set(
          (await client.children(project.root_asset_id, '?page_size=1000')).map(({ id }) => id),
        )
        for (const { id } of all)
          expect((await client.call<Asset>('GET', `/v2/assets/${id}`)).status).toBe(shown.has(id) ? 200 : 404)
      }
    }
  })

  it.each(routes)('$method $path', async (route) => {
    const row = rowOf(route)
    const actual: Record<string, unknown> = {}
    const expected: Record<string, unknown> = {}
    for (const scene of row.scenes) {
      const first = await scene.prepare(world)
      await Promise.all(
        world.personas.map(async (persona) => {
          const cell = `${scene.name}: ${persona.name}`
          if (route.scope !== null) {
            expected[`${cell}, no scope`] = persona.person === null ? '401' : `403 ${route.scope}`
            actual[`${cell}, no scope`] = await refusalOf(route, persona, first)
          }
          if (row.isSessionOnly === true) {
            expected[`${cell}, by token`] = persona.person === null ? 401 : 403
            actual[`${cell}, by token`] = (await send(persona.client, route, first)).status
          }
        }),
      )
      // In turn, and what an allowed call may have used up is made anew for the next one. Reading uses nothing up.
      let call: MatrixCall | null = first
      for (const persona of world.personas) {
        const cell = `${scene.name}: ${persona.name}`
        const caller = row.isSessionOnly === true ? persona.browser : persona.client
        call ??= await scene.prepare(world)
        expected[cell] = wanted(row, scene, persona)
        actual[cell] = statusOf(row, await send(caller, route, call))
        if (route.method !== 'GET' && scene.verdict(persona) === 'allowed') call = null
      }
    }
    expect(actual).toEqual(expected)
  })
})

interface Caller {
  call: <T>(method: string, path: string, options?: { body?: unknown; form?: never }) => Promise<Answer<T>>
}

/** A body travels on a DELETE too; fetch sends none with GET. */
function send(caller: Caller, { method }: ListedRoute, { path, body }: MatrixCall) {
  return caller.call<V2Error & { error?: Record<string, { status: number }> }>(
    method,
    path,
    body === undefined ? {} : { body },
  )
}

function wanted(row: Row, scene: Scene, persona: Persona): number {
  if (persona.person === null) return 401
  const verdict = scene.verdict(persona)
  return verdict === 'allowed' ? (row.answers ?? 200) : verdict
}

function statusOf(
  row: Row,
  { status, body }: Answer<{ error?: Record<string, { status: number }> }>,
): number {
  if (row.isBatch !== true || status !== 200) return status
  return Object.values(body.error ?? {})[0]?.status ?? 200
}

/** The status, and the scope where the answer names it. */
async function refusalOf(route: ListedRoute, persona: Persona, call: MatrixCall): Promise<string> {
  const { status, body } = await send(persona.unscoped, route, call)
  const isNamed = route.scope !== null && body.errors[0]?.detail.includes(route.scope) === true
  return isNamed ? `${String(status)} ${route.scope ?? ''}` : String(status)
}
