// Who the caller ($1) is towards a project (alias p), as columns: read in the same statement as the thing itself, so
// that no second question is asked and no answer is stale.
import type { AccountRole, TeamRole } from './schema.ts'

export interface StandingColumns {
  account_role: AccountRole | null
  team_role: TeamRole | null
  is_collaborator: boolean
  is_project_private: boolean
  is_project_owner: boolean
  collaborator_can_download: boolean
  collaborator_can_invite: boolean
  collaborator_can_share: boolean
  /** Since when the team marks what those see who were only invited (docs/decisions/0012). */
  viewers_marked_since: string | null
}

/** The defaults of the three switches are those of a captured project (v2-platform.md 8.4). */
export const STANDING_COLUMNS = `
  (select am.role from account_members am where am.account_id = p.account_id and am.user_id = $1) as account_role,
  (select tm.role from team_members tm where tm.team_id = p.team_id and tm.user_id = $1) as team_role,
  exists (select 1 from collaborators co where co.project_id = p.id and co.user_id = $1) as is_collaborator,
  p.private as is_project_private, p.owner_id = $1 as is_project_owner,
  coalesce((p.preferences->>'collaborator_can_download')::boolean, true) as collaborator_can_download,
  coalesce((p.preferences->>'collaborator_can_invite')::boolean, true) as collaborator_can_invite,
  coalesce((p.preferences->>'collaborator_can_share')::boolean, false) as collaborator_can_share,
  (select st.viewers_marked_since from teams st where st.id = p.team_id) as viewers_marked_since`

/**
 * The rule "see" of access/abilities.ts as a condition on projects p, for lists. The matrix test holds the two
 * together: what one shows and the other hides fails it.
 */
export const MAY_SEE_PROJECT = `(
  exists (select 1 from collaborators co where co.project_id = p.id and co.user_id = $1)
  or exists (select 1 from account_members am where am.account_id = p.account_id and am.user_id = $1 and am.role in ('owner', 'admin'))
  or exists (select 1 from team_members tm where tm.team_id = p.team_id and tm.user_id = $1
    and (tm.role = 'team_manager' or not p.private or p.owner_id = $1)))`

/** Projects p that the caller reaches only because somebody invited them (v2-platform.md 8.1). */
export const IS_SHARED_WITH_CALLER = `(
  exists (select 1 from collaborators co where co.project_id = p.id and co.user_id = $1)
  and not exists (select 1 from account_members am where am.account_id = p.account_id and am.user_id = $1 and am.role in ('owner', 'admin'))
  and not exists (select 1 from team_members tm where tm.team_id = p.team_id and tm.user_id = $1))`
