// Passkeys (WebAuthn): signing in without a password. The options go to navigator.credentials as
// PublicKeyCredential.parseCreationOptionsFromJSON / parseRequestOptionsFromJSON make them, and credential.toJSON() comes
// back. Ours, beside /v2; a session alone may call what is below /api/me.
//
//   GET    /api/me/passkeys              Passkey[]
//   POST   /api/me/passkeys/options      PasswordBody → PasskeyOptions   409 where the address has no name (127.0.0.1)
//   POST   /api/me/passkeys              AddPasskeyBody → Passkey
//   PUT    /api/me/passkeys/{id}         RenamePasskeyBody → Passkey
//   DELETE /api/me/passkeys/{id}         PasskeyRemoved
//   POST   /api/session/passkey/options  PasskeyOptions
//   POST   /api/session/passkey          PasskeySignInBody → Session     a second factor is not asked for besides
import { z } from 'zod'
import { DateTime, wireText } from './wire.ts'

export const Passkey = z.object({
  id: z.string(),
  name: z.string(),
  /** Kept by a password manager or a cloud, not by one device alone. */
  is_synced: z.boolean(),
  inserted_at: DateTime,
  last_used_at: DateTime.nullable(),
})
export type Passkey = z.infer<typeof Passkey>

/** `options` is PublicKeyCredentialCreationOptionsJSON or PublicKeyCredentialRequestOptionsJSON. */
export const PasskeyOptions = z.object({ options: z.record(z.string(), z.unknown()) })
export type PasskeyOptions = z.infer<typeof PasskeyOptions>

const PasskeyName = wireText(100)
  .trim()
  .refine((name) => name !== '', 'must not be empty')

const Base64Url = wireText(20_000).regex(/^[\w-]*$/, 'must be base64url')

const PublicKeyCredential = z.object({
  id: Base64Url,
  rawId: Base64Url,
  type: z.literal('public-key', 'must be "public-key"'),
  clientExtensionResults: z.record(z.string(), z.unknown()).default({}),
})

/** credential.toJSON() of what navigator.credentials.create() gave. */
export const AddPasskeyBody = z.object({
  name: PasskeyName,
  credential: PublicKeyCredential.extend({
    response: z.object({
      clientDataJSON: Base64Url,
      attestationObject: Base64Url,
      transports: z.array(wireText(50)).max(10).default([]),
    }),
  }),
})
export type AddPasskeyBody = z.infer<typeof AddPasskeyBody>

export const RenamePasskeyBody = z.object({ name: PasskeyName })
export type RenamePasskeyBody = z.infer<typeof RenamePasskeyBody>

export const PasskeyParams = z.object({ id: z.uuid().toLowerCase() })
export const PasskeyRemoved = z.object({ removed: z.boolean() })

/** credential.toJSON() of what navigator.credentials.get() gave. */
export const PasskeySignInBody = z.object({
  credential: PublicKeyCredential.extend({
    response: z.object({
      clientDataJSON: Base64Url,
      authenticatorData: Base64Url,
      signature: Base64Url,
      userHandle: Base64Url.optional(),
    }),
  }),
})
export type PasskeySignInBody = z.infer<typeof PasskeySignInBody>
