// A letter is put into the queue in the transaction that makes it necessary, and tried again until the mail server takes
// it. Until then it lies in the database with a link in it: sealed, so that a copy of the database does not hold the link.
import type { Kysely } from 'kysely'
import { z } from 'zod'
import { seal, unseal } from '../access/sealed.ts'
import type { Database } from '../db/schema.ts'
import type { Deps } from '../deps.ts'
import { LetterRefusedError } from './letter.ts'
import type { Letter } from './letter.ts'

const PURPOSE = 'letter'
const StoredLetter = z.object({ to: z.string(), subject: z.string(), text: z.string(), html: z.string() })

export async function postLetter(
  deps: Pick<Deps, 'queue' | 'secret'>,
  trx: Kysely<Database>,
  letter: Letter,
): Promise<void> {
  await deps.queue.enqueue(trx, 'mail.send', { sealed: seal(deps.secret, PURPOSE, JSON.stringify(letter)) })
}

/** Throws when it should be tried again. */
export async function sendLetter(deps: Deps, sealed: string): Promise<void> {
  if (deps.mailer === null) {
    deps.log.warn('a letter was not sent: RUSHES_SMTP_URL is no longer set')
    return
  }
  const letter = StoredLetter.parse(JSON.parse(unseal(deps.secret, PURPOSE, sealed)))
  try {
    await deps.mailer.send(letter)
  } catch (error) {
    if (!(error instanceof LetterRefusedError)) throw error
    deps.log.warn({ err: error }, 'a letter was refused for good')
  }
}
