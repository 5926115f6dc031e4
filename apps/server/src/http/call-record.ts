// Calls with a developer token are recorded once they are answered, whatever the answer: a program's mistakes are what its
// author looks for in the console.
import type { FastifyInstance, FastifyRequest } from 'fastify'
import type { Actor } from '../access/actor.ts'
import { authenticate } from '../access/authenticate.ts'
import type { Deps } from '../deps.ts'
import { HttpError } from './errors.ts'

/** Who made a request that is under way. */
const callers = new WeakMap<FastifyRequest, Actor>()

export function noteCaller(request: FastifyRequest, actor: Actor): void {
  callers.set(request, actor)
}

/** Undefined until the caller was noted. */
export function callerOf(request: FastifyRequest): Actor | undefined {
  return callers.get(request)
}

/** For an address where nothing is. A token that is none leaves no trace, and the answer stays what it is. */
export async function noteStrayCaller(deps: Deps, request: FastifyRequest): Promise<void> {
  if (request.headers.authorization === undefined) return
  try {
    noteCaller(request, await authenticate(deps, request))
  } catch (error) {
    if (!(error instanceof HttpError)) throw error
  }
}

export function addCallRecord(app: FastifyInstance, deps: Deps): void {
  app.addHook('onResponse', async (request, reply) => {
    const actor = callerOf(request)
    if (actor?.kind !== 'developer') return
    deps.tokenRequests.record({
      tokenId: actor.tokenId,
      method: request.method,
      path: request.url.split('?', 1)[0] ?? '',
      status: reply.statusCode,
      durationMs: Math.round(reply.elapsedTime),
      requestId: request.id,
      at: deps.now(),
    })
  })
}
