// A film that is purged while it is being encoded: the encode ends, and nothing of it is left.
import { readdir } from 'node:fs/promises'
import { join } from 'node:path'
import { expect, inject, it } from 'vitest'
import { queryDatabase } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

it('ends the encode of a film that is purged meanwhile, and leaves nothing of it', async () => {
  const server = inject('servers')[0]
  if (server === undefined) throw new Error('No server was started.')
  const client = createReferenceClient(server.url, server.token)
  const project = await makeProject(client, 'purge-encode')
  const pictures = '-f lavfi -i testsrc2=size=640x360:rate=25 -t 90'
  const film = await makeSample('long.mp4', `${pictures} -c:v libx264 -preset ultrafast -pix_fmt yuv420p`)
  const { id } = await upload(client, project.root_asset_id, 'long.mp4', film)
  const [{ media_id: mediaId } = { media_id: '' }] = await waitUntil(
    'it is being encoded',
    () =>
      queryDatabase<{ media_id: string }>(
        server,
        // What is still written of its pictures meanwhile goes ten minutes later: nobody waits for that here.
        `select media_id from renditions encode where kind = 'h264_360' and state = 'running' and progress > 0
         and media_id = (select media_id from assets where id = $1)
         and not exists (select 1 from renditions still where still.media_id = encode.media_id and still.state <> 'done'
           and (still.kind like 'image%' or still.kind in ('cover', 'thumb', 'thumb_540', 'thumb_orig_ar_540')))`,
        [id],
      ),
    (rows) => rows.length === 1,
  )
  await client.remove(id)
  await client.ok('DELETE', `/api/assets/${id}`)
  const encodes = await waitUntil(
    'the encode has ended',
    () =>
      queryDatabase<{ last_error: string | null }>(
        server,
        `select last_error from graphile_worker._private_jobs j join graphile_worker._private_tasks t on t.id = j.task_id
         where t.identifier = 'media.encode' and j.payload ->> 'mediaId' = $1`,
        [mediaId],
      ),
    (rows) => rows.every(({ last_error: error }) => error !== null),
  )
  // One that failed would stay for another try.
  expect(encodes).toEqual([])
  await waitUntil(
    'its bytes are gone',
    () => filesIn(server.dataFolder, mediaId),
    (names) => names.length === 0,
  )
  expect(await queryDatabase(server, 'select kind from renditions where media_id = $1', [mediaId])).toEqual(
    [],
  )
})

async function filesIn(dataFolder: string, mediaId: string): Promise<string[]> {
  const names = await readdir(join(dataFolder, 'blobs'), { recursive: true })
  return names.filter((name) => name.includes(mediaId) && !name.endsWith(mediaId))
}
