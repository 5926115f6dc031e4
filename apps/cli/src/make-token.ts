// A developer token for who knows an e-mail address and a password: signs in as the web app does, makes the token, and
// signs out again.
import { hostname } from 'node:os'
import { createClient } from '@rushes/client/client'
import { SCOPES } from '@rushes/contract/scopes'
import type { Asker } from './ask.ts'

export async function makeToken(address: string, email: string, asker: Asker): Promise<string> {
  const client = createClient({ baseUrl: address, fetch: fetchWithCookies(address) })
  const password = await asker.askSecret(`Password of ${email}: `)
  const { second_factor: second } = await client.signIn({ email, password })
  if (second !== null) {
    const code = await asker.ask('Code of your authenticator app, or a recovery code: ')
    await client.secondFactor({ challenge: second.challenge, code })
  }
  try {
    const { token } = await client.createToken({
      name: `Command line on ${hostname()}`.slice(0, 200),
      scopes: [...SCOPES],
    })
    return token
  } finally {
    await client.signOut()
  }
}

/** Keeps the session's cookie, and says that the calls come from the server's own pages: nothing else may use it. */
function fetchWithCookies(address: string): typeof fetch {
  const cookies = new Map<string, string>()
  return async (input, init) => {
    const headers = new Headers(init?.headers)
    headers.set('origin', address)
    if (cookies.size > 0)
      headers.set('cookie', [...cookies].map(([name, value]) => `${name}=${value}`).join('; '))
    const answer = await fetch(input, { ...init, headers })
    for (const line of answer.headers.getSetCookie()) {
      const [, name = '', value = ''] = /^([^=]+)=([^;]*)/.exec(line) ?? []
      cookies.set(name, value)
    }
    return answer
  }
}
