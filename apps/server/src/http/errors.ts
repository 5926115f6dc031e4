// The error catalogue: every failure a caller can meet is made here by name and rendered once, in error-renderer.ts.
// 422 for bad input and never 400 but for unparsable JSON: real clients retry a 400 a hundred times (v2-assets.md 1.1).
import type { ErrorItem } from '@rushes/contract/errors'
import type { Scope } from '@rushes/contract/scopes'

/** A failure that is an answer. `message` and the items go to the caller, `cause` to the log. */
export class HttpError extends Error {
  readonly status: number
  readonly items: ErrorItem[]

  constructor(status: number, message: string, items: ErrorItem[], cause?: unknown) {
    super(message, { cause })
    this.name = 'HttpError'
    this.status = status
    this.items = items
  }
}

/** One bad field of a request. `title` completes "the field …", as V2 words it: "is invalid", "can't be blank". */
export interface FieldProblem {
  field: string
  title: string
}

const INVALID_MESSAGE = 'There was a problem processing your request'

const plain = (status: number, title: string, detail: string, cause?: unknown) =>
  new HttpError(status, title, [{ code: status, status, title, detail }], cause)

export const errors = {
  badJson: (cause?: unknown) =>
    plain(400, 'Bad Request', 'The body of the request is not valid JSON.', cause),
  /** For what the framework or the HTTP parser gives up on. */
  brokenRequest: (cause?: unknown) =>
    plain(400, 'Bad Request', 'The request is not valid HTTP or was not sent to its end.', cause),
  requestTimeout: () => plain(408, 'Request Timeout', 'The headers of the request did not arrive in time.'),
  headersTooLarge: () =>
    plain(431, 'Request Header Fields Too Large', 'The headers of the request are too large.'),
  unauthorized: (detail = 'Send a valid token in the Authorization header: "Bearer fio-u-…".') =>
    plain(401, 'Unauthorized', detail),
  scopeMissing: (scope: Scope) =>
    plain(
      403,
      'Forbidden',
      `The token lacks the scope ${scope}. Make a token with this scope and use that one.`,
    ),
  forbidden: (detail: string) => plain(403, 'Forbidden', detail),
  crossOrigin: () => plain(403, 'Forbidden', 'This call was sent by a page of another site and was refused.'),
  /** `what` names the kind of thing: "asset", "project". Also used when the caller may not know of it. */
  notFound: (what: string) => plain(404, 'Not Found', `There is no such ${what}, or you cannot see it.`),
  unknownPath: () => plain(404, 'Not Found', 'There is nothing at this address.'),
  notBuilt: (title: string) =>
    plain(404, 'Not Found', `"${title}" of the V2 API is not built yet in this version of Rushes.`),
  methodNotAllowed: () => plain(405, 'Method Not Allowed', 'This address does not take this method.'),
  conflict: (detail: string) => plain(409, 'Conflict', detail),
  tooLarge: () => plain(413, 'Payload Too Large', 'The body of the request is too large.'),
  unsupportedMediaType: () =>
    plain(
      415,
      'Unsupported Media Type',
      'Send the body as application/json or application/x-www-form-urlencoded.',
    ),
  /** The captured shape: a word as `code`, `field` present (v2-assets.md 1.1). */
  invalid: (problems: FieldProblem[]) =>
    new HttpError(
      422,
      INVALID_MESSAGE,
      problems.map(({ field, title }) => ({
        code: 'invalid',
        status: 422,
        title,
        detail: `${field} ${title}`,
        field,
      })),
    ),
  /** A file that nothing can be made of; `reason` is a sentence for whoever watches. */
  unplayable: (reason: string) => plain(422, 'Unprocessable Entity', reason),
  rateLimited: () =>
    plain(429, 'Too Many Requests', 'Too many calls in a short time. Wait a moment and try again.'),
  signInThrottled: () =>
    plain(429, 'Too Many Requests', 'Too many attempts to sign in. Wait a few minutes and try again.'),
  /** The one page of the reference that has 400 for bad input: only devices read it (v2-assets.md 7). */
  badParts: (detail: string) => plain(400, 'Bad Request', detail),
  /** Not there yet, but it will be: worth asking again. */
  stillComing: (detail: string) => plain(503, 'Service Unavailable', detail),
  storageFull: (cause: unknown) =>
    plain(
      507,
      'Insufficient Storage',
      'The disk of the server is full. Nothing was stored; free some space and try again.',
      cause,
    ),
  internal: (cause: unknown) =>
    plain(
      500,
      'Internal Server Error',
      'Something went wrong on the server. The request id leads to the cause in its log.',
      cause,
    ),
}
