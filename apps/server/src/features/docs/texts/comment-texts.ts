// Comments, their threads, and what people say of them.
import type { EndpointText } from '../endpoint-text.ts'

const BODY = {
  duration: 'Frames: the comment is about the range that begins at `timestamp`.',
  page: 'The page of a document it is about.',
  private: 'True shows it to the team alone.',
}
const LIST = {
  include: '`replies` embeds the answers in each comment.',
  sort: 'Field to sort by; `-` in front turns the order around.',
  filter: 'Conditions by field, as `filter[completed]=true`.',
}

export const COMMENT_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /v2/assets/{asset_id}/comments',
    title: 'Get Comments of an Asset',
    what: 'Lists what was said about an asset. For a version stack that is what was said about its newest version.',
    fields: LIST,
  },
  {
    endpoint: 'POST /v2/assets/{asset_id}/comments',
    what: 'Writes a comment on a file: on one frame, on a range, or on the whole. Name somebody in the text as `@name` to tell them.',
    effects: ['`comment_count` of the asset goes up.'],
    fields: BODY,
    errors: [{ status: 422, when: 'the text is missing, or the asset is a folder' }],
  },
  {
    endpoint: 'GET /v2/comments/{comment_id}',
    title: 'Get a Comment',
    what: 'Answers with one comment.',
    fields: { include: LIST.include },
  },
  {
    endpoint: 'PUT /v2/comments/{comment_id}',
    what: 'Changes what you send and leaves the rest as it is. Null takes a value away. Only who wrote a comment may change it.',
    effects: ['A changed text sets `text_edited_at`.'],
    fields: BODY,
  },
  {
    endpoint: 'POST /v2/comments/{comment_id}',
    title: 'Update a Comment (by POST)',
    what: 'The same as **Update a Comment**, by the method some older clients use. Here a null is passed over.',
    fields: BODY,
  },
  {
    endpoint: 'DELETE /v2/comments/{comment_id}',
    what: 'Deletes a comment and answers with it, `deleted_at` set. The first one of a thread takes its answers along.',
    effects: ['`comment_count` of the asset goes down.'],
  },
  {
    endpoint: 'POST /v2/comments/{comment_id}/complete',
    title: 'Mark a Comment as completed',
    what: 'Says that what the comment asks for is done.',
  },
  {
    endpoint: 'DELETE /v2/comments/{comment_id}/complete',
    title: 'Mark a Comment as not completed',
    what: 'Says that what the comment asks for is not done after all.',
  },
  {
    endpoint: 'GET /v2/comments/{comment_id}/replies',
    title: 'Get a Comment and its replies',
    what: 'Answers with the thread of a comment.',
    fields: LIST,
  },
  {
    endpoint: 'POST /v2/comments/{comment_id}/replies',
    title: 'Reply to a Comment',
    what: 'Answers a comment. Threads are one level deep: an answer to an answer joins the same thread.',
    effects: ['`has_replies` of the comment becomes true.'],
    fields: BODY,
  },
  {
    endpoint: 'POST /v2/comments/{comment_id}/like',
    title: 'Like a Comment',
    what: 'Says that you like a comment. Liking it twice counts once. Answers with all who do.',
  },
  {
    endpoint: 'DELETE /v2/comments/{comment_id}/like',
    title: 'Take a like back',
    what: 'Takes your like of a comment back. Answers with those that are left.',
  },
  {
    endpoint: 'GET /v2/comments/{comment_id}/impressions',
    title: 'Get impressions of a Comment',
    what: 'Lists who likes a comment and who has read it.',
  },
  {
    endpoint: 'POST /api/comments/{comment_id}/restore',
    title: 'Restore a deleted Comment',
    what: 'Brings a deleted comment back, with the answers that went with it.',
    errors: [{ status: 409, when: 'the thread of a reply was deleted; restore the thread' }],
  },
  {
    endpoint: 'POST /api/assets/{asset_id}/comments/read',
    title: 'Mark Comments as read',
    what: 'Says which comments of an asset you have on the screen.',
    fields: { comment_ids: 'The comments, at most 1000.' },
  },
  {
    endpoint: 'POST /api/assets/{asset_id}/comments/carry',
    title: 'Bring open Comments to another version',
    what: 'Copies what is still open on one version of a stack to another one: threads with their drawings, by those who wrote them and of the day they were written. What came along before does not come twice. Answers with the new threads.',
    effects: ['The comments of the other version stay as they are.', 'Likes and reads start anew.'],
    fields: {
      asset_id: 'The version they come to.',
      from_asset_id: 'The version they come from.',
    },
    errors: [{ status: 422, when: 'the two are not versions in one stack' }],
    answer: 'comment_list',
  },
  {
    endpoint: 'GET /api/assets/{asset_id}/comments/export',
    title: 'Export the Comments of an Asset',
    what: 'Answers with the comments of an asset as a file: for a spreadsheet, for reading, or as markers for an editing program. Markers stand on the very frame, in the timecode of the source; comments on one frame become one marker, because editing programs keep one a frame. Team-only comments are in it when you may see them.',
    fields: {
      format:
        '`csv`: one row a comment, for spreadsheets. `text`: for reading. `pdf`: for printing, with the pictures and what was drawn on them. `edl`: CMX 3600 with locators (`* LOC:`). `resolve`: markers for DaVinci Resolve. `avid`: markers for Media Composer. `final_cut`: FCPXML 1.9. `premiere`: Final Cut Pro 7 XML, which Premiere Pro imports.',
      filter: '`all` threads, those that are `open`, or those that are `done`.',
    },
    errors: [
      { status: 422, when: 'there is no such format, or the format needs frames and the asset has none' },
    ],
  },
  {
    endpoint: 'GET /api/assets/{asset_id}/comments/likes',
    title: 'List your likes of an Asset',
    what: 'Says which comments of an asset you like.',
    answer: 'comment_list',
  },
  {
    endpoint: 'GET /api/search/comments',
    title: 'Search for Comments',
    what: 'Finds comments and replies by the words in them, in every project that you may see, the newest first. Each word is found by its beginning. Team-only comments are found by who may see them.',
    fields: {
      q: 'The words. All of them must be in the comment.',
      project_id: 'Only in this project; several in a list.',
      page_size: 'How many comments a page has. Absent: 10. No more than the newest 1000 are counted.',
    },
    answer: 'found_comment',
  },
  {
    endpoint: 'GET /api/projects/{project_id}/mentionable',
    title: 'List who can be named in Comments',
    what: 'Lists the people who can be named in the comments of a project.',
    answer: 'mentionable',
  },
]
