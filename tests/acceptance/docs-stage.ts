// Where the calls of the reference are played: each one through whatever makes it (fetch, or a sample in its language).
import type { MadePerson } from './people-made.ts'
import type { ReferenceClient } from './reference-client.ts'

/** One call as it stands on a page of the reference; `endpoint` as on the route map. */
export interface Call {
  endpoint: string
  /** With ids and query, without the origin. */
  path: string
  body?: unknown
  /** Path of the file that is sent instead of a body. */
  file?: string
}

/** Answers with the parsed body of a call that succeeded. */
export type MakeCall = (call: Call) => Promise<unknown>

export interface Stage {
  /** For steps that are not shown: bytes, and things a call needs beside it. */
  client: ReferenceClient
  /** Somebody of the account who is in no team yet. */
  guest: MadePerson
  /** Calls an endpoint with these ids in the place of its parameters. */
  play: <T>(endpoint: string, ids: Record<string, string>, body?: unknown, query?: string) => Promise<T>
  /** Calls an endpoint that takes a file. */
  playFile: (endpoint: string, file: string) => Promise<unknown>
}

export function makeStage(client: ReferenceClient, guest: MadePerson, makeCall: MakeCall): Stage {
  return {
    client,
    guest,
    play: async <T>(endpoint: string, ids: Record<string, string>, body?: unknown, query = '') => {
      const pattern = endpoint.slice(endpoint.indexOf(' ') + 1)
      const path = pattern.replaceAll(/\{(\w+)\}/g, (_whole, name: string) => {
        const id = ids[name]
        if (id === undefined) throw new Error(`The scene of ${endpoint} names no ${name}.`)
        return id
      })
      // The caller knows what its endpoint answers with: the scenes read a few ids from it.
      return (await makeCall({ endpoint, path: path + query, ...(body === undefined ? {} : { body }) })) as T
    },
    playFile: (endpoint, file) =>
      makeCall({ endpoint, path: endpoint.slice(endpoint.indexOf(' ') + 1), file }),
  }
}
