// What a letter is made of, and how it can fail for good. Apart from the sending of it, which is only loaded by a server
// that was told of a mail server.

export interface Letter {
  to: string
  subject: string
  text: string
  html: string
}

/** The mail server says that there is no such address. */
export class LetterRefusedError extends Error {
  override name = 'LetterRefusedError'
}
