// The typed client of /v2 and of our own pages beside it. One function per endpoint, nothing hidden.
import type { AccountWithPlaces } from '@rushes/contract/account-places'
import type {
  BatchErrors,
  CreateAssetBody,
  RealtimeAsset,
  UpdateAssetBody,
} from '@rushes/contract/asset-requests'
import type { AssetAudio, AssetSubtitles } from '@rushes/contract/asset-tracks'
import type { Asset, Label } from '@rushes/contract/assets'
import type { Pipeline } from '@rushes/contract/pipeline'
import type { ProcessingEntry } from '@rushes/contract/processing'
import type { CreateProjectBody, Project, TreeNode, UpdateProjectBody } from '@rushes/contract/projects'
import type { RealtimePartsBody, RealtimeUploadUrls } from '@rushes/contract/realtime-upload'
import type { Team } from '@rushes/contract/teams'
import type { UploadStatus } from '@rushes/contract/uploads'
import type { User } from '@rushes/contract/users'
import type { Zip } from '@rushes/contract/zips'
import { commentCalls } from './comments.ts'
import type { ListOptions } from './list-options.ts'
import { peopleCalls } from './people.ts'
import { call, callFile, callJson, callPage } from './request.ts'
import type { ClientOptions } from './request.ts'
import { searchCalls } from './search.ts'
import { signInCalls } from './sign-in.ts'
import { visitCalls } from './visits.ts'

/** What may be sent when creating; ids are plain text here, the server checks them. */
export type NewAsset = Omit<Partial<CreateAssetBody>, 'auto_version_id'> & {
  type: 'file' | 'folder'
  auto_version_id?: string
}

/** What a batch of copies did, by the ids that were asked for. */
export type CopiedAssets = BatchErrors & { success: Record<string, Asset> }

/** Makes a client. With a token it acts as the token's user, without one as the browser's session. */
export function createClient(options: ClientOptions) {
  const json = <T>(method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    callJson<T>(options, method, path, { body, signal })
  const page = <T>(path: string, { signal, ...query }: ListOptions = {}) =>
    callPage<T>(options, path, { query, signal })

  return {
    ...commentCalls(options),
    ...peopleCalls(options),
    ...searchCalls(options),
    ...signInCalls(options),
    ...visitCalls(options),
    /** Whether the server lives; needs no token. */
    health: (signal?: AbortSignal) => json<{ status: string }>('GET', '/v2/health', undefined, signal),
    me: (signal?: AbortSignal) => json<User>('GET', '/v2/me', undefined, signal),

    accounts: (list?: ListOptions) => page<AccountWithPlaces>('/v2/accounts', list),
    account: (id: string, include?: string) =>
      callJson<AccountWithPlaces>(options, 'GET', `/v2/accounts/${id}`, { query: { include } }),
    accountTeams: (id: string, list?: ListOptions) => page<Team>(`/v2/accounts/${id}/teams`, list),
    teams: (list?: ListOptions) => page<Team>('/v2/teams', list),
    team: (id: string) => json<Team>('GET', `/v2/teams/${id}`),

    projects: (teamId: string, list?: ListOptions) => page<Project>(`/v2/teams/${teamId}/projects`, list),
    createProject: (teamId: string, body: CreateProjectBody) =>
      json<Project>('POST', `/v2/teams/${teamId}/projects`, body),
    project: (id: string, signal?: AbortSignal) =>
      json<Project>('GET', `/v2/projects/${id}`, undefined, signal),
    updateProject: (id: string, body: UpdateProjectBody) => json<Project>('PUT', `/v2/projects/${id}`, body),
    deleteProject: (id: string) => json<Project>('DELETE', `/v2/projects/${id}`),
    /** Ids, names and kinds of all that lies in a project, `depth` folders deep. */
    projectTree: (id: string, depth?: number) =>
      callJson<TreeNode>(options, 'GET', `/v2/projects/${id}/tree`, { query: { depth } }),
    trash: (projectId: string, list?: ListOptions) => page<Asset>(`/v2/projects/${projectId}/trash`, list),

    asset: (id: string, signal?: AbortSignal) => json<Asset>('GET', `/v2/assets/${id}`, undefined, signal),
    children: (id: string, list?: ListOptions) => page<Asset>(`/v2/assets/${id}/children`, list),
    createAsset: (parentId: string, body: NewAsset) =>
      json<Asset>('POST', `/v2/assets/${parentId}/children`, body),
    updateAsset: (id: string, body: UpdateAssetBody) => json<Asset>('PUT', `/v2/assets/${id}`, body),
    /** A file that is uploaded while it is made: its parts are asked for as they come. */
    createRealtimeAsset: (parentId: string, body: { name: string; filetype?: string }) =>
      json<RealtimeAsset>('POST', `/v2/assets/${parentId}/children`, {
        ...body,
        type: 'file',
        is_realtime_upload: true,
      }),
    /** One upload URL for each part, in their order. */
    realtimeParts: (id: string, body: RealtimePartsBody) =>
      json<RealtimeUploadUrls>('POST', `/v2/assets/${id}/realtime_upload/parts`, body),
    labelAsset: (id: string, label: Label) => json<Asset>('POST', `/v2/assets/${id}/label`, { label }),
    audio: (id: string) => json<AssetAudio>('GET', `/v2/assets/${id}/audio`),
    subtitles: (id: string) => json<AssetSubtitles>('GET', `/v2/assets/${id}/subtitles`),
    copyAsset: (folderId: string, id: string) => json<Asset>('POST', `/v2/assets/${folderId}/copy`, { id }),
    copyAssets: (folderId: string, ids: readonly string[], copyComments: 'all' | 'none' = 'none') =>
      json<CopiedAssets>('POST', `/v2/batch/assets/${folderId}/copy`, {
        batch: ids.map((id) => ({ id })),
        copy_comments: copyComments,
      }),
    deleteAsset: (id: string) => json<Asset>('DELETE', `/v2/assets/${id}`),
    /** Answers with why one could not be deleted, by id. */
    deleteAssets: (ids: readonly string[]) =>
      json<BatchErrors>('DELETE', '/v2/batch/assets', { asset_ids: ids }),
    /** Removes for good what lies in the trash. */
    purgeAsset: (id: string) => json<{ asset_id: string }>('DELETE', `/api/assets/${id}`),
    /** Moves a version stack to the trash with all its versions. */
    deleteStack: (id: string) => json<Asset>('DELETE', `/api/assets/${id}/versions`),
    moveAsset: (folderId: string, id: string) => json<Asset>('POST', `/v2/assets/${folderId}/move`, { id }),
    /** Puts a file on top of another one, or of a stack; answers with the stack. */
    versionAsset: (baseId: string, nextId: string) =>
      json<Asset>('POST', `/v2/assets/${baseId}/version`, { next_asset_id: nextId }),
    unversionAsset: (id: string) => json<Asset>('DELETE', `/v2/assets/${id}/unversion`),
    restoreAsset: (id: string) => json<Asset>('PUT', `/v2/assets/${id}/restore`),

    /** What has arrived of an upload, with fresh URLs for the rest. */
    uploadStatus: (assetId: string, signal?: AbortSignal) =>
      json<UploadStatus>('GET', `/api/assets/${assetId}/upload`, undefined, signal),
    /** Ends an unfinished upload and removes its asset for good. */
    cancelUpload: async (assetId: string) =>
      void (await call(options, 'DELETE', `/api/assets/${assetId}/upload`)),
    /** What the media engine is doing with an asset. */
    pipeline: (assetId: string, signal?: AbortSignal) =>
      json<Pipeline>('GET', `/api/assets/${assetId}/pipeline`, undefined, signal),
    /** Makes failed renditions again. */
    retryPipeline: (assetId: string) => json<Pipeline>('POST', `/api/assets/${assetId}/pipeline/retry`),
    /** Leaves out what is still to be made of a file. */
    stopPipeline: (assetId: string) => json<Pipeline>('POST', `/api/assets/${assetId}/pipeline/stop`),
    /** What the media engine has to do for an account, or with `failed` what it could not do. */
    processing: (
      accountId: string,
      {
        signal,
        ...query
      }: { state?: 'open' | 'failed'; page?: number; page_size?: number; signal?: AbortSignal } = {},
    ) => callPage<ProcessingEntry>(options, `/api/accounts/${accountId}/processing`, { query, signal }),
    /** A link to files and folders as one archive. */
    createZip: (assetIds: string[]) => json<Zip>('POST', '/api/zips', { asset_ids: assetIds }),
    /** One frame of a film in full size, as PNG. */
    framePicture: (assetId: string, number: number) =>
      callFile(options, `/api/assets/${assetId}/frame`, { query: { number } }),
    /** Names, from the root down, of the folders above an asset: for breadcrumbs. */
    ancestors: (assetId: string, signal?: AbortSignal) =>
      json<{ id: string; name: string; type: string }[]>(
        'GET',
        `/api/assets/${assetId}/ancestors`,
        undefined,
        signal,
      ),
  }
}

export type Client = ReturnType<typeof createClient>
