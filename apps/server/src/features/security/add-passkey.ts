// Adding a passkey: the browser is given options with a challenge, and hands back a credential that answers it.
import type { AddPasskeyBody, Passkey, PasskeyOptions } from '@rushes/contract/passkeys'
import type { Actor } from '../../access/actor.ts'
import { newChallenge, readChallenge, spendChallenge } from '../../access/challenges.ts'
import { passkeySiteOf } from '../../access/passkey-site.ts'
import type { PasskeySite } from '../../access/passkey-site.ts'
import { writeEvent } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { wireTime } from '../../views/wire-time.ts'

/** The most a person may have. */
const MAX_PASSKEYS = 50

/** Throws 409 where passkeys cannot work. */
export async function passkeyOptions(deps: Deps, actor: Actor, origin: string): Promise<PasskeyOptions> {
  const { rpId } = requireSite(origin)
  const { email, name } = await deps.db
    .selectFrom('users')
    .select(['email', 'name'])
    .where('id', '=', actor.userId)
    .executeTakeFirstOrThrow()
  const known = await deps.db
    .selectFrom('passkeys')
    .select(['credential_id', 'transports'])
    .where('user_id', '=', actor.userId)
    .execute()
  if (known.length >= MAX_PASSKEYS)
    throw errors.conflict(`You have ${String(MAX_PASSKEYS)} passkeys. Remove one first.`)
  const challenge = newChallenge(deps.secret, 'add passkey', actor.userId, deps.now())
  const { generateRegistrationOptions } = await loadWebAuthn()
  const options = await generateRegistrationOptions({
    rpName: 'Rushes',
    rpID: rpId,
    userName: email,
    userDisplayName: name,
    userID: new TextEncoder().encode(actor.userId),
    challenge: new TextEncoder().encode(challenge.text),
    attestationType: 'none',
    excludeCredentials: known.map((row) => ({ id: row.credential_id, transports: row.transports })),
    // It signs in on its own, without a name typed and without a second factor.
    authenticatorSelection: { residentKey: 'required', userVerification: 'required' },
  })
  return { options: { ...options } }
}

/** Throws 422 when the credential does not answer a challenge of this person's, 409 when it is known already. */
export async function addPasskey(
  deps: Deps,
  actor: Actor,
  { name, credential }: AddPasskeyBody,
  origin: string,
  requestId: string,
): Promise<Passkey> {
  const site = requireSite(origin)
  const at = deps.now()
  let challenge = ''
  const { id, rawId, type, response } = credential
  const { verifyRegistrationResponse } = await loadWebAuthn()
  const verified = await verifyRegistrationResponse({
    response: {
      id,
      rawId,
      type,
      clientExtensionResults: {},
      response: { clientDataJSON: response.clientDataJSON, attestationObject: response.attestationObject },
    },
    expectedChallenge: (answered) => {
      challenge = Buffer.from(answered, 'base64url').toString()
      return readChallenge(deps.secret, 'add passkey', challenge, at) === actor.userId
    },
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    // The library throws for whatever is wrong with what was sent.
    deps.log.debug({ err: cause }, 'a passkey was refused')
    throw refused()
  })
  if (!verified.verified) throw refused()
  const { credential: made, credentialBackedUp: isSynced } = verified.registrationInfo
  const passkey = { id: deps.newId(), name, is_synced: isSynced, inserted_at: at, last_used_at: null }
  await deps.db.transaction().execute(async (trx) => {
    if (!(await spendChallenge(trx, challenge, at))) throw refused()
    const inserted = await trx
      .insertInto('passkeys')
      .values({
        ...passkey,
        user_id: actor.userId,
        credential_id: made.id,
        public_key: Buffer.from(made.publicKey),
        counter: made.counter,
        transports: response.transports,
      })
      .onConflict((conflict) => conflict.doNothing())
      .executeTakeFirst()
    if (inserted.numInsertedOrUpdatedRows === 0n) throw errors.conflict('This passkey is known here already.')
    await writeEvent(trx, {
      id: deps.newId(),
      type: 'login_factor.created',
      at,
      actorId: actor.userId,
      accountId: actor.accountId,
      resource: { type: 'login_factor', id: passkey.id },
      after: { kind: 'passkey', name },
      requestId,
    })
  })
  return { ...passkey, inserted_at: wireTime(at) }
}

function requireSite(origin: string): PasskeySite {
  const site = passkeySiteOf(origin)
  if (site !== null) return site
  throw errors.conflict(
    'Passkeys need an address with a name, and https: set RUSHES_URL to it, or open Rushes as http://localhost on the machine itself.',
  )
}

function refused() {
  return errors.invalid([{ field: 'credential', title: 'could not be verified; start again' }])
}

/** At the first passkey: loading it is a tenth of every start. */
const loadWebAuthn = () => import('@simplewebauthn/server')
