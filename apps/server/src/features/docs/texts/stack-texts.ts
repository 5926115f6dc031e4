// Unversion, Update, Version: the end of the V2 menu of Assets.
import type { EndpointText } from '../endpoint-text.ts'

export const STACK_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'DELETE /v2/assets/{asset_id}/unversion',
    what: 'Takes a version out of its stack and puts it beside the stack. When only one version would be left, that one steps out too and the stack is gone.',
    effects: ['The stack shows the newest version that is left.'],
    fields: { asset_id: 'The version, not the stack.' },
    errors: [{ status: 422, when: 'the asset is not a version in a stack' }],
  },
  {
    endpoint: 'PUT /v2/assets/{asset_id}',
    what: 'Changes what you send and leaves the rest as it is. Keys other than those below are passed over. `properties` is replaced as a whole.',
    effects: ['`updated_at` changes.'],
    errors: [{ status: 422, when: 'a value is not allowed, or it is the root folder of a project' }],
  },
  {
    endpoint: 'POST /v2/assets/{asset_id}/version',
    what: 'Puts a file on top of another one. Two files become a new version stack with an id of its own, in the place of the first; on a stack the file becomes the newest version. Answers with the stack.\n\nWhen the target may be in a stack already, look first: GET it, and if its parent is a `version_stack`, use the id of the parent.',
    effects: [
      'The versions become children of the stack: their `parent_id` is its id.',
      'The stack carries the name and the pictures of its newest version.',
    ],
    fields: {
      asset_id: 'The older file, or the stack.',
      next_asset_id: 'The file to put on top. It has to lie in the same project and be of the same kind.',
    },
    errors: [
      {
        status: 422,
        when: 'one of them is a folder or is in a stack already, they lie in different projects, or they are of different kinds',
      },
    ],
  },
]
