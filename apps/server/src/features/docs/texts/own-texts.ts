// What stands beside /v2: uploads and media, tokens and sessions, people and invitations.
import type { EndpointText } from '../endpoint-text.ts'

export const MEDIA_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /api/assets/{asset_id}/upload',
    title: 'See what has arrived of an upload',
    what: 'Says of an upload which parts are safely stored, and signs fresh URLs for all of them. An upload that was cut off goes on with this: send the parts whose `received_at` is null.',
    answer: 'upload',
  },
  {
    endpoint: 'DELETE /api/assets/{asset_id}/upload',
    title: 'Cancel an upload',
    what: 'Ends an upload that is not finished and removes its asset for good, with the bytes that have arrived.',
    errors: [{ status: 409, when: 'the upload is complete; delete the asset instead' }],
  },
  {
    endpoint: 'GET /api/assets/{asset_id}/pipeline',
    title: 'See how far the media is',
    what: 'Says what the media engine is doing with a file: when it arrived, was looked at and could be played, how far each rendition is, and why one failed.',
    answer: 'pipeline',
  },
  {
    endpoint: 'POST /api/assets/{asset_id}/pipeline/retry',
    title: 'Try failed renditions again',
    what: 'Makes again what failed. A file that could not be read is looked at anew.',
    answer: 'pipeline',
    errors: [{ status: 409, when: 'the file has not arrived completely' }],
  },
  {
    endpoint: 'GET /api/assets/{asset_id}/ancestors',
    title: 'List the folders above an Asset',
    what: 'Answers with the folders above an asset, from the root folder down: what a breadcrumb shows.',
    answer: 'ancestor',
  },
]

export const TOKEN_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /api/tokens',
    title: 'List your developer tokens',
    what: 'Lists your tokens, without the tokens themselves: they are shown once, when they are made.',
    answer: 'token',
    isSessionOnly: true,
  },
  {
    endpoint: 'POST /api/tokens',
    title: 'Create a developer token',
    what: 'Makes a token that acts as you, within the scopes it is given.',
    answer: 'token',
    isSessionOnly: true,
    fields: {
      name: 'What it is for, so that you know later.',
      expires_at: 'When it ends by itself. Null or absent: never.',
    },
    errors: [{ status: 422, when: 'no scope is named, one does not exist, or the time has passed' }],
  },
  {
    endpoint: 'DELETE /api/tokens/{id}',
    title: 'Revoke a developer token',
    what: 'Ends a token. Its next call is answered with 401.',
    isSessionOnly: true,
    fields: { id: 'The token.' },
  },
  {
    endpoint: 'GET /api/sessions',
    title: 'List your sessions',
    what: 'Lists the browsers you are signed in with, the last used one first.',
    answer: 'session',
    isSessionOnly: true,
  },
  {
    endpoint: 'DELETE /api/sessions/{id}',
    title: 'Sign a browser out',
    what: 'Ends one session.',
    isSessionOnly: true,
    fields: { id: 'The session.' },
  },
  {
    endpoint: 'DELETE /api/sessions',
    title: 'Sign all browsers out',
    what: 'Ends your sessions, all but the one that asks.',
    isSessionOnly: true,
    fields: { keep_current: 'False ends the session that asks too.' },
  },
]

const PERSON = { user_id: 'The person.', account_id: 'The account.' }
const AT_HOME = {
  status: 403,
  when: 'another account is the home of this person, or you are no admin',
} as const

export const PEOPLE_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /api/accounts/{account_id}/people',
    title: 'List the people of an account',
    what: 'Lists everybody in an account, with their teams and the projects they were invited into. For admins.',
    answer: 'person',
    isSessionOnly: true,
    fields: { q: 'Only people with this in their name or address.' },
  },
  {
    endpoint: 'PUT /api/accounts/{account_id}/people/{user_id}',
    title: 'Change the role of a person',
    what: 'Gives a member of the account another role.',
    answer: 'person',
    isSessionOnly: true,
    fields: { ...PERSON, role: '`admin`, `account_manager`, `billing_manager` or `member`.' },
    errors: [{ status: 409, when: 'the person owns the account, is no member of it, or is you' }],
  },
  {
    endpoint: 'DELETE /api/accounts/{account_id}/people/{user_id}',
    title: 'Remove a person from an account',
    what: 'Takes somebody out of an account, with all its teams and projects. What they made stays.',
    isSessionOnly: true,
    fields: PERSON,
    errors: [{ status: 409, when: 'the person owns the account, or is you' }],
  },
  {
    endpoint: 'POST /api/accounts/{account_id}/people/{user_id}/deactivate',
    title: 'Deactivate a person',
    what: 'Keeps somebody from signing in. What they made stays, and they can be reactivated.',
    effects: ['Their tokens and sessions end at once.'],
    answer: 'person',
    isSessionOnly: true,
    fields: PERSON,
    errors: [AT_HOME],
  },
  {
    endpoint: 'POST /api/accounts/{account_id}/people/{user_id}/reactivate',
    title: 'Reactivate a person',
    what: 'Lets somebody who was deactivated sign in again. Tokens that ended stay ended.',
    answer: 'person',
    isSessionOnly: true,
    fields: PERSON,
    errors: [AT_HOME],
  },
  {
    endpoint: 'POST /api/accounts/{account_id}/people/{user_id}/password_link',
    title: 'Make a link that sets a password',
    what: 'Makes a link on which somebody who forgot their password sets a new one. Pass it on yourself; no mail is sent.',
    answer: 'link',
    isSessionOnly: true,
    fields: PERSON,
    errors: [AT_HOME, { status: 409, when: 'the person is deactivated' }],
  },
  {
    endpoint: 'DELETE /api/accounts/{account_id}/people/{user_id}/second_factor',
    title: 'Reset the second factor of a person',
    what: 'Forgets the authenticator app, the recovery codes and the passkeys of somebody who has lost them. They sign in with their password alone until they set up a second factor again.',
    effects: ['Their sessions end at once.', 'They are told by mail, where mail is set up.'],
    answer: 'person',
    isSessionOnly: true,
    fields: PERSON,
    errors: [AT_HOME, { status: 409, when: 'the person owns the account, or is you' }],
  },
  {
    endpoint: 'POST /api/accounts/{account_id}/owner',
    title: 'Hand an account over',
    what: 'Makes another active member the owner of the account. Only its owner may.',
    answer: 'person',
    isSessionOnly: true,
    fields: { user_id: 'The new owner.' },
    errors: [{ status: 409, when: 'the person is no active member of the account' }],
  },
  {
    endpoint: 'GET /api/invitations',
    title: 'List invitations',
    what: 'Lists the open invitations into an account, a team or a project. Name one of the three.',
    answer: 'invitation',
    isSessionOnly: true,
    errors: [{ status: 422, when: 'no place is named' }],
  },
  {
    endpoint: 'POST /api/invitations',
    title: 'Invite somebody',
    what: 'Invites somebody into an account, a team or a project and answers with a link to pass on. Without an address the link is for whoever has it.',
    answer: 'invite',
    isSessionOnly: true,
    fields: {
      account_id: 'Into this account, or',
      team_id: 'into this team, or',
      project_id: 'into this project: give exactly one of the three.',
      role: 'Role the person gets there. Absent: the plainest one.',
    },
    errors: [{ status: 422, when: 'not exactly one place is named, or the role does not exist there' }],
  },
  {
    endpoint: 'POST /api/invitations/{id}/link',
    title: 'Make a new link for an invitation',
    what: 'Makes a new link; the old one stops working.',
    answer: 'invite',
    isSessionOnly: true,
    fields: { id: 'The invitation.' },
  },
  {
    endpoint: 'DELETE /api/invitations/{id}',
    title: 'Take an invitation back',
    what: 'Ends an invitation. Its link stops working.',
    isSessionOnly: true,
    fields: { id: 'The invitation.' },
  },
]
