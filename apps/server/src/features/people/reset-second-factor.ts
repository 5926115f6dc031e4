// An admin lets somebody in by password again who has lost their phone, their recovery codes or their passkeys.
import type { Actor } from '../../access/actor.ts'
import { forgetSecondFactors } from '../../access/forget-second-factors.ts'
import type { Act } from '../../db/insert-member.ts'
import type { Deps } from '../../deps.ts'
import { factorsForgottenLetter } from '../../mail/letters.ts'
import { postLetter } from '../../mail/post-letter.ts'
import type { PersonRow } from './people-rows.ts'

/**
 * Of a person the caller may manage. They are told by mail where there is mail, so that no admin does it unseen. Does
 * nothing where there is nothing to forget.
 */
export async function resetSecondFactor(
  deps: Deps,
  actor: Actor,
  person: PersonRow,
  requestId: string,
): Promise<void> {
  const whose = { userId: person.u_id, accountId: person.u_account_id }
  const act: Act = { actorId: actor.userId, at: deps.now(), newId: deps.newId, requestId }
  await deps.db.transaction().execute(async (trx) => {
    if (!(await forgetSecondFactors(trx, act, whose))) return
    if (deps.config.mail === null) return
    const admin = await trx
      .selectFrom('users')
      .select('name')
      .where('id', '=', actor.userId)
      .executeTakeFirstOrThrow()
    await postLetter(deps, trx, factorsForgottenLetter(person.u_email, admin.name))
  })
}
