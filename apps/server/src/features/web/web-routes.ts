// The web app: hashed files under /assets/ for ever, index.html for every page address that is not the API's.
import { existsSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import fastifyStatic from '@fastify/static'
import type { FastifyInstance, FastifyRequest } from 'fastify'

const BUILD_FOLDER = fileURLToPath(new URL('../../../../web/dist', import.meta.url))

/** Nothing inline but styles, nothing from elsewhere (design 7). */
export const PAGE_POLICY = [
  "default-src 'self'",
  "img-src 'self' blob: data:",
  "media-src 'self' blob:",
  "connect-src 'self'",
  "style-src 'self' 'unsafe-inline'",
  "script-src 'self'",
  "worker-src 'self' blob:",
  "object-src 'none'",
  "base-uri 'none'",
  "form-action 'self'",
  "frame-ancestors 'none'",
].join('; ')

/** First segments of addresses that are never a page: there a mistake is answered as programs expect it. */
const NOT_PAGES = new Set([
  ...['v2', 'api', 'media', 'uploads', 'oauth2', 'devices'],
  ...['live', 'health', 'ready', 'assets'],
])

/** True when the address is a page of the web app, to be answered with index.html. */
export function isPage(request: FastifyRequest): boolean {
  if (request.method !== 'GET' && request.method !== 'HEAD') return false
  const [, firstSegment = ''] = request.url.split('?', 1)[0]?.split('/') ?? []
  return !NOT_PAGES.has(firstSegment)
}

export async function registerWeb(app: FastifyInstance): Promise<boolean> {
  if (!existsSync(BUILD_FOLDER)) return false
  await app.register(fastifyStatic, {
    root: BUILD_FOLDER,
    wildcard: false,
    index: false,
    // Made by the build (apps/web/vite.config.ts).
    preCompressed: true,
    setHeaders: (reply, path) => {
      void reply.header('content-security-policy', PAGE_POLICY)
      const isHashed = path.includes('/dist/assets/')
      void reply.header('cache-control', isHashed ? 'public, max-age=31536000, immutable' : 'no-cache')
    },
  })
  return true
}
