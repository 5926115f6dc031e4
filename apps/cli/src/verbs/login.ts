// ./rushes login and logout
import { createClient } from '@rushes/client/client'
import { ApiError } from '@rushes/client/request'
import { openAsker } from '../ask.ts'
import { makeToken } from '../make-token.ts'
import { defaultAddress, forgetLogin, keepLogin } from '../login-file.ts'
import { NotAllowedError, textFlag, UsageError } from '../verb.ts'
import type { Verb } from '../verb.ts'

export const loginVerb: Verb = {
  usage: `login [<address>] [--email <e-mail>] [--json]

  Signs in to a server, for all later commands. Asks for a developer token, or with --email for the password, with
  which it makes one. What is asked for can be piped in. The token is kept in ~/.config/rushes/login.json, which only
  you can read; RUSHES_URL and RUSHES_TOKEN win over it.`,
  options: { email: { type: 'string' } },
  words: { least: 0, most: 1 },
  run: async (_around, { words, flags }) => {
    const address = readAddress(words[0] ?? defaultAddress())
    const email = textFlag(flags, 'email')
    using asker = openAsker()
    const token =
      email === undefined
        ? await asker.askSecret('Developer token (of Settings, Developer tokens): ')
        : await makeToken(address, email, asker)
    const me = await createClient({ baseUrl: address, token })
      .me()
      .catch((error: unknown) => {
        if (error instanceof ApiError && error.status === 401)
          throw new NotAllowedError(`${address} does not know this token.`)
        throw error
      })
    const file = await keepLogin({ address, token })
    return {
      json: { address, id: me.id, name: me.name, email: me.email, file },
      lines: [`You are ${me.name} at ${address}. Kept in ${file}`],
    }
  },
}

export const logoutVerb: Verb = {
  usage: `logout [--json]

  Forgets the token that login kept. The token itself lives on until it is revoked in the web app.`,
  words: { least: 0, most: 0 },
  run: async () => {
    const kept = await forgetLogin()
    return {
      json: { address: kept?.address ?? null },
      lines: [kept === null ? 'You were not signed in.' : `You are no longer signed in to ${kept.address}.`],
    }
  },
}

function readAddress(text: string): string {
  const address = /^https?:\/\//i.test(text) ? text : `http://${text}`
  if (!URL.canParse(address))
    throw new UsageError(`"${text}" is no address such as https://review.example.org`)
  return new URL(address).origin
}
