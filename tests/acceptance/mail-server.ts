// A real mail server on this machine that keeps what it is sent.
import { SMTPServer } from 'smtp-server'
import { waitUntil } from './wait-until.ts'

export interface ReceivedLetter {
  from: string
  to: string
  /** Headers and parts as they were sent, with nothing broken over lines. */
  source: string
}

export interface MailServer {
  /** For RUSHES_SMTP_URL. */
  url: string
  /** Letters to that address, once there are so many. */
  lettersTo: (address: string, count: number) => Promise<ReceivedLetter[]>
  /** Attempts to send to that address, refused ones included. */
  attemptsTo: (address: string) => number
  /** The next attempts to send to the address are refused with this code; null ends that. */
  refuse: (address: string, code: number | null) => void
  close: () => Promise<void>
}

export async function startMailServer(): Promise<MailServer> {
  const received: ReceivedLetter[] = []
  const attempts: string[] = []
  const refusals = new Map<string, number>()
  const server = new SMTPServer({
    disabledCommands: ['STARTTLS'],
    onAuth: ({ username, password }, _session, done) => {
      if (username === 'rushes' && password === 'of the mail') done(null, { user: username })
      else done(new Error('wrong password'))
    },
    onRcptTo: ({ address }, _session, done) => {
      attempts.push(address)
      const code = refusals.get(address)
      if (code === undefined) done()
      else done(Object.assign(new Error('not now, or never'), { responseCode: code }))
    },
    onData: (stream, session, done) => {
      const chunks: Buffer[] = []
      stream.on('data', (chunk: Buffer) => chunks.push(chunk))
      stream.on('end', () => {
        const sender = session.envelope.mailFrom
        received.push({
          from: sender === false ? '' : sender.address,
          to: session.envelope.rcptTo.map(({ address }) => address).join(','),
          source: unfold(Buffer.concat(chunks).toString('utf8')),
        })
        done()
      })
    },
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const address = server.server.address()
  const port = typeof address === 'object' && address !== null ? address.port : 0
  const sentTo = (wanted: string) => received.filter(({ to }) => to === wanted)
  return {
    url: `smtp://rushes:of%20the%20mail@127.0.0.1:${String(port)}`,
    lettersTo: async (wanted, count) => {
      const enough = (letters: ReceivedLetter[]) => letters.length >= count
      return waitUntil(`there are ${String(count)} letters to ${wanted}`, async () => sentTo(wanted), enough)
    },
    attemptsTo: (wanted) => attempts.filter((tried) => tried === wanted).length,
    refuse: (refused, code) => {
      if (code === null) refusals.delete(refused)
      else refusals.set(refused, code)
    },
    close: () => new Promise((resolve) => server.close(resolve)),
  }
}

/** Quoted-printable, as far as these tests need it. */
function unfold(source: string): string {
  return source
    .replaceAll('=\r\n', '')
    .replaceAll(/(?:=[0-9A-F]{2})+/g, (bytes) =>
      Buffer.from(bytes.replaceAll('=', ''), 'hex').toString('utf8'),
    )
}
