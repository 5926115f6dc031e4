// The Assets pages, in the order of the V2 menu.
import { RealtimePartsBody } from '@rushes/contract/realtime-upload'
import type { EndpointText } from '../endpoint-text.ts'
import { ASSET_SEARCH_TEXTS, LIBRARY_SEARCH_TEXTS } from './search-texts.ts'
import { STACK_TEXTS } from './stack-texts.ts'

const RESTORABLE = 'Everything it took can be brought back with **Restore a deleted asset**.'

export const ASSET_TEXTS: readonly EndpointText[] = [
  ...LIBRARY_SEARCH_TEXTS,
  {
    endpoint: 'POST /v2/batch/assets/{destination_id}/copy',
    what: 'Copies several assets into one folder. Each one is tried by itself: `success` holds the copies by the id of what they are copies of, `error` says which could not be made and why. The answer is 200 even when some failed.',
    effects: ['Copies share the stored file, so they take no room and need no new transcodes.'],
    answer: 'batch',
    fields: {
      batch: 'What to copy.',
      'batch.id': 'The asset to copy.',
      copy_comments:
        '`all` takes the comments along: threads, drawings, times and completion, by those who wrote them; likes and reads start anew. `none` does not. Absent: `none`.',
    },
  },
  {
    endpoint: 'DELETE /v2/batch/assets',
    what: 'Moves several assets to the trash. Each one is tried by itself: `error` says which could not be deleted and why, and the answer is 200 even then. The list travels in the body of the DELETE, as JSON; `asset_ids[]=…` in the query works too.',
    effects: ['The same as **Delete an Asset**, for each of them.'],
    answer: 'batch',
  },
  {
    endpoint: 'POST /v2/assets/{destination_folder}/copy',
    what: 'Copies a file, a folder with all that is in it, or a version stack into a folder. The copy has its own id and its own history; it keeps name, description and properties, and starts without a label and without comments.',
    effects: [
      'The copy shares the stored file: it takes no room and needs no new transcodes.',
      'A big folder fills in the background; its `item_count` is right from the start.',
    ],
    fields: { id: 'The asset to copy.' },
  },
  {
    endpoint: 'POST /v2/assets/{asset_id}/children',
    what: 'Makes a file or a folder in a folder. For a file, give its size in bytes and its media type: the answer then holds `upload_urls`, one signed PUT URL per part. Split the file into that many parts of `ceil(filesize / n)` bytes and send each with `Content-Type` as in `filetype` and `x-amz-acl: private`, and without a token. When the last part has arrived the file is complete; there is no call that says so. With `source.url` the server fetches the file itself and there is nothing to send.\n\nTo put something at the top of a project, use the `root_asset_id` of the project. A form body works too.',
    effects: [
      'The new asset is the first of its folder: its `index` is smaller than every other one there.',
      '`item_count` of the folder and the counters of the project go up at once.',
      'An upload that is not finished is given up after 7 days.',
    ],
    fields: {
      asset_id: 'The folder it is made in.',
      type: '`file` or `folder`.',
      name: 'Name of the file, with its extension, or of the folder.',
      filesize: 'Bytes. Required for a file that you send yourself; 0 makes an empty file.',
      filetype: 'Media type such as `video/mp4`. Absent: guessed from the name.',
      extension:
        'Read for real-time uploads only: the extension of a file that has no name yet, such as `.mov`.',
      is_realtime_upload:
        'True for a file that is still being written. Its parts are asked for as they come to be.',
      source: 'Lets the server fetch the file.',
      auto_version_id:
        'An existing file or version stack: when all bytes have arrived, the new file becomes its newest version.',
      parts: 'How many upload URLs you want, up to 10,000. Absent: one for every 20 MiB, at most 35.',
    },
    errors: [{ status: 422, when: '`name`, `type` or `filesize` is missing, or the parent is no folder' }],
  },
  {
    endpoint: 'DELETE /v2/assets/{asset_id}',
    what: 'Moves a file, a folder or a version stack to the trash and answers with it, `deleted_at` set. Deleting a folder takes everything in it along, in the same instant, however much it is. Deleting a stack does not delete its versions: they step out into the folder, in the place of the stack.',
    effects: [
      'The asset disappears from lists, and its links stop working at once.',
      '`item_count` of the folder goes down; storage stays in use until the asset is removed for good.',
      RESTORABLE,
    ],
    fields: { asset_id: 'The file, folder or stack to delete.' },
    errors: [{ status: 422, when: 'it is the root folder of a project' }],
  },
  {
    endpoint: 'GET /v2/assets/{asset_id}/children',
    what: 'Lists what lies directly in a folder, or the versions of a stack, newest first. Stacks come with their newest version as `cover_asset`.',
    fields: {
      asset_id: 'The folder or stack. For the top of a project its `root_asset_id`.',
      include: '`children` embeds the first three assets of every folder. Several names with commas.',
      sort: 'One or more of `index`, `name`, `label`, `filesize`, `filetype`, `type`, `comment_count`, `id`, `uploaded_at`, `inserted_at` and `updated_at`, with commas; `-` in front turns the order around. Absent: by `index`, so newest first.',
    },
  },
  {
    endpoint: 'GET /v2/assets/{asset_id}',
    what: 'Answers with one file, folder or version stack, and with the project it lies in. What is in the trash is answered with 404 unless `include_deleted` is true.',
    effects: ['`view_count` goes up by one, a moment later.'],
    fields: {
      include: '`children` embeds the first three assets in it.',
      type: 'Answers 404 unless the asset is of one of these types.',
    },
  },
  {
    endpoint: 'GET /v2/assets/{asset_id}/audio',
    title: 'Get audio',
    what: 'Answers with the sound tracks of a file, as signed URLs of MP4 files named by number, language and layout. A file without sound has an empty list; so has one that is not transcoded yet.',
  },
  {
    endpoint: 'GET /v2/assets/{asset_id}/subtitles',
    title: 'Get the subtitles',
    what: 'Answers with the text subtitles that were found in a file, as signed URLs of WebVTT files named by number and language. A file without any has an empty list; so has one that is not transcoded yet.',
  },
  {
    endpoint: 'POST /v2/assets/{asset_id}/label',
    title: 'Label an Asset',
    what: 'Sets where the work on an asset stands.',
    effects: ['Unlike a label set with **Update an Asset** it is recorded as a change of the label.'],
    errors: [{ status: 422, when: '`label` is none of the four' }],
  },
  {
    endpoint: 'POST /v2/assets/{destination_folder}/move',
    what: 'Moves a file, a folder with all that is in it, or a version stack to another folder of the same account. Ids, comments and links stay as they are.',
    effects: [
      'A move to another project changes `project_id` and `team_id` of everything in it; big folders are carried over in the background and are in their new place at once. Who may not download an asset cannot take it to another project.',
    ],
    fields: { id: 'The asset to move.' },
    errors: [
      {
        status: 422,
        when: 'the destination is no folder, is the asset itself or lies inside it, or belongs to another account',
      },
      { status: 403, when: 'the asset is private and you could not see it in the other project' },
    ],
  },
  {
    endpoint: 'POST /v2/assets/{asset_id}/realtime_upload/parts',
    body: RealtimePartsBody,
    answer: 'parts',
    what: 'Asks for upload URLs for the next parts of a file that is still being written. Numbers may have gaps and come in any order; the file is put together in their order. The part with `is_final` says that no more will be asked for. While it grows, `original` answers with what is there from the start without a gap.',
    fields: {
      parts: 'The parts that are ready.',
      'parts.number': 'From 1 to 10,000.',
      'parts.size': 'Bytes; at least 5,242,880 unless it is the final one.',
      'parts.is_final': 'True for the part that ends the file.',
      asset_name: 'Gives a file that was made by its extension its name.',
      asset_filesize: 'Bytes of the whole file. Required with the final part.',
    },
    errors: [{ status: 400, when: 'a part is too small, a number is out of range, or the size is missing' }],
  },
  {
    endpoint: 'PUT /v2/assets/{asset_id}/restore',
    title: 'Restore a deleted Asset',
    what: 'Takes an asset out of the trash, with exactly what its deletion took, back to where it was. When that folder is gone it goes to the nearest one above that is not; `parent_id` says where it lies. What was deleted with a folder can be restored alone: it comes out of that folder the same way. Restoring what can be seen changes nothing.',
    effects: [
      'A stack takes those of its versions again that still lie in the folder, in their old order.',
      'Counters and links are as they were before.',
    ],
    errors: [
      {
        status: 409,
        when: 'the project is gone, or fewer than two versions of a stack are left to stack again',
      },
    ],
  },
  ...ASSET_SEARCH_TEXTS,
  ...STACK_TEXTS,
  {
    endpoint: 'DELETE /api/assets/{asset_id}/versions',
    title: 'Delete a version stack with its versions',
    what: 'Moves a version stack to the trash with all its versions, as one deletion. **Delete an Asset** leaves the versions in the folder instead.',
    effects: [RESTORABLE],
    fields: { asset_id: 'The stack.' },
    errors: [{ status: 422, when: 'the asset is not a version stack' }],
  },
  {
    endpoint: 'DELETE /api/assets/{asset_id}',
    title: 'Remove an Asset for good',
    what: 'Removes what lies in the trash for good, with everything its deletion took. It cannot be restored any more. V2 has no such call, so this one stands beside it.',
    effects: ['The stored bytes go too, unless a copy still uses them.'],
  },
]
