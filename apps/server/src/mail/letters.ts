// What the letters say: plain text, and the same in simple HTML.
import type { Letter } from './letter.ts'

export interface InvitationLetter {
  to: string
  inviterName: string
  placeName: string
  /** What the inviter wrote. */
  message: string | null
  url: string
  expiresAt: Date
}

export function invitationLetter({
  to,
  inviterName,
  placeName,
  message,
  url,
  expiresAt,
}: InvitationLetter): Letter {
  return compose(to, `${inviterName} invites you to ${placeName}`, [
    `${inviterName} invites you to ${placeName} on Rushes, to watch and review together.`,
    ...(message === null || message.trim() === '' ? [] : [message]),
    { url, label: 'Accept the invitation' },
    `The link works once, until ${dayOf(expiresAt)}.`,
  ])
}

export function passwordLetter(to: string, url: string, expiresAt: Date): Letter {
  return compose(to, 'Set a new password', [
    'Somebody, hopefully you, asked for a new password for your account on Rushes.',
    { url, label: 'Set a new password' },
    `The link works once, until ${expiresAt.toISOString().slice(0, 16).replace('T', ' ')} UTC. If it was not you, do nothing: your password stays as it is.`,
  ])
}

export function factorsForgottenLetter(to: string, adminName: string): Letter {
  return compose(to, 'Your second factor was removed', [
    `${adminName} has removed the authenticator app, the recovery codes and the passkeys of your account on Rushes, and signed you out everywhere.`,
    'You sign in with your password alone now. Set up a second factor again on the page "Sign-in" of your settings.',
    `If you did not ask for this, talk to ${adminName} and change your password.`,
  ])
}

type Part = string | { url: string; label: string }

function compose(to: string, subject: string, parts: Part[]): Letter {
  const text = parts.map((part) => (typeof part === 'string' ? part : `${part.label}:\n${part.url}`))
  const html = parts.map((part) =>
    typeof part === 'string'
      ? `<p>${escapeHtml(part).replaceAll('\n', '<br>')}</p>`
      : `<p><a href="${escapeHtml(part.url)}">${escapeHtml(part.label)}</a></p>`,
  )
  return {
    to,
    subject,
    text: `${text.join('\n\n')}\n`,
    html: `<!doctype html><html><body style="font:16px/1.5 sans-serif">${html.join('')}</body></html>`,
  }
}

function dayOf(time: Date): string {
  return time.toISOString().slice(0, 10)
}

const ENTITIES: Record<string, string> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
}

function escapeHtml(text: string): string {
  return text.replaceAll(/[&<>"']/g, (character) => ENTITIES[character] ?? character)
}
