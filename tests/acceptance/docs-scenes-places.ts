// The calls about people and places that stand as examples in the reference.
import type { Stage } from './docs-stage.ts'
import type { Project } from './reference-client.ts'

interface Named {
  id: string
}

/** Account, team, members, project and collaborators, from their making on. */
export async function playPlaces({ play, guest }: Stage): Promise<{ account: Named; project: Project }> {
  await play('GET /v2/me', {})
  await play('GET /api/me/rate_limits', {})
  const [account] = await play<Named[]>('GET /v2/accounts', {})
  if (account === undefined) throw new Error('The owner has no account.')
  const ofAccount = { account_id: account.id }
  await play('GET /v2/accounts/{account_id}', ofAccount)
  await play('GET /v2/accounts/{account_id}/membership', ofAccount)

  const team = await play<Named>('POST /v2/accounts/{account_id}/teams', ofAccount, { name: 'Editing' })
  const ofTeam = { team_id: team.id }
  await play('GET /v2/accounts/{account_id}/teams', ofAccount)
  await play('GET /v2/teams', {})
  await play('GET /v2/teams/{team_id}', ofTeam)
  await play('PUT /v2/teams/{team_id}', ofTeam, { name: 'Editing and sound', color: '#1fb6a8' })
  await play('GET /v2/teams/{team_id}/membership', ofTeam)
  await play('POST /v2/teams/{team_id}/membership', ofTeam, { user_id: guest.id, role: 'member' })
  await play('POST /v2/teams/{team_id}/members', ofTeam, { email: guest.email, role: 'team_manager' })
  await play('GET /v2/teams/{team_id}/members', ofTeam)
  const batch = [{ email: 'sam@example.org' }]
  await play('POST /v2/batch/teams/{team_id}/members', ofTeam, { batch })
  await play('DELETE /v2/batch/teams/{team_id}/members', ofTeam, {
    batch: [{ email: guest.email }, ...batch],
  })

  const project = await play<Project>('POST /v2/teams/{team_id}/projects', ofTeam, { name: 'Short film' })
  const ofProject = { project_id: project.id }
  await play('GET /v2/teams/{team_id}/projects', ofTeam, undefined, '?page_size=1')
  await play('GET /v2/projects/{project_id}', ofProject)
  await play('PUT /v2/projects/{project_id}', ofProject, { name: 'Short film, second cut' })
  await play('PUT /api/projects/{project_id}/preferences', ofProject, { notify_on_new_comment: false })
  await play('GET /v2/projects/{project_id}/membership', ofProject)
  await play('GET /v2/projects/shared', {})

  const invite = 'POST /v2/projects/{project_id}/collaborators'
  const collaborator = await play<Named>(invite, ofProject, { email: guest.email, message: 'Have a look' })
  await play('GET /v2/projects/{project_id}/collaborators', ofProject)
  await play('GET /api/projects/{project_id}/mentionable', ofProject)
  await play('DELETE /v2/collaborators/{collaborator_id}', { collaborator_id: collaborator.id })
  await play('POST /v2/batch/projects/{project_id}/collaborators', ofProject, {
    batch: [{ email: guest.email }, { email: 'alex@example.org' }],
    default_message: 'Welcome',
  })
  const [pending] = await play<Named[]>('GET /v2/projects/{project_id}/pending_collaborators', ofProject)
  await play('DELETE /v2/pending_collaborators/{id}', { id: pending?.id ?? '' })
  await play(
    'DELETE /v2/projects/{project_id}/collaborators/{collaborator_id}',
    { ...ofProject, collaborator_id: '_' },
    undefined,
    `?email=${encodeURIComponent(guest.email)}`,
  )
  await play('DELETE /v2/batch/projects/{project_id}/collaborators', ofProject, {
    batch: [{ email: guest.email }],
  })
  return { account, project }
}
