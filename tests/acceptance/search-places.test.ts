// Search goes by what lies above a hit wherever a row does not say it all: while a move is carried down, and with more
// below deleted folders than is looked at beforehand (docs/decisions/0014).
import { randomUUID } from 'node:crypto'
import { beforeAll, describe, expect, it } from 'vitest'
import { serversByTurns } from './by-turns.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount } from './people-made.ts'
import { makeProject } from './reference-client.ts'
import type { Asset, Project } from './reference-client.ts'

describe.each(serversByTurns(import.meta.filename))(
  'places of what is found on the $name database',
  (server) => {
    let account: MadeAccount
    let project: Project

    beforeAll(async () => {
      account = await makeAccount(server)
      const { client } = account.owner
      await client.ok('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Team' } })
      project = await makeProject(client, 'search-places')
    })

    const search = (q: string, more: object = {}) =>
      account.owner.client.call<Asset[]>('POST', '/v2/search/library', { body: { q, ...more } })

    it('are those of the folders above while a move is carried down', async () => {
      const { client } = account.owner
      const left = await makeProject(client, 'search-left')
      const folder = await client.createFolder(project.root_asset_id, 'Moved')
      const file = await client.createFile(folder.id, 'wanderer', 1)
      await account.query('update assets set project_id = $1 where id = $2', [left.id, file.id])
      const job = `search-places:${randomUUID()}`
      await account.query(
        `select graphile_worker.add_job('asset.carry-move', json_build_object('rootId', $1::text),
           run_at => now() + interval '1 hour', job_key => $2)`,
        [folder.id, job],
      )
      const inLeft = async () =>
        (await search('wanderer', { filter: { project_id: { op: 'eq', value: left.id } } })).body
      expect(await inLeft()).toEqual([])
      await account.query('select graphile_worker.remove_job($1)', [job])
      // What the rows of a settled tree say is believed: the test above looked at what it means to.
      expect(await inLeft()).toHaveLength(1)
    })

    it('hide what lies below any number of deleted folders', async () => {
      const { client } = account.owner
      const hoard = await client.createFolder(project.root_asset_id, 'Hoard')
      await account.query(
        `with folders as (
           insert into assets (id, type, parent_id, account_id, team_id, project_id, creator_id, name, index, inserted_at, updated_at)
           select gen_random_uuid(), 'folder', id, account_id, team_id, project_id, creator_id, 'Box ' || n, n, now(), now()
           from assets, generate_series(1, 5010) n where id = $1 returning *
         )
         insert into assets (id, type, parent_id, account_id, team_id, project_id, creator_id, name, index, inserted_at, updated_at)
         select gen_random_uuid(), 'folder', id, account_id, team_id, project_id, creator_id, 'buried', 0, now(), now() from folders`,
        [hoard.id],
      )
      expect((await search('buried', { page_size: 1 })).headers.get('total')).toBe('5010')
      await client.remove(hoard.id)
      const { body, headers } = await search('buried')
      expect(body).toEqual([])
      expect(headers.get('total')).toBe('0')
    })
  },
)
