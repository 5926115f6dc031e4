// The same call in three languages: for the reference, and for whoever reads their own ids in it.

/** One call of a server. */
export interface SampledCall {
  /** Origin without a trailing slash. */
  origin: string
  method: string
  /** As the reference writes it: "/v2/assets/{asset_id}". */
  pattern: string
  /** With ids and query. */
  path: string
  body?: unknown
  /** It answers with a file instead of JSON. */
  isFile?: boolean
  /** It takes a file instead of JSON. */
  takesFile?: boolean
  /** No token may call it: the cookie of a session does. */
  isSessionOnly?: boolean
}

/** The file that samples send. */
export const SAMPLE_FILE = 'portrait.png'

export interface Sample {
  /** "curl", "python", "typescript": part of anchors, and the word after the fence in Markdown. */
  language: string
  title: string
  code: string
}

/** Functions of packages/client, with what stands between their brackets; the rest is called by path. */
const CLIENT_CALLS: Readonly<Record<string, string>> = {
  'GET /v2/me': 'me()',
  'GET /v2/accounts': 'accounts()',
  'GET /v2/accounts/{account_id}': 'account(accountId)',
  'GET /v2/accounts/{account_id}/teams': 'accountTeams(accountId)',
  'POST /v2/accounts/{account_id}/teams': 'createTeam(accountId, body)',
  'GET /v2/accounts/{account_id}/membership': 'accountMembership(accountId)',
  'GET /v2/teams': 'teams()',
  'GET /v2/teams/{team_id}': 'team(teamId)',
  'PUT /v2/teams/{team_id}': 'updateTeam(teamId, body)',
  'GET /v2/teams/{team_id}/members': 'teamMembers(teamId)',
  'POST /v2/teams/{team_id}/members': 'addTeamMember(teamId, body)',
  'GET /v2/teams/{team_id}/membership': 'teamMembership(teamId)',
  'GET /v2/teams/{team_id}/projects': 'projects(teamId, { page: 1 })',
  'POST /v2/teams/{team_id}/projects': 'createProject(teamId, body)',
  'GET /v2/projects/{project_id}': 'project(projectId)',
  'PUT /v2/projects/{project_id}': 'updateProject(projectId, body)',
  'DELETE /v2/projects/{project_id}': 'deleteProject(projectId)',
  'GET /v2/projects/{project_id}/trash': 'trash(projectId)',
  'GET /v2/projects/{project_id}/tree': 'projectTree(projectId)',
  'GET /v2/projects/{project_id}/membership': 'projectMembership(projectId)',
  'GET /v2/projects/shared': 'sharedProjects()',
  'GET /v2/projects/{project_id}/collaborators': 'collaborators(projectId)',
  'POST /v2/projects/{project_id}/collaborators': 'addCollaborator(projectId, body)',
  'GET /v2/projects/{project_id}/pending_collaborators': 'pendingCollaborators(projectId)',
  'DELETE /v2/collaborators/{collaborator_id}': 'removeCollaboratorById(collaboratorId)',
  'DELETE /v2/pending_collaborators/{id}': 'removePendingCollaborator(pendingId)',
  'GET /api/projects/{project_id}/mentionable': 'mentionable(projectId)',
  'GET /v2/assets/{asset_id}': 'asset(assetId)',
  'GET /v2/assets/{asset_id}/children': 'children(assetId, { page: 1 })',
  'POST /v2/assets/{asset_id}/children': 'createAsset(assetId, body)',
  'PUT /v2/assets/{asset_id}': 'updateAsset(assetId, body)',
  'DELETE /v2/assets/{asset_id}': 'deleteAsset(assetId)',
  'PUT /v2/assets/{asset_id}/restore': 'restoreAsset(assetId)',
  'DELETE /v2/assets/{asset_id}/unversion': 'unversionAsset(assetId)',
  'GET /v2/assets/{asset_id}/audio': 'audio(assetId)',
  'GET /v2/assets/{asset_id}/subtitles': 'subtitles(assetId)',
  'POST /v2/assets/{asset_id}/realtime_upload/parts': 'realtimeParts(assetId, body)',
  'POST /v2/search/assets': 'searchAssets(body)',
  'POST /v2/search/library': 'searchLibrary(body)',
  'POST /api/assets/{asset_id}/visit': 'beginVisit(assetId)',
  'GET /api/assets/{asset_id}/news': 'news(assetId)',
  'DELETE /api/assets/{asset_id}/news': 'dismissNews(assetId)',
  'GET /api/me/recent_assets': 'recentAssets()',
  'GET /v2/assets/{asset_id}/comments': 'comments(assetId)',
  'POST /v2/assets/{asset_id}/comments': 'createComment(assetId, body)',
  'GET /v2/comments/{comment_id}': 'comment(commentId)',
  'PUT /v2/comments/{comment_id}': 'updateComment(commentId, body)',
  'DELETE /v2/comments/{comment_id}': 'deleteComment(commentId)',
  'GET /v2/comments/{comment_id}/replies': 'replies(commentId)',
  'POST /v2/comments/{comment_id}/replies': 'createReply(commentId, body)',
  'GET /v2/comments/{comment_id}/impressions': 'impressions(commentId)',
  'POST /api/comments/{comment_id}/restore': 'restoreComment(commentId)',
  'DELETE /api/assets/{asset_id}': 'purgeAsset(assetId)',
  'DELETE /api/assets/{asset_id}/versions': 'deleteStack(assetId)',
  'GET /api/assets/{asset_id}/comments/likes': 'ownLikes(assetId)',
  'GET /api/assets/{asset_id}/upload': 'uploadStatus(assetId)',
  'DELETE /api/assets/{asset_id}/upload': 'cancelUpload(assetId)',
  'GET /api/assets/{asset_id}/pipeline': 'pipeline(assetId)',
  'POST /api/assets/{asset_id}/pipeline/retry': 'retryPipeline(assetId)',
  'POST /api/assets/{asset_id}/pipeline/stop': 'stopPipeline(assetId)',
  'GET /api/accounts/{account_id}/processing': 'processing(accountId)',
  'GET /api/assets/{asset_id}/ancestors': 'ancestors(assetId)',
  'GET /api/me/rate_limits': 'rateLimits()',
}

export function samplesOfCall(call: SampledCall): Sample[] {
  return [
    { language: 'curl', title: 'curl', code: curl(call) },
    { language: 'python', title: 'Python', code: python(call) },
    { language: 'typescript', title: 'TypeScript', code: typescript(call) },
  ]
}

function curl({ origin, method, path, body, takesFile, isSessionOnly }: SampledCall): string {
  const lines = [`curl${method === 'GET' ? '' : ` -X ${method}`} "${origin}${path}"`]
  if (isSessionOnly === true) {
    lines.push('-H "Cookie: rushes_session=$RUSHES_SESSION"')
    if (method !== 'GET') lines.push(`-H "Origin: ${origin}"`)
  } else lines.push('-H "Authorization: Bearer $RUSHES_TOKEN"')
  if (takesFile === true) lines.push('-H "Content-Type: image/png"', `--data-binary @${SAMPLE_FILE}`)
  if (body !== undefined)
    lines.push(
      '-H "Content-Type: application/json"',
      `-d '${JSON.stringify(body).replaceAll("'", String.raw`'\''`)}'`,
    )
  return lines.join(' \\\n  ')
}

function python(call: SampledCall): string {
  const { origin, method, path, body, isFile, takesFile, isSessionOnly } = call
  const lines = [`"${origin}${path}",`]
  if (isSessionOnly === true) {
    lines.push('cookies={"rushes_session": os.environ["RUSHES_SESSION"]},')
    if (method !== 'GET') lines.push(`headers={"Origin": "${origin}"},`)
  } else lines.push(`headers={"Authorization": f"Bearer {os.environ['RUSHES_TOKEN']}"},`)
  if (takesFile === true) lines.push(`data=open("${SAMPLE_FILE}", "rb"),`)
  if (body !== undefined) lines.push(`json=${pythonValue(body, '    ')},`)
  return `import os
import requests

answer = requests.${method.toLowerCase()}(
${lines.map((line) => `    ${line}`).join('\n')}
)
answer.raise_for_status()
print(${isFile === true ? 'f"{len(answer.content)} bytes"' : 'answer.json()'})`
}

/** JSON as a Python literal. */
function pythonValue(value: unknown, indent: string): string {
  if (value === null) return 'None'
  if (typeof value === 'boolean') return value ? 'True' : 'False'
  const inner = `${indent}    `
  if (Array.isArray(value))
    return value.length === 0
      ? '[]'
      : `[\n${value.map((item) => `${inner}${pythonValue(item, inner)},\n`).join('')}${indent}]`
  if (typeof value === 'object')
    return `{\n${Object.entries(value)
      .map(([key, item]) => `${inner}${JSON.stringify(key)}: ${pythonValue(item, inner)},\n`)
      .join('')}${indent}}`
  return JSON.stringify(value)
}

function typescript(call: SampledCall): string {
  const { origin, method, pattern, path, body, isFile, takesFile, isSessionOnly } = call
  const known = isSessionOnly === true ? undefined : CLIENT_CALLS[`${method} ${pattern}`]
  const caller =
    isSessionOnly === true ? 'session: process.env.RUSHES_SESSION' : 'token: process.env.RUSHES_TOKEN'
  const setUp = `baseUrl: '${origin}', ${caller}`
  const bodyText = body === undefined ? '' : `const body = ${scriptValue(body, '')}\n`
  if (isFile === true)
    return `import { callFile } from '@rushes/client/request'

const server = { ${setUp} }
const { name, bytes } = await callFile(server, '${path}')
console.log(name, bytes.size)`
  if (takesFile === true)
    return `import { openAsBlob } from 'node:fs'
import { callJson } from '@rushes/client/request'

const server = { ${setUp} }
const file = await openAsBlob('${SAMPLE_FILE}', { type: 'image/png' })
console.log(await callJson(server, '${method}', '${path}', { file }))`
  if (known === undefined)
    return `import { callJson } from '@rushes/client/request'

const server = { ${setUp} }
${bodyText}console.log(
  await callJson(server, '${method}', '${path}'${body === undefined ? '' : ', { body }'}),
)`
  const id = /\((\w+Id)\b/.exec(known)?.[1]
  const value = idOf(pattern, path)
  // In its place, where the types of the client know what it is.
  const withBody = known.replace(/\bbody\b/, () => scriptValue(body, ''))
  return `import { createClient } from '@rushes/client/client'

const rushes = createClient({ ${setUp} })
${id === undefined ? '' : `const ${id} = '${value}'\n`}console.log(await rushes.${withBody})`
}

/** What stands in the address in the place of the first parameter. */
function idOf(pattern: string, path: string): string {
  const place = pattern.split('/').findIndex((segment) => segment.startsWith('{'))
  return path.split('?')[0]?.split('/')[place] ?? ''
}

/** JSON as a TypeScript literal. */
function scriptValue(value: unknown, indent: string): string {
  const inner = `${indent}  `
  if (Array.isArray(value)) return `[${value.map((item) => scriptValue(item, indent)).join(', ')}]`
  if (typeof value === 'object' && value !== null)
    return `{\n${Object.entries(value)
      .map(
        ([key, item]) =>
          `${inner}${/^[a-z_]\w*$/i.test(key) ? key : JSON.stringify(key)}: ${scriptValue(item, inner)},\n`,
      )
      .join('')}${indent}}`
  return typeof value === 'string'
    ? `'${value.replaceAll(/['\\]/g, String.raw`\$&`)}'`
    : JSON.stringify(value)
}
