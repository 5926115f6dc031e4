// GET /v2/me (v2-platform.md 8.1): login test, userinfo and account discovery of most clients; any valid token will do.
import { User } from '@rushes/contract/users'
import { USER_COLUMNS } from '../../db/user-rows.ts'
import type { UserColumns } from '../../db/user-rows.ts'
import { errors } from '../../http/errors.ts'
import { defineRoute } from '../../http/route.ts'
import { userView } from '../../views/user-view.ts'

export const getMeRoute = defineRoute({
  method: 'GET',
  path: '/v2/me',
  scope: null,
  answer: User,
  handle: async (deps, { actor }) => {
    const rows = await deps.points.read<UserColumns>(
      'me',
      `select ${USER_COLUMNS} from users u where u.id = $1`,
      [actor.userId],
    )
    const row = rows[0]
    if (row === undefined) throw errors.unauthorized()
    return userView(row, actor.origin)
  },
})
