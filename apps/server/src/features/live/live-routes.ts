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
    const projectId = wanted === undefined ? null : ProjectId.safeParse(wanted)
    if (projectId?.success === false) throw errors.invalid([{ field: 'project_id', title: "can't be blank" }])
    const stillMay = async () => {
      const caller = await authenticate(deps, request)
      if (projectId !== null) await requireProject(deps, caller, projectId.data, 'see')
    }
    await stillMay()

    const stream = openLiveStream(reply, stillMay)
    const places = gatherPlaces(deps, actor.userId, stream.send)
    for (const message of channel.recent())
      if ('project_id' in message && message.project_id === projectId?.data) stream.send(message)
    const unsubscribe = channel.subscribe((message) => {
      if (message.kind === 'access') {
        if (message.user_id !== actor.userId) return
        // They may have been deactivated, or only be somebody else somewhere.
        stream.askAgain()
        stream.send({ kind: 'places' })
      } else if (projectId === null) places.add(message)
      else if (message.kind !== 'people') {
        if (message.project_id === projectId.data) stream.send(message)
      }
      // In a project people are shown, but no lists of them that change without it.
      else if (message.user_id !== null) places.add(message)
    }, stream.end)
    stream.onClose(() => {
      unsubscribe()
      places.drop()
    })
  })
}
