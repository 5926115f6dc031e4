// The rows of people and places.
import { freshAddress, inAccount, inProject, inTeam, onOneself } from './roles-matrix-rows.ts'
import type { ProjectScene, Row } from './roles-matrix-rows.ts'
import type { World } from './roles-world.ts'

const session = { isSessionOnly: true } as const
const nothing = '00000000-0000-4000-8000-000000000000'

const project =
  (rest = '', body?: Record<string, unknown>) =>
  (scene: ProjectScene) => ({
    path: `/v2/projects/${scene.project.id}${rest}`,
    ...(body === undefined ? {} : { body }),
  })
const team =
  (rest = '', body?: () => Record<string, unknown>) =>
  (id: string) => ({
    path: `/v2/teams/${id}${rest}`,
    ...(body === undefined ? {} : { body: body() }),
  })
const person =
  (rest = '', body?: Record<string, unknown>) =>
  async (id: string, world: World) => ({
    path: `/api/accounts/${id}/people/${(await world.newPerson('Managed', 'member')).id}${rest}`,
    ...(body === undefined ? {} : { body }),
  })

/** The collaborator record of somebody who was just invited, or of an address still to come. */
async function invited(scene: ProjectScene, world: World, isKnown: boolean): Promise<string> {
  const email = isKnown ? (await world.newPerson('Invited', null)).email : freshAddress()
  const record = await world.owner.client.ok<{ id: string }>(
    'POST',
    `/v2/projects/${scene.project.id}/collaborators`,
    { body: { email } },
  )
  return record.id
}

async function invitationInto(teamId: string, world: World): Promise<string> {
  const owner = world.personas[0]
  if (owner === undefined) throw new Error('The world has no owner.')
  const link = await owner.browser.ok<{ invitation: { id: string } }>('POST', '/api/invitations', {
    body: { team_id: teamId },
  })
  return link.invitation.id
}

export const placeRows: Record<string, Row> = {
  'GET /v2/me': onOneself(() => ({ path: '/v2/me' })),
  'GET /v2/projects/shared': onOneself(() => ({ path: '/v2/projects/shared' })),
  'GET /v2/accounts': onOneself(() => ({ path: '/v2/accounts' })),
  'GET /v2/teams': onOneself(() => ({ path: '/v2/teams' })),

  'GET /v2/accounts/{account_id}': inAccount('see', (id) => ({ path: `/v2/accounts/${id}` })),
  'GET /v2/accounts/{account_id}/membership': inAccount('see', (id) => ({
    path: `/v2/accounts/${id}/membership`,
  })),
  'GET /v2/accounts/{account_id}/teams': inAccount('see', (id) => ({ path: `/v2/accounts/${id}/teams` })),
  'POST /v2/accounts/{account_id}/teams': inAccount('create team', (id) => ({
    path: `/v2/accounts/${id}/teams`,
    body: { name: 'Made by the matrix' },
  })),

  'GET /v2/teams/{team_id}': inTeam('see', team()),
  'PUT /v2/teams/{team_id}': inTeam(
    'manage team',
    team('', () => ({ bio: 'changed' })),
  ),
  'GET /v2/teams/{team_id}/members': inTeam('see', team('/members')),
  'POST /v2/teams/{team_id}/members': inTeam(
    'manage members',
    team('/members', () => ({ email: freshAddress() })),
  ),
  'GET /v2/teams/{team_id}/membership': inTeam('see', team('/membership')),
  'POST /v2/teams/{team_id}/membership': inTeam(
    'manage members',
    team('/membership', () => ({ email: freshAddress() })),
  ),
  'POST /v2/batch/teams/{team_id}/members': inTeam('manage members', (id) => ({
    path: `/v2/batch/teams/${id}/members`,
    body: { batch: [{ email: freshAddress() }] },
  })),
  // Members may call it too: to leave.
  'DELETE /v2/batch/teams/{team_id}/members': inTeam(
    ({ account, teamRole }, isPublic) =>
      account.accountRole === 'owner' ||
      account.accountRole === 'admin' ||
      (isPublic ? account.accountRole === 'account_manager' : teamRole !== null),
    (id) => ({ path: `/v2/batch/teams/${id}/members`, body: { batch: [{ email: freshAddress() }] } }),
  ),
  // What is listed are the projects that may be seen.
  'GET /v2/teams/{team_id}/projects': inTeam('see', team('/projects')),
  'POST /v2/teams/{team_id}/projects': inTeam(
    'create project',
    team('/projects', () => ({ name: 'by the matrix' })),
  ),

  'GET /v2/projects/{project_id}': inProject('see', project()),
  'PUT /v2/projects/{project_id}': inProject('manage project', project('', { description: 'changed' })),
  'DELETE /v2/projects/{project_id}': inProject('manage project', project(), { isFresh: true }),
  'GET /v2/projects/{project_id}/membership': inProject('see', project('/membership')),
  'GET /v2/projects/{project_id}/tree': inProject('see', project('/tree')),
  'GET /v2/projects/{project_id}/trash': inProject('see', project('/trash')),
  'GET /v2/projects/{project_id}/collaborators': inProject('see', project('/collaborators')),
  'POST /v2/projects/{project_id}/collaborators': inProject('invite', (scene) => ({
    path: `/v2/projects/${scene.project.id}/collaborators`,
    body: { email: freshAddress() },
  })),
  'DELETE /v2/projects/{project_id}/collaborators/{collaborator_id}': inProject(
    'remove collaborators',
    async (scene, world) => ({
      path: `/v2/projects/${scene.project.id}/collaborators/${await invited(scene, world, true)}`,
    }),
  ),
  'DELETE /v2/collaborators/{collaborator_id}': inProject('remove collaborators', async (scene, world) => ({
    path: `/v2/collaborators/${await invited(scene, world, true)}`,
  })),
  'GET /v2/projects/{project_id}/pending_collaborators': inProject('see', project('/pending_collaborators')),
  'DELETE /v2/pending_collaborators/{id}': inProject('remove collaborators', async (scene, world) => ({
    path: `/v2/pending_collaborators/${await invited(scene, world, false)}`,
  })),
  'POST /v2/batch/projects/{project_id}/collaborators': inProject('invite', (scene) => ({
    path: `/v2/batch/projects/${scene.project.id}/collaborators`,
    body: { batch: [{ email: freshAddress() }] },
  })),
  'DELETE /v2/batch/projects/{project_id}/collaborators': inProject('remove collaborators', (scene) => ({
    path: `/v2/batch/projects/${scene.project.id}/collaborators`,
    body: { batch: [{ email: freshAddress() }] },
  })),
  'PUT /api/projects/{project_id}/preferences': inProject('see', (scene) => ({
    path: `/api/projects/${scene.project.id}/preferences`,
    body: { notify_on_new_asset: false },
  })),
  'GET /api/projects/{project_id}/mentionable': inProject('see', (scene) => ({
    path: `/api/projects/${scene.project.id}/mentionable`,
  })),

  'GET /api/tokens': onOneself(() => ({ path: '/api/tokens' }), session),
  'POST /api/tokens': onOneself(
    () => ({ path: '/api/tokens', body: { name: 'x', scopes: ['asset.read'] } }),
    session,
  ),
  // There is nothing of theirs with this id.
  'DELETE /api/tokens/{id}': onOneself(() => ({ path: `/api/tokens/${nothing}` }), {
    ...session,
    answers: 404,
  }),
  'GET /api/tokens/{id}/requests': onOneself(() => ({ path: `/api/tokens/${nothing}/requests` }), {
    ...session,
    answers: 404,
  }),
  'GET /api/me/rate_limits': onOneself(() => ({ path: '/api/me/rate_limits' })),
  'GET /api/sessions': onOneself(() => ({ path: '/api/sessions' }), session),
  'DELETE /api/sessions/{id}': onOneself(() => ({ path: `/api/sessions/${nothing}` }), {
    ...session,
    answers: 404,
  }),
  'DELETE /api/sessions': onOneself(() => ({ path: '/api/sessions' }), session),
  'PUT /api/me': onOneself(() => ({ path: '/api/me', body: { bio: 'changed' } }), session),
  // No picture is sent.
  'PUT /api/me/picture': onOneself(() => ({ path: '/api/me/picture' }), { ...session, answers: 422 }),
  'DELETE /api/me/picture': onOneself(() => ({ path: '/api/me/picture' }), session),
  'POST /api/me/password': onOneself(
    () => ({ path: '/api/me/password', body: { current_password: 'wrong', new_password: 'long enough' } }),
    { ...session, answers: 422 },
  ),

  'GET /api/me/security': onOneself(() => ({ path: '/api/me/security' }), session),
  // Whoever the matrix is played with has no password.
  ...Object.fromEntries(
    [
      'POST /api/me/totp',
      'DELETE /api/me/totp',
      'POST /api/me/recovery_codes',
      'POST /api/me/passkeys/options',
    ].map((route) => [
      route,
      onOneself(() => ({ path: route.split(' ')[1] ?? '', body: { password: 'none' } }), {
        ...session,
        answers: 422,
      }),
    ]),
  ),
  'POST /api/me/totp/confirm': onOneself(() => ({ path: '/api/me/totp/confirm', body: { code: '000000' } }), {
    ...session,
    answers: 422,
  }),
  'GET /api/me/passkeys': onOneself(() => ({ path: '/api/me/passkeys' }), session),
  // The servers under test are called by an address, where no passkey works.
  'POST /api/me/passkeys': onOneself(
    () => ({
      path: '/api/me/passkeys',
      body: {
        name: 'none',
        credential: {
          id: 'eA',
          rawId: 'eA',
          type: 'public-key',
          response: { clientDataJSON: 'eA', attestationObject: 'eA' },
        },
      },
    }),
    { ...session, answers: 409 },
  ),
  'PUT /api/me/passkeys/{id}': onOneself(
    () => ({ path: `/api/me/passkeys/${nothing}`, body: { name: 'none' } }),
    { ...session, answers: 404 },
  ),
  'DELETE /api/me/passkeys/{id}': onOneself(() => ({ path: `/api/me/passkeys/${nothing}` }), {
    ...session,
    answers: 404,
  }),

  'GET /api/accounts/{account_id}/processing': inAccount('manage people', (id) => ({
    path: `/api/accounts/${id}/processing`,
  })),
  'GET /api/accounts/{account_id}/disk': inAccount(
    'manage people',
    (id) => ({ path: `/api/accounts/${id}/disk` }),
    session,
  ),
  'GET /api/accounts/{account_id}/people': inAccount(
    'manage people',
    (id) => ({ path: `/api/accounts/${id}/people` }),
    session,
  ),
  'PUT /api/accounts/{account_id}/people/{user_id}': inAccount(
    'manage people',
    person('', { role: 'member' }),
    session,
  ),
  'DELETE /api/accounts/{account_id}/people/{user_id}': inAccount('manage people', person(), session),
  'POST /api/accounts/{account_id}/people/{user_id}/deactivate': inAccount(
    'manage people',
    person('/deactivate', {}),
    session,
  ),
  'POST /api/accounts/{account_id}/people/{user_id}/reactivate': inAccount(
    'manage people',
    person('/reactivate', {}),
    session,
  ),
  'POST /api/accounts/{account_id}/people/{user_id}/password_link': inAccount(
    'manage people',
    person('/password_link', {}),
    session,
  ),
  'DELETE /api/accounts/{account_id}/people/{user_id}/second_factor': inAccount(
    'manage people',
    person('/second_factor'),
    session,
  ),
  // To the owner themselves, which changes nothing.
  'POST /api/accounts/{account_id}/owner': inAccount(
    'own',
    (id, world) => ({ path: `/api/accounts/${id}/owner`, body: { user_id: world.owner.id } }),
    session,
  ),
  'GET /api/invitations': inTeam(
    'manage members',
    (id) => ({ path: `/api/invitations?team_id=${id}` }),
    session,
  ),
  'POST /api/invitations': inTeam(
    'manage members',
    (id) => ({ path: '/api/invitations', body: { team_id: id } }),
    session,
  ),
  'POST /api/invitations/{id}/link': inTeam(
    'manage members',
    async (id, world) => ({ path: `/api/invitations/${await invitationInto(id, world)}/link`, body: {} }),
    session,
  ),
  'DELETE /api/invitations/{id}': inTeam(
    'manage members',
    async (id, world) => ({ path: `/api/invitations/${await invitationInto(id, world)}` }),
    session,
  ),
}
