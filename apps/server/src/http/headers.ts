// Headers of every answer, and one log line for every request.
import type { FastifyInstance } from 'fastify'
import type { IncomingMessage } from 'node:http'
import type { OriginSettings } from './origin.ts'

/** What programs in other pages may read (issue of browser clients: paging and rate limits travel in headers). */
export const EXPOSED_HEADERS = [
  'link',
  'page-number',
  'per-page',
  'total',
  'total-pages',
  'x-ratelimit-limit',
  'x-ratelimit-remaining',
  'x-ratelimit-window',
  'x-request-id',
  'etag',
  'content-range',
  'content-length',
  'content-disposition',
]

/** API answers are never a page. */
const API_POLICY = "default-src 'none'; frame-ancestors 'none'"

export function requestId(newId: () => string): (request: IncomingMessage) => string {
  return (request) => {
    const sent = request.headers['x-request-id']
    return typeof sent === 'string' && /^[\w-]{8,64}$/.test(sent) ? sent : newId()
  }
}

/** What every answer carries, until a route says something narrower. */
export function commonHeaders(requestIdText: string, origin: OriginSettings): Record<string, string> {
  const isHttps = origin.isTls || origin.publicUrl?.startsWith('https:') === true
  return {
    'x-request-id': requestIdText,
    'x-content-type-options': 'nosniff',
    'referrer-policy': 'no-referrer',
    'x-frame-options': 'DENY',
    'content-security-policy': API_POLICY,
    ...(isHttps ? { 'strict-transport-security': 'max-age=31536000' } : {}),
  }
}

export function addCommonHeaders(app: FastifyInstance, origin: OriginSettings): void {
  app.addHook('onRequest', async (request, reply) => {
    void reply.headers(commonHeaders(request.id, origin))
  })
  app.addHook('onResponse', async (request, reply) => {
    const line = {
      method: request.method,
      path: pathOf(request.url),
      status: reply.statusCode,
      ms: Math.round(reply.elapsedTime),
    }
    if (reply.statusCode >= 500) request.log.warn(line, 'answered')
    else request.log.debug(line, 'answered')
  })
}

/** Without the query and without signatures: links must not be usable from a log. */
function pathOf(url: string): string {
  return (url.split('?', 1)[0] ?? '')
    .replace(/^(\/media\/[^/]+\/)[^/]+/, '$1…')
    .replace(/^(\/pictures\/)[^/]+/, '$1…')
    .replace(/^(\/uploads\/[^/]+\/parts\/\d+\/).+/, '$1…')
}
