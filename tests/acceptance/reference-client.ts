// A client of the V2 API as somebody writes it who has only its reference: plain fetch, and nothing of ours.

/** What came back, whatever the status. */
export interface Answer<T> {
  status: number
  headers: Headers
  text: string
  /** The parsed body; `undefined` when it is no JSON. Tests state what they expect of it. */
  body: T
}

export interface V2Error {
  code: number
  message: string
  errors: { code: number | string; status: number; title: string; detail: string; field?: string }[]
}

/** The keys of an Asset that tests speak of by name (v2-assets.md 4.2). */
export interface Asset {
  id: string
  _type: string
  type: string
  name: string
  label: string
  status: string
  index: number
  private: boolean
  parent_id: string | null
  parent_asset_id: string | null
  project_id: string
  team_id: string
  account_id: string
  creator_id: string
  creator: { id: string; name: string; email: string }
  description: string | null
  properties: Record<string, unknown> | null
  asset_type: string | null
  filesize: number
  filetype: string | null
  item_count: number
  public_item_count: number
  view_count: number
  comment_count: number
  frames: number
  fps: number | null
  duration: number | null
  timecode: string | null
  inserted_at: string
  updated_at: string
  uploaded_at: string
  upload_completed_at: string | null
  upload_failed_at: string | null
  transcoded_at: string | null
  deleted_at: string | null
  checksums: { id: string; xx_hash: string } | null
  source: { url: string } | null
  original?: string
  downloads?: Record<string, string | null>
  upload_urls?: string[]
  original_upload?: string
  children?: Asset[]
  project?: Project
  [key: string]: unknown
}

export interface Project {
  id: string
  _type: string
  name: string
  description: string | null
  private: boolean
  root_asset_id: string
  team_id: string
  owner_id: string
  file_count: number
  folder_count: number
  storage: number
  deleted_at: string | null
  user_permissions: Record<string, boolean>
  [key: string]: unknown
}

export interface CallOptions {
  /** Sent as JSON. */
  body?: unknown
  /** Sent as an HTML form sends it. */
  form?: Record<string, string>
  /** Sent as it is. */
  bytes?: Uint8Array<ArrayBuffer>
  headers?: Record<string, string>
}

/** A call that should have succeeded did not. */
export class UnexpectedAnswer extends Error {
  override name = 'UnexpectedAnswer'
}

/** Makes a client; with `token` null it sends no credential. */
export function createReferenceClient(url: string, token: string | null) {
  async function call<T = unknown>(
    method: string,
    path: string,
    { body, form, bytes, headers = {} }: CallOptions = {},
  ): Promise<Answer<T>> {
    const response = await fetch(url + path, {
      method,
      redirect: 'manual',
      headers: {
        ...(token === null ? {} : { authorization: `Bearer ${token}` }),
        ...(body === undefined ? {} : { 'content-type': 'application/json' }),
        ...headers,
      },
      body:
        bytes ??
        (form === undefined ? (body === undefined ? null : JSON.stringify(body)) : new URLSearchParams(form)),
    })
    const text = await response.text()
    return { status: response.status, headers: response.headers, text, body: parse(text) as T }
  }

  /** The body of a call that must answer 200. */
  async function ok<T>(method: string, path: string, options?: CallOptions): Promise<T> {
    const answer = await call<T>(method, path, options)
    if (answer.status !== 200)
      throw new UnexpectedAnswer(`${method} ${path} → ${String(answer.status)} ${answer.text.slice(0, 2000)}`)
    return answer.body
  }

  return {
    url,
    token,
    call,
    ok,
    asset: (id: string, query = '') => ok<Asset>('GET', `/v2/assets/${id}${query}`),
    children: (id: string, query = '') => ok<Asset[]>('GET', `/v2/assets/${id}/children${query}`),
    project: (id: string) => ok<Project>('GET', `/v2/projects/${id}`),
    trash: (projectId: string) => ok<Asset[]>('GET', `/v2/projects/${projectId}/trash?page_size=1000`),
    createFolder: (parentId: string, name: string) =>
      ok<Asset>('POST', `/v2/assets/${parentId}/children`, { body: { type: 'folder', name } }),
    createFile: (parentId: string, name: string, filesize: number, more: Record<string, unknown> = {}) =>
      ok<Asset>('POST', `/v2/assets/${parentId}/children`, {
        body: { type: 'file', name, filesize, ...more },
      }),
    remove: (id: string) => ok<Asset>('DELETE', `/v2/assets/${id}`),
    restore: (id: string) => ok<Asset>('PUT', `/v2/assets/${id}/restore`, { body: {} }),
    update: (id: string, body: Record<string, unknown>) => ok<Asset>('PUT', `/v2/assets/${id}`, { body }),
  }
}
export type ReferenceClient = ReturnType<typeof createReferenceClient>

/** A project of its own for a test file, so that no two see each other's content. */
export async function makeProject(client: ReferenceClient, name: string): Promise<Project> {
  const teams = await client.ok<{ id: string }[]>('GET', '/v2/teams')
  const team = teams[0]
  if (team === undefined) throw new UnexpectedAnswer('The token’s user has no team.')
  return client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, { body: { name } })
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch (error) {
    // An XML or empty body is an answer too; anything but a syntax error is a fault of ours.
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}
