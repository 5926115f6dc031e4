// A signed-in browser as the web app's calls look: the cookie, and the header that no other site's page can send.
import { createHash, randomBytes, randomUUID } from 'node:crypto'
import type { ClientConfig } from 'pg'
import { withDatabase } from './people-made.ts'
import { createReferenceClient, UnexpectedAnswer } from './reference-client.ts'
import type { Answer, CallOptions } from './reference-client.ts'

export interface Browser {
  /** Null while nobody is signed in here. */
  cookie: () => string | null
  call: <T = unknown>(method: string, path: string, options?: CallOptions) => Promise<Answer<T>>
  /** The body of a call that must answer 200. */
  ok: <T>(method: string, path: string, options?: CallOptions) => Promise<T>
}

/** Keeps the cookie that an answer sets, as a browser does. */
export function openBrowser(url: string, cookie: string | null = null): Browser {
  const client = createReferenceClient(url, null)
  let kept = cookie
  async function call<T>(method: string, path: string, options: CallOptions = {}): Promise<Answer<T>> {
    const answer = await client.call<T>(method, path, {
      ...options,
      headers: {
        'sec-fetch-site': 'same-origin',
        ...(kept === null ? {} : { cookie: kept }),
        ...options.headers,
      },
    })
    const set = answer.headers.get('set-cookie')
    if (set !== null) kept = set.startsWith('rushes_session=;') ? null : (set.split(';', 1)[0] ?? null)
    return answer
  }
  return {
    cookie: () => kept,
    call,
    ok: async <T>(method: string, path: string, options?: CallOptions) => {
      const answer = await call<T>(method, path, options)
      if (answer.status !== 200)
        throw new UnexpectedAnswer(
          `${method} ${path} → ${String(answer.status)} ${answer.text.slice(0, 2000)}`,
        )
      return answer.body
    },
  }
}

/** A browser at which this person is signed in already. */
export async function signedIn(
  server: { url: string; database: ClientConfig },
  person: { id: string },
): Promise<Browser> {
  const token = randomBytes(32).toString('base64url')
  await withDatabase(server.database, (db) =>
    db.query(
      `insert into tokens (id, user_id, kind, token_hash, name, scopes, inserted_at, expires_at)
       values ($1, $2, 'session', $3, 'test browser', '{}', now(), now() + interval '1 day')`,
      [randomUUID(), person.id, createHash('sha256').update(token).digest()],
    ),
  )
  return openBrowser(server.url, `rushes_session=${token}`)
}
