// What passes between the browser's passkeys and the server. Loaded when somebody uses one.
import type { Client } from '@rushes/client/client'
import type { Passkey } from '@rushes/contract/passkeys'
import type { Session } from '@rushes/contract/sessions'
import { startAuthentication, startRegistration } from '@simplewebauthn/browser'
import type {
  PublicKeyCredentialCreationOptionsJSON,
  PublicKeyCredentialRequestOptionsJSON,
} from '@simplewebauthn/browser'

/** Null when the person closed the browser's window. */
export async function signInWithPasskey(client: Client): Promise<Session | null> {
  const { options } = await client.passkeySignInOptions()
  try {
    const credential = await startAuthentication({
      // The contract keeps the options as the standard has them, without naming their keys.
      optionsJSON: options as unknown as PublicKeyCredentialRequestOptionsJSON,
    })
    const { userHandle, ...response } = credential.response
    return await client.passkeySignIn({
      credential: {
        id: credential.id,
        rawId: credential.rawId,
        type: credential.type,
        clientExtensionResults: {},
        response: userHandle === undefined ? response : { ...response, userHandle },
      },
    })
  } catch (error) {
    if (isChangeOfMind(error)) return null
    throw error
  }
}

/** Null when the person closed the browser's window. */
export async function addPasskey(client: Client, name: string, password: string): Promise<Passkey | null> {
  const { options } = await client.newPasskeyOptions(password)
  try {
    const credential = await startRegistration({
      // As above.
      optionsJSON: options as unknown as PublicKeyCredentialCreationOptionsJSON,
    })
    const { clientDataJSON, attestationObject, transports = [] } = credential.response
    return await client.addPasskey({
      name,
      credential: {
        id: credential.id,
        rawId: credential.rawId,
        type: credential.type,
        clientExtensionResults: {},
        response: { clientDataJSON, attestationObject, transports },
      },
    })
  } catch (error) {
    if (isChangeOfMind(error)) return null
    throw error
  }
}

/** Browsers give the same answer for "cancelled", "too late" and "no passkey here". */
function isChangeOfMind(error: unknown): boolean {
  return error instanceof Error && (error.name === 'NotAllowedError' || error.name === 'AbortError')
}
