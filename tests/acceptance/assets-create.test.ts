import { beforeAll, describe, expect, it } from 'vitest'
import { problemsOfAsset } from './asset-shape.ts'
import { serversByTurns } from './by-turns.ts'
import { eventsOf } from './database.ts'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, Project, ReferenceClient, V2Error } from './reference-client.ts'

const servers = serversByTurns(import.meta.filename)

const unknownId = '00000000-0000-4000-8000-000000000000'

describe.each(servers)('creating an asset on the $name database', (server) => {
  let client: ReferenceClient
  let project: Project
  let root: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    project = await makeProject(client, 'assets-create')
    root = project.root_asset_id
  })

  const create = (body: unknown, parentId = root) =>
    client.call<Asset & V2Error>('POST', `/v2/assets/${parentId}/children`, { body })

  it('answers 200 with the whole asset, its URLs, and nothing known of its content yet', async () => {
    const answer = await create({
      type: 'file',
      name: 'clip.mov',
      filesize: 100,
      filetype: 'video/quicktime',
    })
    expect(answer.status).toBe(200)
    expect(answer.headers.get('total-pages')).toBeNull()
    const asset = answer.body
    expect(problemsOfAsset(asset)).toEqual([])
    const user = await client.ok<{ id: string; account_id: string }>('GET', '/v2/me')
    // The captured answer to a create (v2-assets-fields.json, capturedDefaults).
    expect(asset).toMatchObject({
      _type: 'file',
      type: 'file',
      name: 'clip.mov',
      status: 'created',
      label: 'none',
      account_id: user.account_id,
      creator_id: user.id,
      project_id: project.id,
      team_id: project.team_id,
      parent_id: root,
      parent_asset_id: root,
      filesize: 100,
      filetype: 'video/quicktime',
      allow_original_playback: true,
      copy: false,
      private: false,
      shared: false,
      is_360: false,
      is_forensically_watermarked: false,
      is_hls_required: false,
      is_session_watermarked: false,
      comment_count: 0,
      item_count: 0,
      public_item_count: 0,
      view_count: 0,
      versions: 0,
      frames: 0,
      archive_scheduled_at: null,
      archive_status: null,
      archived_at: null,
      asset_type: null,
      audio_tracks: null,
      autoversion_id: null,
      checksums: null,
      cover: null,
      cover_asset_id: null,
      deleted_at: null,
      description: null,
      drm: null,
      duration: null,
      fps: null,
      hard_deleted_at: null,
      hls_manifest: null,
      image_full: null,
      includes: null,
      properties: null,
      rating: null,
      realtime_upload: null,
      resource_id: null,
      source: null,
      subtitle_tracks: null,
      thumb: null,
      timecode: null,
      transcode_statuses: null,
      transcoded_at: null,
      transcodes: null,
      waveform: null,
      upload_completed_at: null,
      upload_failed_at: null,
      downloads: {
        h264_1080_best: null,
        h264_2160: null,
        h264_360: null,
        h264_540: null,
        h264_720: null,
        image_full: null,
        image_high: null,
        image_small: null,
      },
    })
    expect(asset.upload_urls).toHaveLength(1)
    expect(asset.original_upload).toBe(asset.upload_urls?.[0])
    expect(asset['archive_from']).toBe(asset.inserted_at)
    expect(await eventsOf(server, asset.id)).toMatchObject([
      { type: 'asset.created', actor_id: user.id, project_id: project.id },
    ])
  })

  it('makes a folder, which has no URLs and nothing to download', async () => {
    const answer = await create({ type: 'folder', name: 'Footage' })
    expect(answer.status).toBe(200)
    expect(problemsOfAsset(answer.body)).toEqual([])
    expect(answer.body).toMatchObject({ _type: 'folder', filesize: 0, filetype: null, item_count: 0 })
    for (const key of ['upload_urls', 'original_upload', 'original', 'downloads'])
      expect(answer.body).not.toHaveProperty(key)
  })

  it.each([
    [1, 1],
    [5_242_880, 1],
    [12_580_000, 1],
    [20_971_520, 1],
    [20_971_521, 2],
    [21_136_250, 2],
    [50_645_990, 3],
    [80_000_000, 4],
    [2_075_169_730, 35],
    [68_087_113_964, 35],
    [5_497_558_138_880, 2749],
  ])('gives a file of %i bytes %i URLs', async (filesize, count) => {
    const asset = await client.createFile(root, 'big.mov', filesize)
    expect(new Set(asset.upload_urls)).toHaveLength(count)
    await client.remove(asset.id)
  })

  it.each([
    { type: 'folder', name: 'f', filesize: 0 },
    { type: 'folder', name: 'a.mp4', filesize: null, filetype: null },
    { type: 'file', name: 'a.mov', filesize: '123' },
    { type: 'file', name: 'a.mov', filesize: 123.0, filetype: null },
    { type: 'file', name: 'no extension', filesize: 1 },
    { type: 'file', name: 'unknown keys', filesize: 1, whatever: { deep: [1] }, creator_id: unknownId },
    { type: 'file', name: 'a type that is none', filesize: 1, filetype: 'None' },
  ])('takes what a client sends: %j', async (body) => {
    const answer = await create(body)
    expect(answer.status).toBe(200)
    expect(problemsOfAsset(answer.body)).toEqual([])
    expect(answer.body.creator_id).not.toBe(unknownId)
  })

  it.each([
    ['a.mp4', 'video/mp4'],
    ['a.MOV', 'video/quicktime'],
    ['a.jpg', 'image/jpeg'],
    ['a.wav', /^audio\/(x-)?wave?$/],
    ['a.unheard', 'application/octet-stream'],
    // A word that is an ending elsewhere.
    ['mov', 'application/octet-stream'],
  ])('guesses the type of %s from its name when none is given', async (name, filetype) => {
    const asset = await client.createFile(root, name, 1)
    expect(asset.filetype).toMatch(filetype)
  })

  it('keeps what the caller says of the asset', async () => {
    const given = {
      description: 'Zweite Einstellung – „gut“ 🎬',
      properties: { camera: 'A', nested: { list: [1, 'b', null], yes: true } },
      label: 'needs_review',
      private: true,
    }
    const { body } = await create({ type: 'file', name: 'a.mov', filesize: 1, ...given })
    expect(body).toMatchObject(given)
    expect(await client.asset(body.id)).toMatchObject(given)
  })

  it('takes a name without any letter or digit, and gives it to what has one', async () => {
    const folder = (await create({ type: 'folder', name: 'signs' })).body.id
    for (const name of ['.', '…', '- -', '🎬', '٠']) {
      const made = await create({ type: 'folder', name }, folder)
      expect([made.status, made.body.name]).toEqual([200, name])
      const named = await create({ type: 'folder', name: 'a word' }, folder)
      expect(await client.update(named.body.id, { name })).toMatchObject({ name })
      await client.ok('POST', `/v2/assets/${root}/copy`, { body: { id: made.body.id } })
    }
  })

  it('sorts a new asset before every sibling, and counts it where it lies', async () => {
    const { id, root_asset_id: parent } = await makeProject(client, 'assets-create-counts')
    const first = await client.createFile(parent, 'first', 10)
    const second = await client.createFolder(parent, 'second')
    const third = await client.createFile(parent, 'third', 20, { private: true })
    expect([first.index, second.index, third.index]).toEqual([-1, -2, -3])
    expect((await client.children(parent)).map(({ name }) => name)).toEqual(['third', 'second', 'first'])
    expect(await client.asset(parent)).toMatchObject({ item_count: 3, public_item_count: 2 })
    expect(await client.project(id)).toMatchObject({ file_count: 2, folder_count: 1, storage: 30 })
  })

  it('gives many at the same time an index of their own and counts all of them', async () => {
    const { id, root_asset_id: parent } = await makeProject(client, 'assets-create-parallel')
    const made = await Promise.all(
      Array.from({ length: 24 }, (_, index) => client.createFile(parent, `f${String(index)}`, 1)),
    )
    expect(new Set(made.map(({ index }) => index)).size).toBe(24)
    expect((await client.asset(parent)).item_count).toBe(24)
    expect(await client.project(id)).toMatchObject({ file_count: 24, storage: 24 })
  })

  it('answers a wrong type as the captured 422 does', async () => {
    const answer = await create({ type: 'movie', name: 'a', filesize: 1 })
    expect(answer.status).toBe(422)
    expect(answer.body).toEqual({
      code: 422,
      errors: [
        { code: 'invalid', status: 422, title: 'is invalid', detail: 'type is invalid', field: 'type' },
      ],
      message: 'There was a problem processing your request',
    })
  })

  it.each<[string, unknown, string[]]>([
    ['nothing', {}, ['type']],
    ['no name', { type: 'file', filesize: 1 }, ['name']],
    ['a name that is empty', { type: 'folder', name: '' }, ['name']],
    ['a name of blanks', { type: 'folder', name: '   ' }, ['name']],
    ['a name that is no text', { type: 'folder', name: ['a'] }, ['name']],
    ['a name with a NUL', { type: 'folder', name: 'a\0b' }, ['name']],
    ['a name without end', { type: 'folder', name: 'a'.repeat(5000) }, ['name']],
    ['a file without a size', { type: 'file', name: 'a' }, ['filesize']],
    ['a size below zero', { type: 'file', name: 'a', filesize: -1 }, ['filesize']],
    ['a part of a byte', { type: 'file', name: 'a', filesize: 1.5 }, ['filesize']],
    ['a size beyond V2', { type: 'file', name: 'a', filesize: 5_497_558_138_881 }, ['filesize']],
    ['a size in words', { type: 'file', name: 'a', filesize: 'large' }, ['filesize']],
    ['properties that are a list', { type: 'folder', name: 'a', properties: [1] }, ['properties']],
    ['a label that does not exist', { type: 'folder', name: 'a', label: 'maybe' }, ['label']],
    ['a source that is no address', { type: 'file', name: 'a', source: { url: 'x' } }, ['source.url']],
    [
      'a source on this disk',
      { type: 'file', name: 'a', source: { url: 'file:///etc/passwd' } },
      ['source.url'],
    ],
    ['two mistakes', { type: 'file', name: 1, filesize: 'x' }, ['name', 'filesize']],
    ['a list', [], ['body']],
  ])('refuses %s with 422 and names the field', async (_what, body, fields) => {
    const answer = await create(body)
    expect(answer.status).toBe(422)
    expect(answer.body.code).toBe(422)
    expect(answer.body.errors.map(({ field }) => field)).toEqual(fields)
    for (const { field = '', status, title, detail } of answer.body.errors) {
      expect(status).toBe(422)
      expect(detail).toBe(`${field} ${title}`)
    }
  })

  it('puts nothing into a file', async () => {
    const file = await client.createFile(root, 'no folder', 1)
    const answer = await create({ type: 'folder', name: 'inside' }, file.id)
    expect(answer.status).toBe(422)
    expect(answer.body.errors[0]?.field).toBe('asset_id')
  })

  it('knows no folder of an unknown id, of a project’s id, of a deleted folder', async () => {
    const folder = await client.createFolder(root, 'deleted')
    const inside = await client.createFolder(folder.id, 'inside')
    await client.remove(folder.id)
    for (const parent of [unknownId, project.id, 'no-id', folder.id, inside.id]) {
      const answer = await create({ type: 'folder', name: 'a' }, parent)
      expect(answer.status).toBe(404)
      expect(answer.body).toMatchObject({ code: 404, errors: [{ code: 404, status: 404 }] })
    }
  })
})
