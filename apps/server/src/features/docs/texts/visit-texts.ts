// What somebody looked at, and what is new for them.
import type { EndpointText } from '../endpoint-text.ts'

export const VISIT_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'POST /api/assets/{asset_id}/visit',
    title: 'Visit an Asset',
    what: 'Notes that you look at a file now, and says which comments are new since you last did: those of others that you have not seen. On the first visit nothing is called new. Of a version stack its newest version is meant.',
    errors: [{ status: 422, when: 'the asset is a folder' }],
    answer: 'visit',
  },
  {
    endpoint: 'GET /api/assets/{asset_id}/news',
    title: 'See what is new in a folder',
    what: 'Lists the files and version stacks of a folder that you have visited before and that have something new for you: comments of others that you have not seen, or a version that somebody else added.',
    fields: { asset_id: 'The folder.' },
    answer: 'news',
  },
  {
    endpoint: 'DELETE /api/assets/{asset_id}/news',
    title: 'Mark all in a folder as seen',
    what: 'Notes that you know of everything in a folder: nothing in it is new for you until there is more.',
    fields: { asset_id: 'The folder.' },
  },
  {
    endpoint: 'GET /api/me/recent_assets',
    title: 'List what you visited lately',
    what: 'Lists the files that you looked at lately and may still see, the last one first; at most 100.',
  },
]
