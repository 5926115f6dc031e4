// The passkeys of the signed-in person.
import type { UserId } from '@rushes/contract/ids'
import type { PageQuery } from '@rushes/contract/paging'
import type { Passkey } from '@rushes/contract/passkeys'
import type { Actor } from '../../access/actor.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { offsetOf } from '../../http/paging.ts'
import type { ListPage } from '../../http/paging.ts'

const COLUMNS = ['id', 'name', 'is_synced', 'inserted_at', 'last_used_at'] as const

export async function listPasskeys(deps: Deps, userId: UserId, query: PageQuery): Promise<ListPage<Passkey>> {
  const items = await deps.db
    .selectFrom('passkeys')
    .select(COLUMNS)
    .where('user_id', '=', userId)
    .orderBy('inserted_at')
    .orderBy('id')
    .limit(query.page_size)
    .offset(offsetOf(query))
    .execute()
  const { total } = await deps.db
    .selectFrom('passkeys')
    .select((eb) => eb.cast<number>(eb.fn.countAll(), 'integer').as('total'))
    .where('user_id', '=', userId)
    .executeTakeFirstOrThrow()
  return { items, total }
}

/** Throws 404. */
export async function renamePasskey(
  deps: Deps,
  actor: Actor,
  id: string,
  name: string,
  requestId: string,
): Promise<Passkey> {
  return deps.db.transaction().execute(async (trx) => {
    const passkey = await trx
      .updateTable('passkeys')
      .set({ name })
      .where('id', '=', id)
      .where('user_id', '=', actor.userId)
      .returning(COLUMNS)
      .executeTakeFirst()
    if (passkey === undefined) throw errors.notFound('passkey')
    await writeEvent(trx, {
      ...eventOf(deps, actor, id, requestId),
      type: 'login_factor.updated',
      after: { name },
    })
    return passkey
  })
}

/** Throws 404. It opens nothing from then on; sessions it opened before go on until they are ended. */
export async function removePasskey(deps: Deps, actor: Actor, id: string, requestId: string): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const removed = await trx
      .deleteFrom('passkeys')
      .where('id', '=', id)
      .where('user_id', '=', actor.userId)
      .returning('name')
      .executeTakeFirst()
    if (removed === undefined) throw errors.notFound('passkey')
    await writeEvent(trx, {
      ...eventOf(deps, actor, id, requestId),
      type: 'login_factor.deleted',
      before: removed,
    })
  })
}

function eventOf(deps: Deps, { userId, accountId }: Actor, id: string, requestId: string) {
  return {
    id: deps.newId(),
    at: deps.now(),
    actorId: userId,
    accountId,
    resource: { type: 'login_factor', id },
    requestId,
  }
}
