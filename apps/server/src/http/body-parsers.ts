// Reading bodies and query strings as V2 clients send them (v2-platform.md 2 and 6): JSON also on GET and DELETE, empty
// bodies with a JSON content type, form bodies with nested keys, a second "?" in the address.
import type { FastifyInstance } from 'fastify'
import qs from 'qs'
import { errors, HttpError } from './errors.ts'
import { parseJsonBody } from './json-body.ts'

export const MAX_BODY_BYTES = 1024 * 1024

/** Of a form or a query. More than any list may have: one that is too long is refused, not cut. */
const MOST_VALUES = 5_000

export function parseQuery(text: string): Record<string, unknown> {
  return qs.parse(numberObjects(text), {
    depth: 5,
    arrayLimit: MOST_VALUES,
    parameterLimit: MOST_VALUES,
    plainObjects: false,
    comma: false,
  })
}

/**
 * "list[][key]=…" is how a list of objects is written without numbers (v2-platform.md 2, Ruby): a key that comes again
 * begins the next object. The parser behind would make one object of all.
 */
function numberObjects(text: string): string {
  const lists = new Map<string, { index: number; keys: Set<string> }>()
  return text.replaceAll(KEY, (written) => {
    const name = written.replaceAll(/%5B/gi, '[').replaceAll(/%5D/gi, ']')
    const [, list, key] = /^(.+?)\[\](\[.+)$/s.exec(name) ?? []
    if (list === undefined || key === undefined) return written
    const object = lists.get(list) ?? { index: 0, keys: new Set<string>() }
    if (object.keys.has(key)) {
      object.index += 1
      object.keys.clear()
    }
    // A list in the object has its key in every one of its own items.
    if (!key.endsWith('[]')) object.keys.add(key)
    lists.set(list, object)
    return `${list}[${String(object.index)}]${key}`
  })
}

const KEY = /(?<=^|&)[^=&]+/g

/** Later "?" become "&": one client builds "…?include=a?page=2" (v2-platform.md 13, row 33). */
export function mendSecondQuestionMark(url: string): string {
  const first = url.indexOf('?')
  if (first === -1 || !url.includes('?', first + 1)) return url
  return url.slice(0, first + 1) + url.slice(first + 1).replaceAll('?', '&')
}

export function addBodyParsers(app: FastifyInstance): void {
  for (const method of ['GET', 'HEAD', 'DELETE'])
    app.addHttpMethod(method, { hasBody: true, overrideExisting: true })

  app.removeAllContentTypeParsers()
  app.addContentTypeParser(
    /^application\/(?:[\w.+-]+\+)?json/,
    { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
    (_request, text, done) => parseJson(text as string, done),
  )
  app.addContentTypeParser(
    'application/x-www-form-urlencoded',
    { parseAs: 'string', bodyLimit: MAX_BODY_BYTES },
    (_request, text, done) => done(null, parseQuery(text as string)),
  )
  // A body without a content type: some clients send JSON and forget to say so; nothing sent is no body.
  app.addContentTypeParser('*', { parseAs: 'string', bodyLimit: MAX_BODY_BYTES }, (request, text, done) => {
    if (text === '') done(null, {})
    else if (request.headers['content-type'] === undefined) parseJson(text as string, done)
    else done(errors.unsupportedMediaType())
  })
}

function parseJson(text: string, done: (error: Error | null, body?: unknown) => void): void {
  let body: unknown
  try {
    body = text === '' ? {} : parseJsonBody(text)
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
    done(error)
    return
  }
  done(null, body)
}
