// What changes in any project, and among the people of an account or a team, told to those who see it: without naming
// it, and not for each file of a drop.
import { CompiledQuery } from 'kysely'
import type { UserId } from '@rushes/contract/ids'
import type { LiveMessage, PlacesMessage, ProcessingMessage } from '@rushes/contract/live'
import type { PeopleMessage } from '../../db/events.ts'
import { MAY_SEE_PROJECT } from '../../db/standing-columns.ts'
import type { Deps } from '../../deps.ts'
import { VISIBLE_TEAMS } from '../../views/team-view.ts'

/** A drop of many files counts as one change, and an open page asks the database once a second at most. */
const GATHER_MS = 1000

/** Accounts that somebody has to do with, as a condition on a column `user_id` that `whose` completes. */
const accountsOf = (whose: string) => `
  select am.account_id from account_members am where am.user_id ${whose}
  union select p.account_id from collaborators co join projects p on p.id = co.project_id
    where co.user_id ${whose} and p.deleted_at is null`

/** $1 is the person, then what changed: projects, accounts, teams, people. */
const IS_SEEN = `select 1 where
  exists (select 1 from projects p where p.id = any($2::uuid[]) and ${MAY_SEE_PROJECT})
  or exists (select 1 from account_members am
    where am.user_id = $1 and am.account_id = any($3::uuid[]) and am.role in ('owner', 'admin', 'account_manager'))
  or exists (select 1 from teams t where t.id = any($4::uuid[]) and ${VISIBLE_TEAMS})
  or exists ((${accountsOf('= $1')}) intersect (${accountsOf('= any($5::uuid[])')}))`

/** $1 is the person, $2 the projects in which an encode came further. */
const IS_MANAGED = `select 1 from projects p
  join account_members am on am.account_id = p.account_id and am.user_id = $1 and am.role in ('owner', 'admin')
  where p.id = any($2::uuid[]) limit 1`

/** Sends a message when one of the changes that were added is in something that the person sees, or saw until now. */
export function gatherPlaces(
  deps: Deps,
  userId: UserId,
  send: (message: PlacesMessage | ProcessingMessage) => void,
) {
  const changed = {
    projects: new Set<string>(),
    accounts: new Set<string>(),
    teams: new Set<string>(),
    people: new Set<string>(),
  }
  const encoding = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    timer = undefined
    if (encoding.size > 0) {
      const values = [userId, [...encoding]]
      encoding.clear()
      const managed = await deps.db.executeQuery(CompiledQuery.raw(IS_MANAGED, values))
      if (managed.rows.length > 0) send({ kind: 'processing' })
    }
    const { projects, accounts, teams, people } = changed
    if (projects.size + accounts.size + teams.size + people.size === 0) return
    const values = [userId, ...[projects, accounts, teams, people].map((ids) => [...ids])]
    for (const ids of [projects, accounts, teams, people]) ids.clear()
    const seen = await deps.db.executeQuery(CompiledQuery.raw(IS_SEEN, values))
    if (seen.rows.length > 0) send({ kind: 'places' })
  }

  return {
    add: (message: LiveMessage | PeopleMessage) => {
      if (message.kind === 'progress') encoding.add(message.project_id)
      else if (message.kind !== 'people') changed.projects.add(message.project_id)
      else {
        changed.accounts.add(message.account_id)
        if (message.team_id !== null) changed.teams.add(message.team_id)
        if (message.user_id !== null) changed.people.add(message.user_id)
      }
      timer ??= setTimeout(() => deps.background.start('tell who sees a change', flush), GATHER_MS)
    },
    drop: () => clearTimeout(timer),
  }
}
