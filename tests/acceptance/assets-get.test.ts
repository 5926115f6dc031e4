import { beforeAll, describe, expect, it } from 'vitest'
import { problemsOfAsset } from './asset-shape.ts'
import { serversByTurns } from './by-turns.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Project, ReferenceClient } from './reference-client.ts'
import { makeSampleClip } from './sample-files.ts'
import { seededBytes } from './seeded.ts'
import { upload, waitForChecksum } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

const servers = serversByTurns(import.meta.filename)

const unknownId = '00000000-0000-4000-8000-000000000000'

describe.each(servers)('getting an asset on the $name database', (server) => {
  let client: ReferenceClient
  let project: Project
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    project = await makeProject(client, 'assets-get')
    root = project.root_asset_id
  })

  /** The same asset alone and as an element of its folder's list. */
  async function bothShapes(id: string, parentId: string): Promise<Record<string, string[]>> {
    const listed = (await client.children(parentId, '?page_size=1000')).find((asset) => asset.id === id)
    return {
      alone: problemsOfAsset(await client.asset(id)),
      listed: listed === undefined ? ['is not listed'] : problemsOfAsset(listed),
    }
  }
  const fine = { alone: [], listed: [] }

  it('has every documented key of a file before its bytes', async () => {
    const file = await client.createFile(root, 'before.mov', 5)
    expect(await bothShapes(file.id, root)).toEqual(fine)
    const got = await client.asset(file.id)
    expect(got).toMatchObject({ status: 'created', upload_completed_at: null, asset_type: null, frames: 0 })
    expect(got).not.toHaveProperty('upload_urls')
    expect(got).not.toHaveProperty('original_upload')
  })

  it('has every documented key of a folder, and of the invisible root folder', async () => {
    const folder = await client.createFolder(root, 'folder')
    expect(await bothShapes(folder.id, root)).toEqual(fine)
    const top = await client.asset(root)
    expect(problemsOfAsset(top)).toEqual([])
    expect(top).toMatchObject({
      type: 'folder',
      parent_id: null,
      parent_asset_id: null,
      project_id: project.id,
    })
  })

  it('has every documented key of a file that is no media, which stays uploaded', async () => {
    const { id } = await upload(client, root, 'noise.bin', seededBytes(60, 1000))
    const done = await waitForChecksum(client, id)
    expect(await bothShapes(id, root)).toEqual(fine)
    expect(done).toMatchObject({ status: 'uploaded', asset_type: null, transcoded_at: null })
  })

  it('has every documented key of a video that has been processed', async () => {
    const { id } = await upload(client, root, 'clip.mp4', await makeSampleClip())
    const done = await waitUntil(
      'the clip is transcoded',
      () => client.asset(id),
      ({ status, checksums }) => status === 'transcoded' && checksums !== null,
    )
    expect(await bothShapes(id, root)).toEqual(fine)
    expect(done).toMatchObject({
      status: 'transcoded',
      asset_type: 'stream',
      fps: 23.976,
      frames: 48,
      timecode: '01:00:00:00',
      transcodes: {
        _type: 'transcodes',
        original_width: 320,
        original_height: 180,
        total_audio_tracks: 1,
        thumbs: 1,
        codec: 'h264',
      },
      required_transcodes: { h264_2160: false, h264_1080_best: false, page_proxy: false, thumb: true },
      metadata_flags: { is_360: false, is_hdr: false, is_original_player_compatible: true },
    })
    expect(done.duration).toBeCloseTo(2.002, 2)
    // Text in the captured payload (v2-assets.md 4.3).
    expect(done['metadata']).toMatchObject({
      _type: 'asset_metadata',
      asset_id: id,
      timecode: '01:00:00:00',
      blob: { frames: '48', has_audio: 'true', is_video: 'true', is_image: 'false', is_audio: 'false' },
    })
    const statuses = done['transcode_statuses'] as Record<string, Record<string, unknown>>
    for (const [name, status] of Object.entries(statuses)) {
      expect(status, name).toMatchObject({ encode_status: 'success', error: null, storage_class: 'STANDARD' })
      expect(Object.keys(status).toSorted(), name).toEqual([
        ...'codec duration encode_status encode_time error filesize fps height language num_channels'.split(
          ' ',
        ),
        ...'num_frames storage_class watermark width'.split(' '),
      ])
    }
  })

  it('has every documented key after it was deleted, and again after it was restored', async () => {
    const file = await client.createFile(root, 'gone.mov', 5)
    expect(problemsOfAsset(await client.remove(file.id))).toEqual([])
    const deleted = await client.asset(file.id, '?include_deleted=true')
    expect(problemsOfAsset(deleted)).toEqual([])
    expect(deleted.deleted_at).not.toBeNull()
    expect(problemsOfAsset(await client.restore(file.id))).toEqual([])
    expect(await bothShapes(file.id, root)).toEqual(fine)
  })

  it('embeds the project and the creator, and no paging', async () => {
    const file = await client.createFile(root, 'embeds.mov', 5)
    const answer = await client.call('GET', `/v2/assets/${file.id}`)
    const me = await client.ok<{ id: string; email: string }>('GET', '/v2/me')
    expect(answer.body).toMatchObject({
      project: {
        _type: 'project',
        id: project.id,
        name: 'assets-get',
        root_asset_id: root,
        user_permissions: { can_download: true },
      },
      creator: { _type: 'user', id: me.id, email: me.email },
    })
    for (const header of ['link', 'page-number', 'per-page', 'total', 'total-pages'])
      expect(answer.headers.get(header)).toBeNull()
  })

  it('counts how often it was fetched', async () => {
    const file = await client.createFile(root, 'viewed.mov', 5)
    await client.asset(file.id)
    await client.asset(file.id)
    const seen = await waitUntil(
      'both views are counted',
      async () => (await client.children(root, '?page_size=1000')).find(({ id }) => id === file.id),
      (asset) => asset?.view_count === 2,
    )
    expect(seen?.view_count).toBe(2)
  })

  it.each([
    ['?type=file', 200],
    ['?type=folder', 404],
    ['?type[]=folder&type[]=file', 200],
    ['?type[]=folder&type[]=version_stack', 404],
    ['?type=folder,file', 200],
    ['?include_deleted=true&type=file', 200],
    ['?include_deleted=nonsense', 200],
    ['?page=7&page_size=x&only_fields=a.name&drop_includes=&whatever[a][b]=1', 200],
    ['?include=creator,project,cover_asset,unheard', 200],
  ])('takes %s: %i', async (query, status) => {
    const file = await client.createFile(root, 'queried.mov', 5)
    expect((await client.call('GET', `/v2/assets/${file.id}${query}`)).status).toBe(status)
  })

  it('shows the children of a folder when they are asked for', async () => {
    const folder = await client.createFolder(root, 'with children')
    for (const name of ['1', '2', '3', '4']) await client.createFile(folder.id, name, 1)
    const got = await client.asset(folder.id, '?include=children')
    expect(got.children?.map(({ name }) => name)).toEqual(['4', '3', '2'])
    expect(got.item_count).toBe(4)
  })

  it('knows nothing of an unknown id, of what is no id, of a project’s id', async () => {
    for (const id of [unknownId, 'no-id', '1', project.id, '%00', `${root}x`]) {
      const answer = await client.call('GET', `/v2/assets/${id}`)
      expect(answer.status).toBe(404)
      expect(answer.body).toMatchObject({ code: 404, message: 'Not Found', errors: [{ status: 404 }] })
    }
  })
})
