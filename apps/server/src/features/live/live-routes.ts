// GET /live?project_id=…: server-sent events. Messages travel between processes by LISTEN/NOTIFY and say only what
// changed; the reader fetches it with its own rights.
import type { FastifyInstance } from 'fastify'
import { ProjectId } from '@rushes/contract/ids'
import type { LiveMessage } from '@rushes/contract/live'
import { authenticate } from '../../access/authenticate.ts'
import { requireProject } from '../../access/require-place.ts'
import type { AccessMessage } from '../../db/events.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import type { LiveChannel } from './live-channel.ts'

/** Proxies close what is silent; a comment line keeps the stream open. */
const KEEP_ALIVE_MS = 20_000
/** The session may have ended or the right may be gone: a stream asks again this often. */
const RECHECK_MS = 30_000

export function registerLive(app: FastifyInstance, deps: Deps, channel: LiveChannel): void {
  app.get('/live', async (request, reply) => {
    const query = request.query as { project_id?: string }
    const projectId = ProjectId.safeParse(query.project_id)
    if (!projectId.success) throw errors.invalid([{ field: 'project_id', title: "can't be blank" }])
    const actor = await authenticate(deps, request)
    await requireProject(deps, actor, projectId.data, 'see')

    reply.hijack()
    const { raw } = reply
    // What the hooks said of every answer does not reach a hijacked one by itself.
    for (const [name, value] of Object.entries(reply.getHeaders()))
      if (value !== undefined) raw.setHeader(name, value)
    raw.writeHead(200, {
      'content-type': 'text/event-stream',
      'cache-control': 'no-store',
      'x-accel-buffering': 'no',
    })
    raw.write('retry: 2000\n\n')
    const askAgain = () => {
      authenticate(deps, request)
        .then((current) => requireProject(deps, current, projectId.data, 'see'))
        .catch(() => raw.end())
    }
    const send = (message: LiveMessage | AccessMessage) => {
      if (message.kind === 'access') {
        if (message.user_id === actor.userId) askAgain()
        return
      }
      if (message.project_id === projectId.data) raw.write(`data: ${JSON.stringify(message)}\n\n`)
    }
    const unsubscribe = channel.subscribe(send, () => raw.end())
    const keepAlive = setInterval(() => raw.write(': \n\n'), KEEP_ALIVE_MS)
    const recheck = setInterval(askAgain, RECHECK_MS)
    raw.once('close', () => {
      unsubscribe()
      clearInterval(keepAlive)
      clearInterval(recheck)
    })
  })
}
