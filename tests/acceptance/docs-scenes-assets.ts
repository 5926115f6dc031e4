// The calls about assets that stand as examples in the reference: a file from its upload to the trash and back.
import type { Stage } from './docs-stage.ts'
import type { Asset, Project, ReferenceClient } from './reference-client.ts'
import { makeSampleClip } from './sample-files.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

const CALL_SHEET = 'Day 12. Call 06:30. Weather: rain until noon.\n'
const CREATE = 'POST /v2/assets/{asset_id}/children'

/** Answers with the file, whole and looked at. */
export async function playUpload({ play, client }: Stage, project: Project): Promise<Asset> {
  const parent = { asset_id: project.root_asset_id }
  const file = await play<Asset>(CREATE, parent, { ...newFile('call-sheet.txt'), properties: { day: 12 } })
  const ofFile = { asset_id: file.id }
  await play('GET /api/assets/{asset_id}/upload', ofFile)
  await send(client, file)
  await play('GET /v2/assets/{asset_id}', ofFile)
  await play('GET /api/assets/{asset_id}/pipeline', ofFile)
  await play('POST /api/assets/{asset_id}/pipeline/retry', ofFile)
  await play('POST /api/assets/{asset_id}/pipeline/stop', ofFile)
  await play('GET /api/assets/{asset_id}/ancestors', ofFile)
  await play('GET /api/assets/{asset_id}/news', parent)
  await play('DELETE /api/assets/{asset_id}/news', parent)
  await play('POST /api/zips', {}, { asset_ids: [file.id] })
  await play('GET /v2/assets/{asset_id}/audio', ofFile)
  await play('GET /v2/assets/{asset_id}/subtitles', ofFile)
  await play('PUT /v2/assets/{asset_id}', ofFile, { description: 'Final', properties: { day: 13 } })
  await play('POST /v2/assets/{asset_id}/label', ofFile, { label: 'approved' })

  const torn = await upload(client, project.root_asset_id, 'take 5.mov', new Uint8Array(500))
  await waitUntil(
    'the torn film was looked at',
    () => client.ok<{ failure: string | null }>('GET', `/api/assets/${torn.id}/pipeline`),
    ({ failure }) => failure !== null,
  )
  const { account_id } = torn
  await play('GET /api/accounts/{account_id}/processing', { account_id }, undefined, '?state=failed')
  await client.remove(torn.id)

  const given = await client.createFile(project.root_asset_id, 'given-up.mov', 500)
  await play('DELETE /api/assets/{asset_id}/upload', { asset_id: given.id })
  const growing = await client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/children`, {
    body: { type: 'file', name: 'take 7.mov', filetype: 'video/quicktime', is_realtime_upload: true },
  })
  await play(
    'POST /v2/assets/{asset_id}/realtime_upload/parts',
    { asset_id: growing.id },
    {
      parts: [{ number: 1, size: 5_242_880, is_final: false }],
    },
  )
  await client.remove(growing.id)
  return file
}

/** Stacks, copies, moves, searches, deletes and restores. */
export async function playTree({ play, client }: Stage, account_id: string, file: Asset): Promise<void> {
  const { project_id } = file
  const root = file.parent_id ?? ''
  const folder = await client.createFolder(root, 'Paperwork')
  await play('POST /v2/assets/{destination_folder}/move', { destination_folder: folder.id }, { id: file.id })
  const second = await client.createFile(folder.id, 'call-sheet v2.txt', CALL_SHEET.length, {
    filetype: 'text/plain',
  })
  await send(client, second)
  const stacking = { next_asset_id: second.id }
  const stack = await play<Asset>('POST /v2/assets/{asset_id}/version', { asset_id: file.id }, stacking)
  const carrying = { from_asset_id: file.id }
  await play('POST /api/assets/{asset_id}/comments/carry', { asset_id: second.id }, carrying)
  await play('DELETE /api/assets/{asset_id}/versions', { asset_id: stack.id })
  await client.ok('PUT', `/v2/assets/${stack.id}/restore`)
  await play('GET /v2/assets/{asset_id}/children', { asset_id: folder.id }, undefined, '?page_size=1')
  await play('GET /v2/projects/{project_id}/tree', { project_id })
  await play('DELETE /v2/assets/{asset_id}/unversion', { asset_id: second.id })

  const query = '?q=call-sheet&page_size=1&sort=name'
  await play('GET /v2/search/assets', {}, undefined, query)
  await play('GET /v2/search/library', {}, undefined, `${query}&account_id=${account_id}`)
  const filter = { type: { op: 'eq', value: 'file' } }
  const search = { q: 'call-sheet', page_size: 1, sort: 'name', filter }
  await play('POST /v2/search/assets', {}, search)
  await play('POST /v2/search/library', {}, { ...search, account_id })

  const copy = await play<Asset>(
    'POST /v2/assets/{destination_folder}/copy',
    { destination_folder: root },
    { id: file.id },
  )
  const destination = { destination_id: root }
  await play('POST /v2/batch/assets/{destination_id}/copy', destination, { batch: [{ id: second.id }] })

  await play('DELETE /v2/assets/{asset_id}', { asset_id: copy.id })
  await play('GET /v2/projects/{project_id}/trash', { project_id })
  await play('PUT /v2/assets/{asset_id}/restore', { asset_id: copy.id })
  await play('DELETE /v2/batch/assets', {}, { asset_ids: [copy.id] })
  await play('DELETE /api/assets/{asset_id}', { asset_id: copy.id })
  const film = await upload(client, root, 'take 6.mp4', await makeSampleClip())
  await waitUntil(
    'the film was looked at',
    () => client.asset(film.id),
    (asset) => asset.frames > 0,
  )
  await play('GET /api/assets/{asset_id}/frame', { asset_id: film.id }, undefined, '?number=24')
  await play('DELETE /v2/projects/{project_id}', { project_id })
}

function newFile(name: string): { type: 'file'; name: string; filesize: number; filetype: string } {
  return { type: 'file', name, filesize: CALL_SHEET.length, filetype: 'text/plain' }
}

/** Sends the bytes and waits until nothing about the file changes any more. */
async function send(client: ReferenceClient, { id, upload_urls: urls = [] }: Asset): Promise<void> {
  const headers = { 'content-type': 'text/plain', 'x-amz-acl': 'private' }
  await fetch(urls[0] ?? '', { method: 'PUT', headers, body: CALL_SHEET })
  await waitUntil(
    'the file is looked at',
    async () => ({
      pipeline: await client.ok<{ probed_at: string | null }>('GET', `/api/assets/${id}/pipeline`),
      asset: await client.asset(id),
    }),
    ({ pipeline, asset }) => pipeline.probed_at !== null && asset.checksums !== null,
  )
}
