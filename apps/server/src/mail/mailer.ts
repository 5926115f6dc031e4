// Sending a letter by SMTP. What a letter says is in letters.ts; that it is sent at all, and tried again, in
// post-letter.ts.
import { createTransport } from 'nodemailer'
import { LetterRefusedError } from './letter.ts'
import type { Letter } from './letter.ts'

export interface MailSettings {
  /** smtp://user:password@host:587, or smtps:// */
  smtpUrl: string
  /** "Rushes <rushes@example.org>" */
  from: string
  /** Where the links of letters lead, without a trailing slash. Never the caller's Host: it could be anybody's. */
  origin: string
}

export interface Mailer {
  /** Throws {@link LetterRefusedError} when it will never arrive, any other error when it may later. */
  send: (letter: Letter) => Promise<void>
}

const CONNECT_TIMEOUT_MS = 15_000
const SOCKET_TIMEOUT_MS = 60_000
/** From here on an SMTP answer is final (RFC 5321 4.2.1). */
const FIRST_FINAL_CODE = 500

export function createMailer({ smtpUrl, from }: MailSettings): Mailer {
  const transport = createTransport({
    url: smtpUrl,
    connectionTimeout: CONNECT_TIMEOUT_MS,
    greetingTimeout: CONNECT_TIMEOUT_MS,
    socketTimeout: SOCKET_TIMEOUT_MS,
    // Letters are text that people wrote parts of; nothing in it may name a file or an address to read.
    disableFileAccess: true,
    disableUrlAccess: true,
  })
  return {
    send: async ({ to, subject, text, html }) => {
      try {
        // As an address of its own, so that a comma in it is no second addressee.
        await transport.sendMail({ from, to: { name: '', address: to }, subject, text, html })
      } catch (error) {
        if (isRefused(error))
          throw new LetterRefusedError(`The mail server does not take letters to ${to}.`, { cause: error })
        throw error
      }
    },
  }
}

function isRefused(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === 'EENVELOPE' &&
    'responseCode' in error &&
    typeof error.responseCode === 'number' &&
    error.responseCode >= FIRST_FINAL_CODE
  )
}
