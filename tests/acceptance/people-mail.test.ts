// Letters, by way of a real mail server: invitations and forgotten passwords.
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { openBrowser } from './browser-session.ts'
import type { Browser } from './browser-session.ts'
import { startMailServer } from './mail-server.ts'
import type { MailServer, ReceivedLetter } from './mail-server.ts'
import { startOwnServer } from './own-server.ts'
import { withDatabase } from './people-made.ts'
import { createReferenceClient } from './reference-client.ts'
import type { Project, ReferenceClient } from './reference-client.ts'
import { owner } from './server.ts'
import type { RunningServer } from './server.ts'
import { waitUntil } from './wait-until.ts'

const publicUrl = 'https://review.example.org'

describe('letters', () => {
  let mail: MailServer
  let server: RunningServer
  let browser: Browser
  let client: ReferenceClient
  let project: Project

  beforeAll(async () => {
    mail = await startMailServer()
    server = await startOwnServer('external', {
      env: {
        RUSHES_URL: publicUrl,
        RUSHES_SMTP_URL: mail.url,
        RUSHES_MAIL_FROM: 'Rushes <rushes@example.org>',
      },
    })
    browser = openBrowser(server.url)
    await browser.ok('POST', '/api/session', { body: owner })
    client = createReferenceClient(server.url, server.token)
    const [team] = await client.ok<{ id: string }[]>('GET', '/v2/teams')
    project = await client.ok('POST', `/v2/teams/${team?.id ?? ''}/projects`, {
      body: { name: 'Dailies <1>' },
    })
  })
  afterAll(async () => {
    await server.stop()
    await server.remove()
    await mail.close()
  })

  const invite = (email: string) =>
    browser.ok<{ url: string; mailed: boolean }>('POST', '/api/invitations', {
      body: { project_id: project.id, email, message: 'Have a look\n& say "yes"' },
    })
  const opens = async (letter: ReceivedLetter | undefined) => {
    const code = linkOf(letter, 'invite')
    return (await openBrowser(server.url).call('GET', `/api/invite/${code}`)).status
  }

  it('bring an invitation as text and as HTML, with the link that can be copied too', async () => {
    const { url, mailed } = await invite('ada@example.org')
    expect(mailed).toBe(true)
    const [letter] = await mail.lettersTo('ada@example.org', 1)
    expect(letter?.from).toBe('rushes@example.org')
    expect(letter?.source).toMatch(/^From: Rushes <rushes@example\.org>\r?$/m)
    expect(letter?.source).toMatch(/^Subject: .* invites you to Dailies <1>\r?$/m)
    expect(letter?.source).toContain(`Accept the invitation:\r\n${url}\r\n`)
    expect(letter?.source).toContain(`<a href="${url}">Accept the invitation</a>`)
    expect(letter?.source).toContain('<p>Have a look<br>&amp; say &quot;yes&quot;</p>')
    expect(letter?.source).not.toContain('Dailies <1> on Rushes, to watch and review together.</p>')
    expect(url.startsWith(`${publicUrl}/invite/`)).toBe(true)
    expect(await opens(letter)).toBe(200)
  })

  it('bring invitations of V2 programs once, and none where they ask for silence', async () => {
    const path = `/v2/projects/${project.id}/collaborators`
    const body = { email: 'grace@example.org' }
    for (let round = 0; round < 2; round += 1) await client.ok('POST', path, { body })
    const batch = { batch: [{ email: 'silent@example.org' }], send_email: false }
    await client.ok('POST', `/v2/batch/projects/${project.id}/collaborators`, { body: batch })
    await client.ok('POST', `/v2/teams/${project.team_id}/members`, { body: { email: 'linus@example.org' } })
    expect(await opens((await mail.lettersTo('linus@example.org', 1))[0])).toBe(200)
    const letters = await mail.lettersTo('grace@example.org', 1)
    expect(await opens(letters[0])).toBe(200)
    expect(letters).toHaveLength(1)
    expect(mail.attemptsTo('silent@example.org')).toBe(0)
  })

  it('lie sealed in the database until the mail server takes them, and are tried again', async () => {
    mail.refuse('later@example.org', 451)
    const { url } = await invite('later@example.org')
    await waitUntil(
      'it was tried',
      async () => mail.attemptsTo('later@example.org'),
      (attempts) => attempts > 0,
    )
    const jobs = await withDatabase(server.database, (db) =>
      db.query<{ text: string }>(`select to_jsonb(j)::text as text from graphile_worker._private_jobs j`),
    )
    const lying = jobs.rows.map(({ text }) => text).join('\n')
    expect(lying).toContain('sealed')
    expect(lying).not.toContain(url.split('/invite/')[1])
    expect(lying).not.toContain('later@example.org')
    mail.refuse('later@example.org', null)
    expect(await opens((await mail.lettersTo('later@example.org', 1))[0])).toBe(200)
  })

  it('to an address that does not exist are not sent again', async () => {
    mail.refuse('gone@example.org', 550)
    await invite('gone@example.org')
    await waitUntil(
      'it was given up',
      async () => server.log(),
      (log) => log.includes('a letter was refused for good'),
    )
    expect(mail.attemptsTo('gone@example.org')).toBe(1)
  })

  it('tell somebody that an admin has removed their second factor', async () => {
    const [account] = await client.ok<{ id: string }[]>('GET', '/v2/accounts')
    const email = 'lost-phone@example.org'
    const password = 'a long enough password'
    const { url } = await browser.ok<{ url: string }>('POST', '/api/invitations', {
      body: { account_id: account?.id ?? '', email },
    })
    const person = openBrowser(server.url)
    const code = url.split('/invite/')[1] ?? ''
    const { user } = await person.ok<{ user: { id: string } }>('POST', `/api/invite/${code}`, {
      body: { name: 'Ada', password },
    })
    await mail.lettersTo(email, 1)
    const path = `/api/accounts/${account?.id ?? ''}/people/${user.id}/second_factor`
    // Nothing to remove, nothing to tell.
    await browser.ok('DELETE', path)
    await person.ok('POST', '/api/me/totp', { body: { password } })
    await browser.ok('DELETE', path)
    const letters = await mail.lettersTo(email, 2)
    expect(letters).toHaveLength(2)
    expect(letters[1]?.source).toMatch(/^Subject: Your second factor was removed\r?$/m)
    expect(letters[1]?.source).toContain('signed you out everywhere')
  })

  const forget = (email: string) =>
    openBrowser(server.url).call('POST', '/api/password-links', { body: { email } })

  it('help who has forgotten their password, and say nothing of who is here', async () => {
    const known = await forget(owner.email.toUpperCase())
    const unknown = await forget('nobody@example.org')
    expect(known.status).toBe(200)
    expect({ status: unknown.status, body: unknown.body }).toEqual({ status: known.status, body: known.body })
    const [letter] = await mail.lettersTo(owner.email, 1)
    const person = openBrowser(server.url)
    const password = 'remembered from now on'
    await person.ok('POST', '/api/welcome', { body: { code: linkOf(letter, 'welcome'), password } })
    // The sessions of the old password have ended, the new one opens others.
    expect((await browser.call('GET', '/v2/me')).status).toBe(401)
    await openBrowser(server.url).ok('POST', '/api/session', { body: { email: owner.email, password } })
    expect(mail.attemptsTo('nobody@example.org')).toBe(0)
  })

  it('do not pour into a mailbox because somebody asks again and again', async () => {
    const before = mail.attemptsTo(owner.email)
    for (let round = 0; round < 5; round += 1) expect((await forget(owner.email)).status).toBe(200)
    // One was asked for above; what comes after the third is passed over.
    await mail.lettersTo(owner.email, before + 2)
    const after = await forget('last@example.org')
    expect(after.status).toBe(200)
    await waitUntil(
      'the queue is empty',
      () =>
        withDatabase(server.database, async (db) => {
          const left = await db.query(
            `select 1 from graphile_worker._private_jobs where attempts = 0 or locked_at is not null`,
          )
          return left.rows.length
        }),
      (left) => left === 0,
    )
    expect(mail.attemptsTo(owner.email)).toBe(before + 2)
  })
})

it('a server without mail says so, whoever is asked about', async () => {
  for (const { url } of inject('servers')) {
    const answers = await Promise.all(
      [owner.email, 'nobody@example.org'].map((email) =>
        openBrowser(url).call<{ errors: unknown }>('POST', '/api/password-links', { body: { email } }),
      ),
    )
    expect(answers.map(({ status }) => status)).toEqual([409, 409])
    expect(answers[0]?.body.errors).toEqual(answers[1]?.body.errors)
  }
})

function linkOf(letter: ReceivedLetter | undefined, kind: 'invite' | 'welcome'): string {
  return new RegExp(`${publicUrl}/${kind}/([\\w-]{40,})`).exec(letter?.source ?? '')?.[1] ?? 'no link'
}
