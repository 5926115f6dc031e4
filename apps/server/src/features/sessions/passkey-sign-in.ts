// Signing in with a passkey. It proves the person by itself (a device, and a finger or a PIN on it), so that neither the
// password nor an authenticator app is asked for.
import type { UserId } from '@rushes/contract/ids'
import type { PasskeyOptions, PasskeySignInBody } from '@rushes/contract/passkeys'
import { newChallenge, readChallenge, spendChallenge } from '../../access/challenges.ts'
import { passkeySiteOf } from '../../access/passkey-site.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'

/** Anybody's: the browser offers the passkeys it has for this site. Throws 409 where passkeys cannot work. */
export async function signInOptions(deps: Deps, origin: string): Promise<PasskeyOptions> {
  const site = passkeySiteOf(origin)
  if (site === null)
    throw errors.conflict('Passkeys do not work at this address. Sign in with your password.')
  const challenge = newChallenge(deps.secret, 'passkey sign-in', 'anybody', deps.now())
  const { generateAuthenticationOptions } = await loadWebAuthn()
  const options = await generateAuthenticationOptions({
    rpID: site.rpId,
    challenge: new TextEncoder().encode(challenge.text),
    userVerification: 'required',
  })
  return { options: { ...options } }
}

/** Whose passkey it is. Throws 401 for whatever is wrong with it, in the same words. */
export async function signInByPasskey(
  deps: Deps,
  { credential }: PasskeySignInBody,
  origin: string,
): Promise<UserId> {
  const site = passkeySiteOf(origin)
  const at = deps.now()
  const known = await deps.db
    .selectFrom('passkeys as pk')
    .innerJoin('users as u', 'u.id', 'pk.user_id')
    .select(['pk.id', 'pk.user_id', 'pk.credential_id', 'pk.public_key', 'pk.counter'])
    .where('pk.credential_id', '=', credential.id)
    .where('u.deleted_at', 'is', null)
    .executeTakeFirst()
  if (site === null || known === undefined) throw refused()
  const { id, rawId, type, response } = credential
  let challenge = ''
  const { verifyAuthenticationResponse } = await loadWebAuthn()
  const { verified, authenticationInfo } = await verifyAuthenticationResponse({
    response: {
      id,
      rawId,
      type,
      clientExtensionResults: {},
      response: {
        clientDataJSON: response.clientDataJSON,
        authenticatorData: response.authenticatorData,
        signature: response.signature,
      },
    },
    expectedChallenge: (answered) => {
      challenge = Buffer.from(answered, 'base64url').toString()
      return readChallenge(deps.secret, 'passkey sign-in', challenge, at) !== null
    },
    expectedOrigin: site.origin,
    expectedRPID: site.rpId,
    credential: {
      id: known.credential_id,
      publicKey: new Uint8Array(known.public_key),
      counter: known.counter,
    },
    requireUserVerification: true,
  }).catch((cause: unknown) => {
    // The library throws for whatever is wrong with what was sent.
    deps.log.debug({ err: cause }, 'a passkey was refused')
    throw refused()
  })
  if (!verified) throw refused()
  await deps.db.transaction().execute(async (trx) => {
    if (!(await spendChallenge(trx, challenge, at))) throw refused()
    await trx
      .updateTable('passkeys')
      .set({ counter: authenticationInfo.newCounter, last_used_at: at })
      .where('id', '=', known.id)
      .execute()
  })
  return known.user_id
}

function refused() {
  return errors.unauthorized('This passkey is not known here, or its answer came too late. Try again.')
}

/** At the first passkey: loading it is a tenth of every start. */
const loadWebAuthn = () => import('@simplewebauthn/server')
