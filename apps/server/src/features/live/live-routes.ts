// GET /live?project_id=… and GET /live: server-sent events. Messages travel between processes by LISTEN/NOTIFY and say
// only what changed; the reader fetches it with its own rights.
import type { FastifyInstance } from 'fastify'
import { ProjectId } from '@rushes/contract/ids'
import { authenticate } from '../../access/authenticate.ts'
import { requireProject } from '../../access/require-place.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import type { LiveChannel } from './live-channel.ts'
import { openLiveStream } from './live-stream.ts'
import { gatherPlaces } from './live-places.ts'

export function registerLive(app: FastifyInstance, deps: Deps, channel: LiveChannel): void {
  app.get('/live', async (request, reply) => {
    const { project_id: wanted } = request.query as { project_id?: string }
    const actor = await authenticate(deps, request)
    if (wanted === undefined) {
      const stream = openLiveStream(reply, () => authenticate(deps, request))
      const places = gatherPlaces(deps, actor.userId, stream.send)
      const unsubscribe = channel.subscribe((message) => {
        if (message.kind !== 'access') return places.add(message)
        if (message.user_id !== actor.userId) return
        // They may have been deactivated, or only be somebody else somewhere.
        stream.askAgain()
        stream.send({ kind: 'places' })
      }, stream.end)
      stream.onClose(() => {
        unsubscribe()
        places.drop()
      })
      return
    }
    const projectId = ProjectId.safeParse(wanted)
    if (!projectId.success) throw errors.invalid([{ field: 'project_id', title: "can't be blank" }])
    await requireProject(deps, actor, projectId.data, 'see')
    const stream = openLiveStream(reply, async () =>
      requireProject(deps, await authenticate(deps, request), projectId.data, 'see'),
    )
    const unsubscribe = channel.subscribe((message) => {
      if (message.kind === 'access') {
        if (message.user_id === actor.userId) stream.askAgain()
      } else if (message.project_id === projectId.data) stream.send(message)
    }, stream.end)
    stream.onClose(unsubscribe)
  })
}
