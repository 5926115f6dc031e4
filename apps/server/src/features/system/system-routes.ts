// Whether the server lives (/health, /v2/health) and whether it can work (/ready). No token needed.
import { sql } from 'kysely'
import type { FastifyInstance } from 'fastify'
import type { Deps } from '../../deps.ts'

/** Both keys: cameras and an emulator expect different ones (v2-platform.md 8.10). */
const HEALTHY = { status: 'ok', ok: true }

export function registerSystem(app: FastifyInstance, deps: Deps): void {
  app.get('/health', () => HEALTHY)
  app.get('/v2/health', () => HEALTHY)
  app.get('/ready', async (request, reply) => {
    try {
      await sql`select 1`.execute(deps.db)
    } catch (error) {
      request.log.warn({ err: error }, 'not ready: the database does not answer')
      return reply.status(503).send({ status: 'database unavailable' })
    }
    return { status: 'ready' }
  })
}
