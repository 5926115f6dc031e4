// One's own picture (/api/me/picture), and where everybody's is served (/pictures/<name>/64.jpg).
import type { FastifyInstance } from 'fastify'
import type { UserId } from '@rushes/contract/ids'
import { User } from '@rushes/contract/users'
import { PROFILE_PICTURE_SIDES } from '@rushes/media/profile-picture'
import { sessionOf } from '../../access/open-session.ts'
import { requireSession } from '../../access/require-session.ts'
import type { Deps } from '../../deps.ts'
import { errors } from '../../http/errors.ts'
import { defineRoute } from '../../http/route.ts'
import type { Route } from '../../http/route.ts'
import { removePicture, setPicture } from './change-picture.ts'
import { pictureFile } from './picture-files.ts'

/** Each picture is a process of its own for a moment: one at a time for each person. */
export function setPictureRoute(): Route {
  const busy = new Set<UserId>()
  return defineRoute({
    method: 'PUT',
    path: '/api/me/picture',
    scope: null,
    takesFile: true,
    answer: User,
    handle: async (deps, { actor, request, requestId }) => {
      requireSession(actor)
      if (busy.has(actor.userId)) throw errors.rateLimited()
      busy.add(actor.userId)
      try {
        await setPicture(deps, actor, request.raw, requestId)
      } finally {
        busy.delete(actor.userId)
      }
      return (await sessionOf(deps, actor)).user
    },
  })
}

export const removePictureRoute = defineRoute({
  method: 'DELETE',
  path: '/api/me/picture',
  scope: null,
  answer: User,
  handle: async (deps, { actor, requestId }) => {
    requireSession(actor)
    await removePicture(deps, actor, requestId)
    return (await sessionOf(deps, actor)).user
  },
})

const FILES = new Set([...PROFILE_PICTURE_SIDES.map(String), 'original'].map((name) => `${name}.jpg`))
/** A picture that is replaced gets another address, so what is at this one never changes. */
const CACHE_CONTROL = 'private, max-age=86400, immutable'

/** Without a token: the name in the path is the right. It ends at once when the picture is replaced or removed. */
export function registerPictures(app: FastifyInstance, deps: Deps): void {
  app.route<{ Params: { picture: string; file: string } }>({
    method: ['GET', 'HEAD'],
    url: '/pictures/:picture/:file',
    handler: async (request, reply) => {
      const { picture, file } = request.params
      // What is no name of a picture is not asked for: the database refuses some characters.
      if (!FILES.has(file) || !/^[\w-]{22}$/.test(picture) || !(await isSomebodys(deps, picture)))
        throw errors.notFound('picture')
      const key = pictureFile(picture, file.replace(/\.jpg$/, ''))
      const stored = await deps.store.stat(key)
      if (stored === null) throw errors.notFound('picture')
      void reply
        .headers({
          'cache-control': CACHE_CONTROL,
          'content-length': String(stored.sizeBytes),
          'cross-origin-resource-policy': 'cross-origin',
        })
        .type('image/jpeg')
      return request.method === 'HEAD' ? reply.send('') : reply.send(deps.store.read(key))
    },
  })
}

async function isSomebodys(deps: Deps, picture: string): Promise<boolean> {
  const rows = await deps.points.read('picture', 'select 1 from users where picture = $1', [picture])
  return rows.length > 0
}
