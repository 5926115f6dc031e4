// Tokens and their scopes (v2-platform.md 3 and 3.1).
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'
import { makeToken } from './second-account.ts'

const servers = serversByTurns(import.meta.filename)

/** What each call needs; names in braces are filled in below. */
const needs: [method: string, path: string, scope: string, body?: Record<string, unknown>][] = [
  ['GET', '/v2/accounts', 'account.read'],
  ['GET', '/v2/accounts/{account}', 'account.read'],
  ['GET', '/v2/accounts/{account}/teams', 'team.read'],
  ['GET', '/v2/teams', 'team.read'],
  ['GET', '/v2/teams/{team}', 'team.read'],
  ['GET', '/v2/teams/{team}/projects', 'project.read'],
  ['POST', '/v2/teams/{team}/projects', 'project.create', { name: 'by scope' }],
  ['GET', '/v2/projects/{project}', 'project.read'],
  ['PUT', '/v2/projects/{project}', 'project.update', { name: 'scoped' }],
  ['GET', '/v2/projects/{project}/trash', 'project.read'],
  ['GET', '/v2/assets/{asset}', 'asset.read'],
  ['GET', '/v2/assets/{root}/children', 'asset.read'],
  ['POST', '/v2/assets/{root}/children', 'asset.create', { type: 'folder', name: 'by scope' }],
  ['PUT', '/v2/assets/{asset}', 'asset.update', { name: 'scoped' }],
  ['POST', '/v2/assets/{asset}/label', 'asset.update', { label: 'approved' }],
  ['PUT', '/v2/assets/{asset}/restore', 'asset.update', {}],
  ['DELETE', '/v2/batch/assets', 'asset.delete', { asset_ids: ['{asset}'] }],
  ['DELETE', '/v2/assets/{asset}', 'asset.delete'],
  ['DELETE', '/v2/projects/{project}', 'project.delete'],
]

const families = 'account asset auditlog comment presentation project reviewlink team webhook action'.split(
  ' ',
)
const everyScope = families.flatMap((family) =>
  ['create', 'read', 'update', 'delete'].map((verb) => `${family}.${verb}`),
)

describe.each(servers)('tokens on the $name database', (server) => {
  let client: ReferenceClient
  let me: { id: string; account_id: string }
  let project: Project
  let asset: Asset

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    me = await client.ok('GET', '/v2/me')
    project = await makeProject(client, 'auth-scopes')
    asset = await client.createFile(project.root_asset_id, 'kept', 1)
  })

  const filled = (text: string, ids: { project: Project; asset: Asset }) =>
    text
      .replace('{account}', me.account_id)
      .replace('{team}', ids.project.team_id)
      .replace('{project}', ids.project.id)
      .replace('{root}', ids.project.root_asset_id)
      .replace('{asset}', ids.asset.id)

  it.each(needs)(
    'refuse %s %s without %s: 403 that names it, and do nothing',
    async (method, path, scope, body) => {
      const token = await makeToken(
        server,
        me.id,
        everyScope.filter((other) => other !== scope),
      )
      const narrow = createReferenceClient(server.url, token)
      const options =
        body === undefined
          ? {}
          : { body: JSON.parse(filled(JSON.stringify(body), { project, asset })) as unknown }
      const answer = await narrow.call<V2Error>(method, filled(path, { project, asset }), options)
      expect(answer.status).toBe(403)
      expect(answer.body).toMatchObject({
        code: 403,
        message: 'Forbidden',
        errors: [{ code: 403, status: 403 }],
      })
      expect(answer.body.errors[0]?.detail).toContain(scope)
      expect(await client.asset(asset.id)).toMatchObject({ name: 'kept', label: 'none', deleted_at: null })
      expect((await client.project(project.id)).name).toBe('auth-scopes')
    },
  )

  it.each(needs)('let %s %s pass with %s alone', async (method, path, scope, body) => {
    const own = await makeProject(client, 'auth-scopes-pass')
    const file = await client.createFile(own.root_asset_id, 'file', 1)
    const only = createReferenceClient(server.url, await makeToken(server, me.id, [scope]))
    const ids = { project: own, asset: file }
    const options =
      body === undefined ? {} : { body: JSON.parse(filled(JSON.stringify(body), ids)) as unknown }
    expect((await only.call(method, filled(path, ids), options)).status).toBe(200)
  })

  it.each<[string, Record<string, string>]>([
    ['no header', {}],
    ['an empty one', { authorization: '' }],
    ['a scheme without a token', { authorization: 'Bearer' }],
    ['another scheme', { authorization: 'Basic b3duZXI6cGFzcw==' }],
    ['the token without a scheme', { authorization: 'fio-u-acceptance-owner' }],
    ['a token nobody has', { authorization: 'Bearer fio-u-nobody' }],
    ['two tokens', { authorization: 'Bearer fio-u-acceptance-owner fio-u-nobody' }],
    ['a token that never ends', { authorization: `Bearer ${'x'.repeat(8000)}` }],
    ['a cookie that is a developer token', { cookie: 'rushes_session=fio-u-acceptance-owner' }],
  ])('answer %s with 401 in the envelope', async (_what, headers) => {
    const answer = await createReferenceClient(server.url, null).call<V2Error>('GET', '/v2/teams', {
      headers,
    })
    expect(answer.status).toBe(401)
    expect(answer.body).toMatchObject({
      code: 401,
      message: 'Unauthorized',
      errors: [{ code: 401, status: 401, title: 'Unauthorized' }],
    })
    expect(answer.headers.get('x-ratelimit-limit')).toMatch(/^\d+$/)
  })

  it('take the scheme in any case, as HTTP has it', async () => {
    const headers = { authorization: `bearer ${server.token}` }
    expect((await createReferenceClient(server.url, null).call('GET', '/v2/me', { headers })).status).toBe(
      200,
    )
  })

  it.each(['expired', 'revoked'] as const)('answer 401 to one that is %s', async (state) => {
    const token = await makeToken(server, me.id, everyScope, state)
    expect((await createReferenceClient(server.url, token).call('GET', '/v2/me')).status).toBe(401)
  })
})
