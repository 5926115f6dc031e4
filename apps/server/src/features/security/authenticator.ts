// An authenticator app: set up, confirmed by a first code, removed. Its recovery codes are shown once.
import type { Transaction } from 'kysely'
import type { EventType } from '@rushes/contract/events'
import type { RecoveryCodes, TotpSetup } from '@rushes/contract/second-factor'
import type { Actor } from '../../access/actor.ts'
import {
  authenticatorUri,
  hashRecoveryCode,
  newAuthenticatorSecret,
  newRecoveryCodes,
  sealAuthenticatorSecret,
  takeAppCode,
} from '../../access/second-factor.ts'
import { writeEvent } from '../../db/events.ts'
import type { Database } from '../../db/schema.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'

/** A new secret; one that was never confirmed is replaced. Throws 409 when an app is in use. */
export async function setUpAuthenticator(deps: Deps, actor: Actor): Promise<TotpSetup> {
  const secret = newAuthenticatorSecret()
  const sealed = sealAuthenticatorSecret(deps.secret, secret)
  const at = deps.now()
  const written = await deps.db
    .insertInto('authenticators')
    .values({ user_id: actor.userId, sealed_secret: sealed, last_step: null, inserted_at: at })
    .onConflict((conflict) =>
      conflict
        .column('user_id')
        .doUpdateSet({ sealed_secret: sealed, last_step: null, inserted_at: at })
        .where('authenticators.confirmed_at', 'is', null),
    )
    .executeTakeFirst()
  if (written.numInsertedOrUpdatedRows === 0n)
    throw errors.conflict('You have an authenticator app already. Remove it first to set up another one.')
  const { email } = await deps.db
    .selectFrom('users')
    .select('email')
    .where('id', '=', actor.userId)
    .executeTakeFirstOrThrow()
  return { secret, uri: authenticatorUri(secret, email) }
}

/** Throws 422 for a wrong code, also when nothing is being set up. */
export async function confirmAuthenticator(
  deps: Deps,
  actor: Actor,
  code: string,
  requestId: string,
): Promise<RecoveryCodes> {
  const now = deps.now()
  return deps.db.transaction().execute(async (trx) => {
    if (!(await takeAppCode(trx, { secret: deps.secret, now }, actor.userId, code, false)))
      throw errors.invalid([{ field: 'code', title: 'is not right' }])
    await trx
      .updateTable('authenticators')
      .set({ confirmed_at: now })
      .where('user_id', '=', actor.userId)
      .execute()
    await writeFactorEvent(trx, deps, actor, 'login_factor.created', requestId)
    return replaceRecoveryCodes(trx, actor, now)
  })
}

export async function removeAuthenticator(deps: Deps, actor: Actor, requestId: string): Promise<void> {
  await deps.db.transaction().execute(async (trx) => {
    const removed = await trx
      .deleteFrom('authenticators')
      .where('user_id', '=', actor.userId)
      .returning('confirmed_at')
      .executeTakeFirst()
    await trx.deleteFrom('recovery_codes').where('user_id', '=', actor.userId).execute()
    if (removed !== undefined && removed.confirmed_at !== null)
      await writeFactorEvent(trx, deps, actor, 'login_factor.deleted', requestId)
  })
}

/** Throws 409 when there is no app that they could stand in for. */
export async function renewRecoveryCodes(
  deps: Deps,
  actor: Actor,
  requestId: string,
): Promise<RecoveryCodes> {
  return deps.db.transaction().execute(async (trx) => {
    const app = await trx
      .selectFrom('authenticators')
      .select('user_id')
      .where('user_id', '=', actor.userId)
      .where('confirmed_at', 'is not', null)
      .forUpdate()
      .executeTakeFirst()
    if (app === undefined) throw errors.conflict('Set up an authenticator app first.')
    await writeFactorEvent(trx, deps, actor, 'login_factor.updated', requestId)
    return replaceRecoveryCodes(trx, actor, deps.now())
  })
}

async function replaceRecoveryCodes(
  trx: Transaction<Database>,
  actor: Actor,
  at: Date,
): Promise<RecoveryCodes> {
  const codes = newRecoveryCodes()
  await trx.deleteFrom('recovery_codes').where('user_id', '=', actor.userId).execute()
  await trx
    .insertInto('recovery_codes')
    .values(
      codes.map((code) => ({ code_hash: hashRecoveryCode(code), user_id: actor.userId, inserted_at: at })),
    )
    .execute()
  return { codes }
}

function writeFactorEvent(
  trx: Transaction<Database>,
  deps: Deps,
  { userId, accountId }: Actor,
  type: Extract<EventType, `login_factor.${string}`>,
  requestId: string,
): Promise<void> {
  return writeEvent(trx, {
    id: deps.newId(),
    type,
    at: deps.now(),
    actorId: userId,
    accountId,
    resource: { type: 'login_factor', id: userId },
    after: { kind: 'totp' },
    requestId,
  })
}
