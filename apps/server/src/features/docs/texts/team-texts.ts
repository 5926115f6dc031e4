// Teams and their members, accounts and the caller.
import type { EndpointText } from '../endpoint-text.ts'

const INCLUDE = '`account` embeds the account, `user_role` your own role.'
const ADD =
  'Puts somebody into a team, by e-mail address or by id. A person this server knows is in at once; for an unknown address the answer is a pending member until somebody joins with it.'
const ADD_FIELDS = {
  role: '`member` or `team_manager`. Absent: `member`.',
  user_id: 'Or the id of a person this server knows.',
}

export const TEAM_TEXTS: readonly EndpointText[] = [
  { endpoint: 'GET /v2/teams', what: 'Lists the teams you are in.', fields: { include: INCLUDE } },
  {
    endpoint: 'GET /v2/accounts/{account_id}/teams',
    what: 'Lists the teams of an account that you may see: all of them when you manage the account.',
    fields: { include: INCLUDE },
  },
  {
    endpoint: 'POST /v2/accounts/{account_id}/teams',
    what: 'Makes a team. You become its manager.',
    fields: { name: 'Name of the team.', include: INCLUDE },
    errors: [{ status: 422, when: 'the name is missing, or a colour is none' }],
  },
  { endpoint: 'GET /v2/teams/{team_id}', what: 'Answers with one team.', fields: { include: INCLUDE } },
  {
    endpoint: 'PUT /v2/teams/{team_id}',
    what: 'Changes what you send and leaves the rest as it is. A `watermark` lies over the proxies that are made from then on; `null` takes it away. With `default_session_watermark_template_id` everybody who was only invited into a project sees its films under a watermark with their own name, and can download nothing.',
    fields: { name: 'Name of the team.', include: INCLUDE },
  },
  {
    endpoint: 'GET /v2/teams/{team_id}/members',
    what: 'Lists the members of a team, then those who were invited and are still to come.',
    fields: { sort: '`name`, `email`, `role` or `inserted_at`; `-` in front turns the order around.' },
  },
  {
    endpoint: 'POST /v2/teams/{team_id}/members',
    what: ADD,
    fields: ADD_FIELDS,
    errors: [{ status: 422, when: 'neither `email` nor `user_id` is given' }],
  },
  {
    endpoint: 'GET /v2/teams/{team_id}/membership',
    what: 'Says what you are in a team.',
    answer: 'membership',
  },
  {
    endpoint: 'POST /v2/teams/{team_id}/membership',
    title: 'Add a Team member (older path)',
    what: `${ADD} The same as **Add a Team member**, on the path that some older clients use.`,
    fields: ADD_FIELDS,
  },
  {
    endpoint: 'POST /v2/batch/teams/{team_id}/members',
    title: 'Bulk add Team members',
    what: 'Puts several people into a team. Each one is tried by itself: `success` holds who is in, `error` says who is not and why. The answer is 200 even when some failed.',
    answer: 'batch',
  },
  {
    endpoint: 'DELETE /v2/batch/teams/{team_id}/members',
    title: 'Bulk remove Team members',
    what: 'Takes several people out of a team. The list travels in the body of the DELETE, as JSON. Each one is tried by itself.',
    answer: 'batch',
  },
]

export const ACCOUNT_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /v2/accounts',
    what: 'Lists the accounts you are a member of, or have been invited into a project of. Most servers have one.',
    fields: { include: '`teams` and `account_members` embed those lists.' },
  },
  {
    endpoint: 'GET /v2/accounts/{account_id}',
    what: 'Answers with one account.',
    fields: { include: '`teams` and `account_members` embed those lists.' },
  },
  {
    endpoint: 'GET /v2/accounts/{account_id}/membership',
    what: 'Says what you are in an account.',
    answer: 'membership',
  },
]

export const USER_TEXTS: readonly EndpointText[] = [
  {
    endpoint: 'GET /v2/me',
    title: 'Get your own User',
    what: 'Answers with the person the token belongs to. Any valid token may ask: the quickest way to find out whether one works.',
  },
  {
    endpoint: 'PUT /api/me',
    title: 'Change your profile',
    what: 'Changes what you send of your own profile and leaves the rest as it is.',
    isSessionOnly: true,
    fields: { name: 'Your full name.', color: 'Colour such as `#5b53ff`, shown while you have no picture.' },
  },
  {
    endpoint: 'PUT /api/me/picture',
    title: 'Set your picture',
    what: 'Takes a picture as the body of the request, cuts the square in its middle out, and keeps that in the sizes a User names. The file itself, and what it says of when and where it was taken, is not kept. JPEG, PNG, WebP, GIF and AVIF, up to 15 MB.',
    isSessionOnly: true,
    effects: ['The addresses of the picture before it stop working.'],
    errors: [
      {
        status: 422,
        when: 'the file is no such picture, damaged, an animation, too large, or less than 32 pixels wide or high',
      },
    ],
  },
  {
    endpoint: 'DELETE /api/me/picture',
    title: 'Remove your picture',
    what: 'Forgets your picture. Your initials are shown again.',
    isSessionOnly: true,
  },
  {
    endpoint: 'POST /api/me/password',
    title: 'Change your password',
    what: 'Sets a new password.',
    isSessionOnly: true,
    effects: ['Every other browser you are signed in with is signed out.'],
    fields: {
      current_password: 'The password you have now.',
      new_password: 'The new one, at least 8 characters.',
    },
    errors: [{ status: 422, when: 'the current password is wrong or the new one too short' }],
  },
]
