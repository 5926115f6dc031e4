import { expect, test } from 'vitest'
import { parseEmails } from './parse-emails.ts'

test('takes addresses however they are written', () => {
  expect(parseEmails('a@x.org, b@x.org;c@x.org\nd@x.org  e@x.org').emails).toEqual([
    'a@x.org',
    'b@x.org',
    'c@x.org',
    'd@x.org',
    'e@x.org',
  ])
  expect(parseEmails('Mara Lind <mara@x.org>, "Ola, B" <ola@x.org>').emails).toEqual([
    'mara@x.org',
    'ola@x.org',
  ])
})

test('invites nobody twice, and says what is no address', () => {
  expect(parseEmails('Mara@x.org mara@x.org nobody@ @x.org hello')).toEqual({
    emails: ['mara@x.org'],
    wrong: ['nobody@', '@x.org', 'hello'],
  })
  expect(parseEmails(' \n ')).toEqual({ emails: [], wrong: [] })
})
