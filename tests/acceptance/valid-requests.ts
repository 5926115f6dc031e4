// A request that the server takes, for every route: what the fuzzer starts from.
import type { RawRequest } from './raw-http.ts'
import type { Project, ReferenceClient } from './reference-client.ts'
import type { ListedRoute } from './route-list.ts'

/** Things that exist, for the places of a path and the ids in a body. */
export interface Scenery {
  /** By the name of the path's parameter. */
  ids: Record<string, string>
  file: string
  otherFile: string
  folder: string
  /** Path of a signed link to the file's bytes, and of a PUT URL. */
  mediaPath: string
  uploadPath: string
}

/** Makes new things, because requests delete and fill them. */
export async function makeScenery(client: ReferenceClient): Promise<Scenery> {
  const me = await client.ok<{ id: string; account_id: string }>('GET', '/v2/me')
  const teams = await client.ok<{ id: string }[]>('GET', '/v2/teams')
  const teamId = teams[0]?.id ?? ''
  const project = await client.ok<Project>('POST', `/v2/teams/${teamId}/projects`, { body: { name: 'fuzz' } })
  const folder = await client.createFolder(project.root_asset_id, 'folder')
  const file = await client.createFile(folder.id, 'file.txt', 5)
  const otherFile = await client.createFile(folder.id, 'other.txt', 5)
  const comment = await client.ok<{ id: string }>('POST', `/v2/assets/${otherFile.id}/comments`, {
    body: { text: 'a note', timestamp: 3 },
  })
  const arriving = await client.createFile(folder.id, 'arriving.txt', 500, { parts: 3 })
  await fetch(file.upload_urls?.[0] ?? '', { method: 'PUT', body: 'bytes' })
  return {
    ids: {
      account_id: me.account_id,
      team_id: teamId,
      project_id: project.id,
      user_id: me.id,
      comment_id: comment.id,
    },
    file: file.id,
    otherFile: otherFile.id,
    folder: folder.id,
    mediaPath: new URL(file.original ?? '').pathname,
    uploadPath: new URL(arriving.upload_urls?.[1] ?? '').pathname,
  }
}

type Body = Record<string, unknown>

/** Bodies by route. A route that is not named here gets {@link anyBody}, so that a new one is never left out. */
const bodies: Record<string, (scenery: Scenery) => Body> = {
  'POST /v2/teams/{team_id}/projects': () => ({
    name: 'A project',
    private: false,
    project_preferences: { notify_on_new_asset: true, collaborator_can_download: 'false' },
  }),
  'PUT /v2/projects/{project_id}': () => ({ name: 'Another name', private: true }),
  'POST /v2/assets/{asset_id}/children': ({ file }) => ({
    type: 'file',
    name: 'clip.mov',
    description: 'A clip',
    filesize: 5,
    filetype: 'video/quicktime',
    properties: { camera: 'A', reel: { number: 7 } },
    private: false,
    label: 'none',
    parts: 2,
    auto_version_id: file,
  }),
  'PUT /v2/assets/{asset_id}': () => ({
    name: 'Renamed',
    description: null,
    label: 'in_progress',
    properties: { take: 3, list: [1, 'two', { three: 3 }] },
    private: 'false',
    index: -12.5,
  }),
  'POST /v2/assets/{asset_id}/label': () => ({ label: 'approved' }),
  'POST /v2/assets/{asset_id}/version': ({ otherFile }) => ({ next_asset_id: otherFile }),
  'POST /v2/assets/{asset_id}/comments': () => ({
    text: 'Tighten this, @owner #cut',
    timestamp: '12.5',
    duration: 24,
    annotation: '[{"tool":"rect","x":0.1,"y":0.1,"w":0.2,"h":0.2,"radius":0,"color":"#FF0000","size":4}]',
    page: 1,
    pitch: 10,
    yaw: -5.5,
    private: 'false',
  }),
  'POST /v2/comments/{comment_id}/replies': () => ({ text: 'A reply' }),
  'POST /api/assets/{asset_id}/comments/carry': ({ otherFile }) => ({ from_asset_id: otherFile }),
  'POST /api/assets/{asset_id}/comments/read': ({ file }) => ({ comment_ids: [file] }),
  'POST /api/zips': ({ folder, otherFile }) => ({ asset_ids: [folder, otherFile] }),
  'DELETE /v2/batch/assets': ({ otherFile }) => ({ asset_ids: [otherFile] }),
}

function anyBody({ file, folder, ids }: Scenery): Body {
  return {
    id: file,
    name: 'A name',
    email: 'somebody@example.org',
    type: 'file',
    role: 'member',
    batch: [{ id: file, email: 'somebody@example.org' }],
    scopes: ['asset.read'],
    asset_ids: [file],
    parent_id: folder,
    user_id: ids['user_id'],
    properties: { key: 'value' },
    filter: { type: { op: 'eq', value: 'file' } },
    page: 1,
    page_size: 10,
  }
}

/** Query strings that lists and assets understand. */
const queries = [
  '',
  '?page=1&page_size=10',
  '?include=children,creator&sort=-name,filesize&type=file',
  '?include_deleted=true&type[]=file&type[]=folder',
  '?filter[archived]=none&include=team',
]

/** Of routes that take none of these. */
const ownQueries: Record<string, readonly string[]> = {
  'GET /api/assets/{asset_id}/frame': ['?number=0', '?number=17'],
  'GET /api/assets/{asset_id}/comments/export': [
    '?format=csv',
    '?format=premiere&filter=open',
    '?format=pdf',
  ],
}

/** A valid request of a route. `pick` chooses among the alternatives. */
export function validRequest(
  route: ListedRoute,
  scenery: Scenery,
  token: string,
  pick: <T>(from: readonly T[]) => T,
): RawRequest {
  const path = route.path.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
    const isContainer = route.method === 'GET' || route.path.endsWith('/children')
    return scenery.ids[name] ?? (isContainer ? pick([scenery.folder, scenery.file]) : scenery.file)
  })
  const key = `${route.method} ${route.path}`
  const body = bodies[key]?.(scenery) ?? (route.method === 'GET' ? null : anyBody(scenery))
  return {
    method: route.method,
    target: path + (route.method === 'GET' ? pick(ownQueries[key] ?? queries) : ''),
    headers: [
      ['host', '127.0.0.1'],
      ['authorization', `Bearer ${token}`],
      ['connection', 'close'],
      ...(body === null ? [] : [['content-type', 'application/json'] as [string, string]]),
    ],
    body: Buffer.from(body === null ? '' : JSON.stringify(body)),
  }
}

/** What is answered beside the route map: bytes, sign-in, live updates, health, pages. */
export function requestsBesideTheMap(scenery: Scenery): RawRequest[] {
  const plain: [string, string][] = [
    ['host', '127.0.0.1'],
    ['connection', 'close'],
  ]
  const json: [string, string][] = [
    ...plain,
    ['content-type', 'application/json'],
    ['sec-fetch-site', 'same-origin'],
  ]
  const signIn = { email: 'owner@example.org', password: 'not the right one' }
  // Too short to be hashed, which takes the whole machine a second: it is the reading that is tested.
  const welcome = { code: 'no such code', name: 'N', email: 'n@example.org', password: 'short' }
  const request = (method: string, target: string, headers = plain, body = ''): RawRequest => ({
    method,
    target,
    headers,
    body: Buffer.from(body),
  })
  return [
    request('GET', scenery.mediaPath, [...plain, ['range', 'bytes=1-3']]),
    request('HEAD', scenery.mediaPath),
    request('GET', scenery.mediaPath.replace(/original\/.*/, 'hls/master.m3u8')),
    request('PUT', scenery.uploadPath, [...plain, ['x-amz-acl', 'private']], 'some bytes of a part'),
    request('POST', '/api/session', json, JSON.stringify(signIn)),
    request('DELETE', '/api/session', json),
    request('POST', '/api/welcome', json, JSON.stringify(welcome)),
    request('GET', '/api/welcome/no-such-code'),
    request('GET', '/pictures/AAAAAAAAAAAAAAAAAAAAAA/64.jpg'),
    request('GET', `/live?project_id=${scenery.ids['project_id'] ?? ''}`),
    request('GET', '/health'),
    request('GET', '/ready'),
    request('GET', '/'),
    request('GET', '/player/1?a=b'),
    request('OPTIONS', '/v2/me', [
      ...plain,
      ['origin', 'https://elsewhere.example'],
      ['access-control-request-method', 'PUT'],
    ]),
  ]
}
