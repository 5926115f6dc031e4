import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { readConfig } from './config.ts'

const guide = readFileSync(new URL('../../../docs/running.md', import.meta.url), 'utf8')

const settings = {
  RUSHES_URL: 'https://review.example.org',
  RUSHES_SMTP_URL: 'smtps://rushes:secret@mail.example.org',
  RUSHES_MAIL_FROM: 'Rushes <rushes@example.org>',
}

it('sends mail only when all that letters need is said', () => {
  expect(readConfig({}).mail).toBeNull()
  expect(readConfig(settings).mail).toEqual({
    smtpUrl: settings.RUSHES_SMTP_URL,
    from: settings.RUSHES_MAIL_FROM,
    origin: settings.RUSHES_URL,
  })
  for (const [change, problem] of [
    [{ RUSHES_URL: '' }, /RUSHES_SMTP_URL needs RUSHES_URL/],
    [{ RUSHES_MAIL_FROM: '' }, /must be set together/],
    [{ RUSHES_SMTP_URL: '' }, /must be set together/],
    [{ RUSHES_SMTP_URL: 'mail.example.org:25' }, /RUSHES_SMTP_URL must look like/],
    [{ RUSHES_MAIL_FROM: 'nobody' }, /RUSHES_MAIL_FROM is "nobody"/],
  ] as const)
    expect(() => readConfig({ ...settings, ...change })).toThrow(problem)
})

it('never repeats the password of the mail server', () => {
  expect(() => readConfig({ ...settings, RUSHES_SMTP_URL: 'http://me:secret@mail' })).toThrow(
    /^(?!.*secret)/s,
  )
})

it('reads the settings that the guide of running tells of, and no others', () => {
  const read = new Set<string>()
  readConfig(
    new Proxy<Record<string, undefined>>(
      {},
      {
        get: (_settings, name) => {
          read.add(String(name))
          return undefined
        },
      },
    ),
  )
  const [table = ''] = /^## Settings\n[^]*?(?=^## )/m.exec(guide) ?? []
  const told = [...table.matchAll(/^\| (`[^|]*)\|/gm)].flatMap(([, cell = '']) =>
    [...cell.matchAll(/`(\w+)`/g)].map(([, name = '']) => name),
  )
  expect(told.toSorted()).toEqual([...read].toSorted())
})
