// The typed client of /v2 and of our own pages beside it. One function per endpoint, nothing hidden.
import type { Account } from '@rushes/contract/accounts'
import type { CreateAssetBody, UpdateAssetBody } from '@rushes/contract/asset-requests'
import type { Asset } from '@rushes/contract/assets'
import type {
  Comment,
  CommentIds,
  CommentImpression,
  CreateCommentBody,
  ExportCommentsQuery,
  MentionablePerson,
  UpdateCommentBody,
} from '@rushes/contract/comments'
import type { Pipeline } from '@rushes/contract/pipeline'
import type { CreateProjectBody, Project, UpdateProjectBody } from '@rushes/contract/projects'
import type { Team } from '@rushes/contract/teams'
import type { UploadStatus } from '@rushes/contract/uploads'
import type { User } from '@rushes/contract/users'
import { peopleCalls } from './people.ts'
import { call, callJson, callPage } from './request.ts'
import type { ClientOptions } from './request.ts'
import { signInCalls } from './sign-in.ts'

/** Paging and order of a list; `page` is 1-based. */
export interface ListOptions {
  page?: number
  page_size?: number
  sort?: string
  include?: string
  type?: string
  include_deleted?: boolean
  'filter[archived]'?: 'all' | 'true'
  signal?: AbortSignal
}

/** A file to be saved. */
export interface NamedFile {
  name: string
  bytes: Blob
}

/** What may be sent when creating; ids are plain text here, the server checks them. */
export type NewAsset = Omit<Partial<CreateAssetBody>, 'auto_version_id'> & {
  type: 'file' | 'folder'
  auto_version_id?: string
}

/** Makes a client. With a token it acts as the token's user, without one as the browser's session. */
export function createClient(options: ClientOptions) {
  const json = <T>(method: string, path: string, body?: unknown, signal?: AbortSignal) =>
    callJson<T>(options, method, path, { body, signal })
  const page = <T>(path: string, { signal, ...query }: ListOptions = {}) =>
    callPage<T>(options, path, { query, signal })

  return {
    ...peopleCalls(options),
    ...signInCalls(options),
    me: (signal?: AbortSignal) => json<User>('GET', '/v2/me', undefined, signal),

    accounts: (list?: ListOptions) => page<Account>('/v2/accounts', list),
    account: (id: string) => json<Account>('GET', `/v2/accounts/${id}`),
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
    trash: (projectId: string, list?: ListOptions) => page<Asset>(`/v2/projects/${projectId}/trash`, list),

    asset: (id: string, signal?: AbortSignal) => json<Asset>('GET', `/v2/assets/${id}`, undefined, signal),
    children: (id: string, list?: ListOptions) => page<Asset>(`/v2/assets/${id}/children`, list),
    createAsset: (parentId: string, body: NewAsset) =>
      json<Asset>('POST', `/v2/assets/${parentId}/children`, body),
    updateAsset: (id: string, body: UpdateAssetBody) => json<Asset>('PUT', `/v2/assets/${id}`, body),
    deleteAsset: (id: string) => json<Asset>('DELETE', `/v2/assets/${id}`),
    /** Moves a version stack to the trash with all its versions. */
    deleteStack: (id: string) => json<Asset>('DELETE', `/api/assets/${id}/versions`),
    moveAsset: (folderId: string, id: string) => json<Asset>('POST', `/v2/assets/${folderId}/move`, { id }),
    /** Puts a file on top of another one, or of a stack; answers with the stack. */
    versionAsset: (baseId: string, nextId: string) =>
      json<Asset>('POST', `/v2/assets/${baseId}/version`, { next_asset_id: nextId }),
    unversionAsset: (id: string) => json<Asset>('DELETE', `/v2/assets/${id}/unversion`),
    restoreAsset: (id: string) => json<Asset>('PUT', `/v2/assets/${id}/restore`),

    comments: (assetId: string, list?: ListOptions) => page<Comment>(`/v2/assets/${assetId}/comments`, list),
    createComment: (assetId: string, body: CreateCommentBody) =>
      json<Comment>('POST', `/v2/assets/${assetId}/comments`, body),
    createReply: (commentId: string, body: CreateCommentBody) =>
      json<Comment>('POST', `/v2/comments/${commentId}/replies`, body),
    updateComment: (id: string, body: UpdateCommentBody) => json<Comment>('PUT', `/v2/comments/${id}`, body),
    deleteComment: (id: string) => json<Comment>('DELETE', `/v2/comments/${id}`),
    restoreComment: (id: string) => json<Comment>('POST', `/api/comments/${id}/restore`),
    completeComment: (id: string, isCompleted: boolean) =>
      json<Comment>(isCompleted ? 'POST' : 'DELETE', `/v2/comments/${id}/complete`),
    likeComment: (id: string, isLiked: boolean) =>
      json<CommentImpression[]>(isLiked ? 'POST' : 'DELETE', `/v2/comments/${id}/like`),
    /** Which comments of an asset the caller likes. */
    ownLikes: (assetId: string, signal?: AbortSignal) =>
      json<CommentIds>('GET', `/api/assets/${assetId}/comments/likes`, undefined, signal),
    /** Brings what is still open on another version along. */
    carryComments: (toId: string, fromId: string) =>
      json<CommentIds>('POST', `/api/assets/${toId}/comments/carry`, { from_asset_id: fromId }),
    /** The comments of an asset as a file of another program. */
    exportComments: async (assetId: string, query: ExportCommentsQuery): Promise<NamedFile> => {
      const answer = await call(options, 'GET', `/api/assets/${assetId}/comments/export`, { query })
      const encoded = /filename\*=UTF-8''(\S+)/.exec(answer.headers.get('content-disposition') ?? '')?.[1]
      return { name: decodeURIComponent(encoded ?? 'comments'), bytes: await answer.blob() }
    },
    /** Who can be named after an "@" in the comments of a project. */
    mentionable: (projectId: string, signal?: AbortSignal) =>
      json<MentionablePerson[]>('GET', `/api/projects/${projectId}/mentionable`, undefined, signal),
    /** Tells which comments a person has had on the screen. */
    readComments: async (assetId: string, commentIds: string[]) =>
      void (await call(options, 'POST', `/api/assets/${assetId}/comments/read`, {
        body: { comment_ids: commentIds },
      })),

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
