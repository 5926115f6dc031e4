// One function through which every call goes: builds the request, reads the answer, turns failures into one error type.
import type { ErrorEnvelope, ErrorItem } from '@rushes/contract/errors'
import { retryAfterMs, tryAgain } from './retry.ts'
import type { Wait } from './retry.ts'

const USUAL_RETRIES = 5
/** What a proxy says while the server behind it is away for a moment. */
const AWAY = new Set([502, 503, 504])
const REPEATABLE_METHODS = new Set(['GET', 'HEAD', 'PUT', 'DELETE'])

/** Where the server is and who calls. Without a token the browser's session cookie is used. */
export interface ClientOptions {
  /** Origin without a trailing slash, "" for the page's own origin. */
  baseUrl: string
  token?: string | undefined
  /** Value of the cookie `rushes_session`, for a program outside of a browser that calls what no token may call. */
  session?: string | undefined
  fetch?: typeof fetch
  /** How often a call that may pass by itself is made again; 0 leaves that to the caller. 5 by default. */
  retries?: number
  /** How waiting is done between two of them. */
  wait?: Wait
}

export interface CallOptions {
  query?: Record<string, string | number | boolean | undefined>
  body?: unknown
  /** Sent as it is, instead of a body. */
  file?: Blob
  /** Changes nothing although it is a POST, so that it may be repeated. */
  isSafe?: boolean
  signal?: AbortSignal | undefined
}

/** A failed call. `message` is fit to be shown to a person. `status` 0 means that no answer came at all. */
export class ApiError extends Error {
  readonly status: number
  readonly errors: ErrorItem[]
  readonly requestId: string | null
  /** How long the server asks to wait before the next try; null when it does not say. */
  readonly retryAfterMs: number | null

  constructor(
    status: number,
    message: string,
    errors: ErrorItem[],
    requestId: string | null,
    cause?: unknown,
    waitMs: number | null = null,
  ) {
    super(message, { cause })
    this.name = 'ApiError'
    this.status = status
    this.errors = errors
    this.requestId = requestId
    this.retryAfterMs = waitMs
  }
}

/** Clients that have had an answer. One that never had is not kept waiting: its address is wrong, or nobody is there. */
const answered = new WeakSet<ClientOptions>()

/**
 * Makes one call and returns the answer. Throws {@link ApiError} for every failure but an abort. What was refused for
 * being too much is called again, whatever it is; after a lost connection only what may run twice.
 */
export function call(
  options: ClientOptions,
  method: string,
  path: string,
  callOptions: CallOptions = {},
): Promise<Response> {
  const { retries = USUAL_RETRIES, wait } = options
  const mayRunTwice = REPEATABLE_METHODS.has(method) || callOptions.isSafe === true
  return tryAgain(() => callOnce(options, method, path, callOptions), {
    retries,
    wait,
    signal: callOptions.signal,
    isPassing: (error) => {
      if (!(error instanceof ApiError)) return false
      const isAway = error.status === 0 ? answered.has(options) : AWAY.has(error.status)
      return error.status === 429 || (mayRunTwice && isAway) ? { afterMs: error.retryAfterMs } : false
    },
  })
}

async function callOnce(
  options: ClientOptions,
  method: string,
  path: string,
  { query, body, file, signal }: CallOptions,
): Promise<Response> {
  const send = options.fetch ?? fetch
  const headers: Record<string, string> = { accept: 'application/json' }
  if (options.token !== undefined) headers['authorization'] = `Bearer ${options.token}`
  if (options.session !== undefined) {
    headers['cookie'] = `rushes_session=${options.session}`
    // What browsers send by themselves, and the server asks for: no page of another site rides on the session.
    headers['origin'] = new URL(options.baseUrl).origin
  }
  if (body !== undefined) headers['content-type'] = 'application/json'
  let response: Response
  try {
    response = await send(options.baseUrl + path + queryText(query), {
      method,
      headers,
      body: file ?? (body === undefined ? null : JSON.stringify(body)),
      signal: signal ?? null,
    })
  } catch (cause) {
    if (signal?.aborted === true) throw cause
    throw new ApiError(0, `${options.baseUrl || 'The server'} cannot be reached.`, [], null, cause)
  }
  answered.add(options)
  if (!response.ok) throw await failure(response)
  return response
}

/** The parsed body of a successful call. The server checks its answers against the same contract. */
export async function callJson<T>(
  options: ClientOptions,
  method: string,
  path: string,
  callOptions?: CallOptions,
): Promise<T> {
  const response = await call(options, method, path, callOptions)
  return (await response.json()) as T
}

/** One page of a list and where it stands (v2-platform.md 6). */
export interface Page<T> {
  items: T[]
  page: number
  pageSize: number
  total: number
  totalPages: number
}

export async function callPage<T>(
  options: ClientOptions,
  path: string,
  callOptions?: CallOptions,
  method: 'GET' | 'POST' = 'GET',
): Promise<Page<T>> {
  const response = await call(options, method, path, callOptions)
  const header = (name: string) => Number(response.headers.get(name) ?? 0)
  return {
    items: (await response.json()) as T[],
    page: header('page-number'),
    pageSize: header('per-page'),
    total: header('total'),
    totalPages: header('total-pages'),
  }
}

/** A file to be saved. */
export interface NamedFile {
  name: string
  bytes: Blob
}

/** A file, under the name the server gives it. */
export async function callFile(
  options: ClientOptions,
  path: string,
  callOptions?: CallOptions,
): Promise<NamedFile> {
  const response = await call(options, 'GET', path, callOptions)
  const encoded = /filename\*=UTF-8''(\S+)/.exec(response.headers.get('content-disposition') ?? '')?.[1]
  return { name: decodeURIComponent(encoded ?? 'file'), bytes: await response.blob() }
}

async function failure(response: Response): Promise<ApiError> {
  const requestId = response.headers.get('x-request-id')
  const text = await response.text()
  const envelope = parseEnvelope(text)
  const detail =
    envelope?.errors[0]?.detail ?? envelope?.message ?? `The server answered ${String(response.status)}.`
  const waitMs = retryAfterMs(response.headers.get('retry-after'))
  return new ApiError(response.status, detail, envelope?.errors ?? [], requestId, undefined, waitMs)
}

function parseEnvelope(text: string): ErrorEnvelope | null {
  try {
    const value: unknown = JSON.parse(text)
    if (typeof value === 'object' && value !== null && 'errors' in value && Array.isArray(value.errors))
      return value as ErrorEnvelope
    return null
  } catch (cause) {
    // A proxy's HTML page is no envelope; anything but a syntax error is a fault of ours.
    if (cause instanceof SyntaxError) return null
    throw cause
  }
}

function queryText(query: CallOptions['query']): string {
  const parameters = new URLSearchParams()
  for (const [key, value] of Object.entries(query ?? {}))
    if (value !== undefined) parameters.set(key, String(value))
  const text = parameters.toString()
  return text === '' ? '' : `?${text}`
}
