// The second factor of a sign-in: a six-digit code of an authenticator app (RFC 6238), or one of the recovery codes.
// Ours, beside /v2; a session alone may call what is below /api/me.
//
//   GET    /api/me/security           Security
//   POST   /api/me/totp               PasswordBody → TotpSetup      starts, or starts anew while it is not confirmed
//   POST   /api/me/totp/confirm       TotpCodeBody → RecoveryCodes  turns it on
//   DELETE /api/me/totp               PasswordBody → Security       turns it off
//   POST   /api/me/recovery_codes     PasswordBody → RecoveryCodes  ends the old ones
//   POST   /api/session/second_factor SecondFactorBody → Session    the second step of signing in
import { z } from 'zod'
import { DateTime, wireText } from './wire.ts'

/** What guards the caller's account besides the password. */
export const Security = z.object({
  has_password: z.boolean(),
  /** An authenticator app is asked for at every sign-in with the password. */
  has_totp: z.boolean(),
  totp_confirmed_at: DateTime.nullable(),
  /** Unused ones; 0 when there is no authenticator app. */
  recovery_code_count: z.number(),
  passkey_count: z.number(),
})
export type Security = z.infer<typeof Security>

/** What lowers or raises the guard of an account asks for the password again; 422 on `password` when it is wrong. */
export const PasswordBody = z.object({ password: wireText(1024) })
export type PasswordBody = z.infer<typeof PasswordBody>

export const TotpSetup = z.object({
  /** Base32, for typing. */
  secret: z.string(),
  /** otpauth://totp/…, for a QR code. */
  uri: z.string(),
})
export type TotpSetup = z.infer<typeof TotpSetup>

/** 422 on `code` when it is wrong. */
export const TotpCodeBody = z.object({ code: wireText(100) })
export type TotpCodeBody = z.infer<typeof TotpCodeBody>

/** Shown this once; each works once. */
export const RecoveryCodes = z.object({ codes: z.array(z.string()) })
export type RecoveryCodes = z.infer<typeof RecoveryCodes>

/** `challenge` comes from the first step; `code` is of the app, or a recovery code. 422 on `code` when it is wrong. */
export const SecondFactorBody = z.object({ challenge: wireText(1000), code: wireText(100) })
export type SecondFactorBody = z.infer<typeof SecondFactorBody>
