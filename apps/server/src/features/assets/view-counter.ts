// view_count goes up with each fetch of one asset (v2-assets.md 3.9 and 12: asynchronously). Counts are gathered and
// written once in a while, so that reading an asset stays a read.
import { sql } from 'kysely'
import type { AssetId } from '@rushes/contract/ids'
import type { Db } from '../../db/connection.ts'

export interface ViewCounter {
  count: (id: AssetId) => void
  flush: () => Promise<void>
}

export function createViewCounter(db: Db): ViewCounter {
  let counts = new Map<AssetId, number>()
  return {
    count: (id) => {
      counts.set(id, (counts.get(id) ?? 0) + 1)
    },
    flush: async () => {
      if (counts.size === 0) return
      const batch = counts
      counts = new Map()
      const ids = [...batch.keys()].sort()
      await sql`update assets set view_count = view_count + v.views
        from (select unnest(${ids}::uuid[]) as id, unnest(${ids.map((id) => batch.get(id) ?? 0)}::bigint[]) as views) v
        where assets.id = v.id`.execute(db)
    },
  }
}
