// What a page of the reference says that no schema can: written by people, one entry an endpoint.

import type { z } from 'zod'

/** A failure of this endpoint beyond those every endpoint has. */
export interface ErrorText {
  status: number
  /** Completes "answered when …". */
  when: string
}

export interface EndpointText {
  /** As on the route map: "DELETE /v2/assets/{asset_id}". */
  endpoint: string
  /** Absent: the title V2 gives it. */
  title?: string
  /** Markdown: what it does, first sentence first. */
  what: string
  /** What changes besides the answer; Markdown, one sentence each. */
  effects?: readonly string[]
  /** Parameters that mean something particular here, by name; "source.url" for one inside another. */
  fields?: Readonly<Record<string, string>>
  /** The body, where the use-case reads it and the route does not say what it is. */
  body?: z.ZodType
  /** What an answer without `_type` is called in the tables of meanings (packages/contract). */
  answer?: string
  errors?: readonly ErrorText[]
  /** Only somebody signed in to the web app may call it, no token. */
  isSessionOnly?: boolean
}

/** One entry of the menu. */
export interface TextGroup {
  /** Part of the address: /docs/<slug>/… */
  slug: string
  title: string
  /** One sentence for indexes. */
  about: string
  texts: readonly EndpointText[]
}
