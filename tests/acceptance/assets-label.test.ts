import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

describe.each(servers)('labels and bulk deletes on the $name database', (server) => {
  let client: ReferenceClient
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'assets-label')).root_asset_id
  })

  it('sets the label and answers with the asset', async () => {
    const asset = await client.createFile(root, 'a.mov', 0)
    const labelled = await client.call<Asset>('POST', `/v2/assets/${asset.id}/label`, {
      body: { label: 'approved' },
    })
    expect(labelled.status).toBe(200)
    expect(labelled.body).toMatchObject({ id: asset.id, label: 'approved' })
    expect((await client.asset(asset.id)).label).toBe('approved')
  })

  it('refuses a label that does not exist with 422 and names the field', async () => {
    const asset = await client.createFile(root, 'b.mov', 0)
    const refused = await client.call<{ errors: unknown[] }>('POST', `/v2/assets/${asset.id}/label`, {
      body: { body: { label: 'maybe' } },
    })
    expect(refused.status).toBe(422)
    expect(refused.body.errors).toEqual([
      { code: 'invalid', status: 422, title: 'is invalid', detail: 'label is invalid', field: 'label' },
    ])
  })

  it('deletes many at once and names what it could not delete', async () => {
    const first = await client.createFile(root, 'c.mov', 0)
    const second = await client.createFolder(root, 'd')
    const unknown = '00000000-0000-4000-8000-000000000000'
    const answer = await client.call<{ error: Record<string, { status: number }> }>(
      'DELETE',
      '/v2/batch/assets',
      {
        body: { asset_ids: [first.id, second.id, unknown, 'no-uuid'] },
      },
    )
    expect(answer.status).toBe(200)
    expect(Object.keys(answer.body.error).toSorted()).toEqual([unknown, 'no-uuid'])
    expect(answer.body.error[unknown]?.status).toBe(404)
    for (const { id } of [first, second])
      expect((await client.call('GET', `/v2/assets/${id}`)).status).toBe(404)
    const again = await client.call<{ error: Record<string, unknown> }>('DELETE', '/v2/batch/assets', {
      body: { asset_ids: [first.id] },
    })
    expect(Object.keys(again.body.error)).toEqual([first.id])
  })

  it('takes lists of any permitted length from a form, whole, and refuses longer ones', async () => {
    const form = (length: number) => ({
      method: 'DELETE',
      headers: {
        authorization: `Bearer ${server.token}`,
        'content-type': 'application/x-www-form-urlencoded',
      },
      body: Array.from({ length }, (_, at) => `asset_ids[]=none-${String(at)}`).join('&'),
    })
    const answer = await fetch(`${server.url}/v2/batch/assets`, form(1000))
    expect(answer.status).toBe(200)
    const { error } = (await answer.json()) as { error: Record<string, unknown> }
    expect(Object.keys(error)).toHaveLength(1000)
    expect((await fetch(`${server.url}/v2/batch/assets`, form(1001))).status).toBe(422)
  })

  it.each([{}, { asset_ids: [] }, { asset_ids: 'x' }, { asset_ids: [7] }])(
    'refuses %j with 422',
    async (body) => {
      expect((await client.call('DELETE', '/v2/batch/assets', { body })).status).toBe(422)
    },
  )
})
