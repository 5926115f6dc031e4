// Calls about what somebody looked at, and what is new since then.
import type { Asset } from '@rushes/contract/assets'
import type { CardNews, Visit } from '@rushes/contract/visits'
import type { ListOptions } from './list-options.ts'
import { callJson, callPage } from './request.ts'
import type { ClientOptions } from './request.ts'

/** The part of the client that is about visits, mixed into `createClient`. */
export function visitCalls(options: ClientOptions) {
  return {
    /** Opens the room of a file: answers with what is new since the last time. */
    beginVisit: (assetId: string) => callJson<Visit>(options, 'POST', `/api/assets/${assetId}/visit`),
    /** Cards of a folder with something new for the caller. */
    news: (folderId: string, signal?: AbortSignal) =>
      callJson<CardNews[]>(options, 'GET', `/api/assets/${folderId}/news`, { signal }),
    /** Everything in a folder counts as seen. */
    dismissNews: (folderId: string) =>
      callJson<{ ok: boolean }>(options, 'DELETE', `/api/assets/${folderId}/news`),
    /** What the caller looked at lately, the last one first. */
    recentAssets: ({ signal, ...query }: ListOptions = {}) =>
      callPage<Asset>(options, '/api/me/recent_assets', { query, signal }),
  }
}
