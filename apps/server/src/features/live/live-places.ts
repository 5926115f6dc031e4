// What changes in any project, told to those who see the project: without naming it, and not for each file of a drop.
import { CompiledQuery } from 'kysely'
import type { UserId } from '@rushes/contract/ids'
import type { LiveMessage, PlacesMessage } from '@rushes/contract/live'
import { MAY_SEE_PROJECT } from '../../db/standing-columns.ts'
import type { Deps } from '../../deps.ts'

/** A drop of many files counts as one change, and an open page asks the database once a second at most. */
const GATHER_MS = 1000

/** Sends a message when one of the projects that were added is one that the person sees, or saw until it was deleted. */
export function gatherPlaces(deps: Deps, userId: UserId, send: (message: PlacesMessage) => void) {
  const changed = new Set<string>()
  let timer: NodeJS.Timeout | undefined

  async function flush(): Promise<void> {
    timer = undefined
    const ids = [...changed]
    changed.clear()
    const seen = await deps.db.executeQuery(
      CompiledQuery.raw(
        `select 1 from projects p where p.id = any($2::uuid[]) and ${MAY_SEE_PROJECT} limit 1`,
        [userId, ids],
      ),
    )
    if (seen.rows.length > 0) send({ kind: 'places' })
  }

  return {
    add: (message: LiveMessage) => {
      if (message.kind === 'progress') return
      changed.add(message.project_id)
      timer ??= setTimeout(() => deps.background.start('tell who sees a project', flush), GATHER_MS)
    },
    drop: () => clearTimeout(timer),
  }
}
