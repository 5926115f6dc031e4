// The reference: /docs for people, the same pages as Markdown and /llms.txt for agents, /openapi.json for generators.
// No credential is asked for: it says what the server can do, nothing of what is on it.
import type { FastifyInstance, FastifyReply } from 'fastify'
import { originOf } from '../../http/origin.ts'
import type { OriginSettings } from '../../http/origin.ts'
import type { Route } from '../../http/route.ts'
import { openApiDocument } from './openapi.ts'
import { endpointPages } from './pages.ts'
import { TEXT_GROUPS } from './texts/groups.ts'
import { toYaml } from './yaml.ts'

export function registerDocs(app: FastifyInstance, origin: OriginSettings, routes: readonly Route[]): void {
  const groups = endpointPages(routes, TEXT_GROUPS)

  app.get('/openapi.json', (request, reply) =>
    send(
      reply,
      'application/json; charset=utf-8',
      JSON.stringify(openApiDocument(groups, originOf(origin, request))),
    ),
  )
  app.get('/openapi.yaml', (request, reply) =>
    send(
      reply,
      'application/yaml; charset=utf-8',
      toYaml(openApiDocument(groups, originOf(origin, request))),
    ),
  )
}

function send(reply: FastifyReply, type: string, text: string): FastifyReply {
  return reply.type(type).header('cache-control', 'no-cache').send(text)
}
