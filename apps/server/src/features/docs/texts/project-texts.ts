// Projects and their collaborators.
import type { EndpointText } from '../endpoint-text.ts'

const PEOPLE = {
  default_message: 'What the invitation says of those who have no message of their own.',
  send_email: 'True mails the invitations, when mail is set up.',
}

export const PROJECT_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /v2/teams/{team_id}/projects',
    what: 'Lists the projects of a team that you may see. Archived ones are left out unless `filter[archived]` asks for them.',
    fields: { include: '`team` and `owner` embed those objects.' },
  },
  {
    endpoint: 'POST /v2/teams/{team_id}/projects',
    what: 'Makes a project. You become its owner.',
    effects: ['Makes its root folder too: create files and folders in `root_asset_id`.'],
    fields: { name: 'Name of the project.', include: '`team` and `owner` embed those objects.' },
    errors: [{ status: 422, when: 'the name is missing' }],
  },
  {
    endpoint: 'GET /v2/projects/shared',
    what: 'Lists the projects you were invited into without being in their team.',
    fields: { include: '`team` and `owner` embed those objects.' },
  },
  {
    endpoint: 'GET /v2/projects/{project_id}',
    what: 'Answers with one project.',
    fields: { include: '`team` and `owner` embed those objects.' },
  },
  {
    endpoint: 'PUT /v2/projects/{project_id}',
    what: 'Changes what you send and leaves the rest as it is.',
    fields: {
      name: 'Name of the project.',
      private: 'True hides it from the team.',
      archive_status:
        '`archived` takes the project out of the usual lists, `standard` brings it back. V2 has no call that sets it.',
      include: '`team` and `owner` embed those objects.',
    },
  },
  {
    endpoint: 'DELETE /v2/projects/{project_id}',
    what: 'Deletes a project and answers with it, `deleted_at` set. Everything in it disappears in the same instant.',
    effects: ['Links to what is in it stop working at once.'],
  },
  {
    endpoint: 'GET /v2/projects/{project_id}/membership',
    what: 'Says what somebody is in a project: its owner, a member of its team, a collaborator, or none of these.',
    answer: 'membership.project_role',
    fields: { user_id: 'Whom it is about. Absent: you.' },
  },
  {
    endpoint: 'GET /v2/projects/{project_id}/tree',
    title: 'Get the tree of a Project',
    what: 'Answers with the folders and files of a project as one tree of slim nodes. Where the tree is cut, because it is deep or large, `is_complete` is false: fetch the children of that folder.',
    answer: 'tree',
    fields: { depth: 'How many levels, from 1 to 25.' },
  },
  {
    endpoint: 'GET /v2/projects/{project_id}/trash',
    title: 'List the trash of a Project',
    what: 'Lists what was deleted, newest first: one entry for each deletion, not for all that went with it.',
  },
  {
    endpoint: 'GET /v2/projects/{project_id}/collaborators',
    what: 'Lists the people who were invited into a project.',
    fields: { include: '`project_role` says of each what they are in the project.' },
  },
  {
    endpoint: 'POST /v2/projects/{project_id}/collaborators',
    what: 'Invites somebody into a project, by e-mail address or by id. A person this server knows is in at once; for an unknown address the answer is a pending collaborator until somebody joins with it.',
    fields: { user_id: 'Or the id of a person this server knows.' },
    errors: [{ status: 422, when: 'neither `email` nor `user_id` is given' }],
  },
  {
    endpoint: 'DELETE /v2/projects/{project_id}/collaborators/{collaborator_id}',
    title: 'Remove a Collaborator from a Project',
    what: 'Takes somebody out of a project, by the id of the collaborator, or by e-mail address with `_` in the place of the id. Pending ones too.',
    fields: {
      collaborator_id: 'The collaborator, or `_` with `email`.',
      email: 'E-mail address; wins over the id.',
    },
  },
  {
    endpoint: 'DELETE /v2/collaborators/{collaborator_id}',
    title: 'Remove a Collaborator by id',
    what: 'Takes somebody out of the project that the collaborator belongs to.',
  },
  {
    endpoint: 'GET /v2/projects/{project_id}/pending_collaborators',
    what: 'Lists the invited addresses that nobody has joined with yet.',
  },
  {
    endpoint: 'DELETE /v2/pending_collaborators/{id}',
    title: 'Remove a pending Collaborator by id',
    what: 'Takes an invitation into a project back.',
    fields: { id: 'The pending collaborator.' },
  },
  {
    endpoint: 'POST /v2/batch/projects/{project_id}/collaborators',
    title: 'Bulk add Collaborators',
    what: 'Invites several people into a project, each by `email`, `user_id` or `team_id`. Each one is tried by itself: `success` holds who is in, `error` says who is not and why. The answer is 200 even when some failed.',
    answer: 'batch',
    fields: PEOPLE,
  },
  {
    endpoint: 'DELETE /v2/batch/projects/{project_id}/collaborators',
    title: 'Bulk remove Collaborators',
    what: 'Takes several people out of a project, by e-mail address. The list travels in the body of the DELETE, as JSON. Each one is tried by itself.',
    answer: 'batch',
  },
  {
    endpoint: 'PUT /api/projects/{project_id}/preferences',
    title: 'Set your own preferences',
    what: 'Sets your own switches in a project, which answers show as `user_preferences`. V2 shows them and has no call that sets them, so this one stands beside it.',
  },
]
