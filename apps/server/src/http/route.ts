// One endpoint is one `defineRoute`. What every endpoint must not forget happens here, in this order: rate limit,
// authentication, scope, validation, handler, paging headers, serialisation through the answer's schema.
import type { FastifyInstance, FastifyReply, FastifyRequest, RouteOptions } from 'fastify'
import { z } from 'zod'
import type { PageQuery } from '@rushes/contract/paging'
import type { Scope } from '@rushes/contract/scopes'
import { hasScope } from '../access/actor.ts'
import type { Actor } from '../access/actor.ts'
import { authenticate } from '../access/authenticate.ts'
import type { Deps } from '../deps.ts'
import { serializerOf } from './answer-schema.ts'
import { callerOf, noteCaller } from './call-record.ts'
import { attachment } from './content-disposition.ts'
import { errors } from './errors.ts'
import type { FieldProblem } from './errors.ts'
import { originOf } from './origin.ts'
import { sendPagingHeaders } from './paging.ts'
import type { ListPage } from './paging.ts'
import { DEFAULT_RATE_LIMIT } from './rate-limit.ts'
import type { RateLimit, RateLimiter } from './rate-limit.ts'

export type Method = 'GET' | 'POST' | 'PUT' | 'DELETE'

/** What a handler is given: parsed input, who calls, and the origin that links must carry. */
export interface Call<Params, Query, Body> {
  actor: Actor
  params: Params
  query: Query
  body: Body
  origin: string
  requestId: string
  request: FastifyRequest
  reply: FastifyReply
}

interface Definition<Params, Query, Body> {
  method: Method
  /** In V2's own spelling, e.g. "/v2/assets/{asset_id}". */
  path: string
  /** Null: any valid token will do. */
  scope: Scope | null
  limit?: RateLimit
  params?: z.ZodType<Params>
  query?: z.ZodType<Query>
  body?: z.ZodType<Body>
  /** A POST whose parameters may stand in its body as in its query; the body wins. */
  readsBodyAsQuery?: boolean
  /** The body is a file of any type, not fields: `handle` reads it from `call.request.raw`, once it has checked who calls. */
  takesFile?: boolean
}

/** For an endpoint that answers in two shapes (v2-assets.md 3.6, real-time). */
interface AnswerChoice<Answer> {
  /** The shape the reference describes. */
  usual: z.ZodType
  of: (value: Answer) => z.ZodType<Answer>
}

/** A single object. Never carries paging headers (v2-assets.md 1.3). */
interface ObjectDefinition<Params, Query, Body, Answer> extends Definition<Params, Query, Body> {
  answer: z.ZodType<Answer> | AnswerChoice<Answer>
  handle: (deps: Deps, call: Call<Params, Query, Body>) => Promise<Answer>
}

/** A bare array with all five paging headers. */
interface ListDefinition<Params, Query extends PageQuery, Body, Item> extends Definition<
  Params,
  Query,
  Body
> {
  list: z.ZodType<Item>
  query: z.ZodType<Query>
  handle: (deps: Deps, call: Call<Params, Query, Body>) => Promise<ListPage<Item>>
}

/** What a file endpoint answers with. */
export interface AnsweredFile {
  name: string
  contentType: string
  bytes: string | Buffer
}

interface FileDefinition<Params, Query, Body> extends Definition<Params, Query, Body> {
  handle: (deps: Deps, call: Call<Params, Query, Body>) => Promise<AnsweredFile>
}

/** What an endpoint takes and answers: what the reference (features/docs) is written from. */
export interface RouteSchemas {
  params: z.ZodType | null
  query: z.ZodType | null
  body: z.ZodType | null
  readsBodyAsQuery: boolean
  takesFile: boolean
  /** Of the object, or of one item of the list. */
  answer: z.ZodType
  shape: 'object' | 'list' | 'file'
}

/** An endpoint, ready to be put on the route map. */
export interface Route {
  method: Method
  path: string
  scope: Scope | null
  limit: RateLimit
  schemas: RouteSchemas
  register: (app: FastifyInstance, deps: Deps) => void
}

export function defineRoute<Params = unknown, Query = unknown, Body = unknown, Answer = unknown>(
  definition: ObjectDefinition<Params, Query, Body, Answer>,
): Route {
  const { answer } = definition
  const choice: AnswerChoice<unknown> =
    'usual' in answer
      ? // What is serialised is what `handle` returned.
        { usual: answer.usual, of: (value) => answer.of(value as Answer) }
      : { usual: answer, of: () => answer }
  return makeRoute(definition, { schema: choice.usual, shape: 'object' }, async (deps, call) => {
    const value = await definition.handle(deps, call)
    return sendJson(call.reply, choice.of(value), 'object', value)
  })
}

export function defineListRoute<
  Params = unknown,
  Query extends PageQuery = PageQuery,
  Body = unknown,
  Item = unknown,
>(definition: ListDefinition<Params, Query, Body, Item>): Route {
  const { list } = definition
  return makeRoute(definition, { schema: list, shape: 'list' }, async (deps, call) => {
    const { items, total } = await definition.handle(deps, call)
    sendPagingHeaders(call.request, call.reply, call.origin, call.query, total)
    return sendJson(call.reply, list, 'list', items)
  })
}

/** Ours alone, no call of V2: an answer to be saved under a name. */
export function defineFileRoute<Params = unknown, Query = unknown, Body = unknown>(
  definition: FileDefinition<Params, Query, Body>,
): Route {
  return makeRoute(definition, { schema: z.string(), shape: 'file' }, async (deps, call) => {
    const { name, contentType, bytes } = await definition.handle(deps, call)
    return call.reply
      .headers({ 'content-disposition': attachment(name), 'cache-control': 'private, no-store' })
      .type(contentType)
      .send(bytes)
  })
}

function sendJson(
  reply: FastifyReply,
  schema: z.ZodType,
  shape: 'object' | 'list',
  value: unknown,
): FastifyReply {
  return reply.type(JSON_TYPE).serializer(serializerOf(schema, shape)).send(value)
}

const JSON_TYPE = 'application/json; charset=utf-8'

function makeRoute<Params, Query, Body>(
  definition: Definition<Params, Query, Body>,
  answer: { schema: z.ZodType; shape: RouteSchemas['shape'] },
  respond: (deps: Deps, call: Call<Params, Query, Body>) => Promise<FastifyReply>,
): Route {
  const { method, path, scope } = definition
  return {
    method,
    path,
    scope,
    limit: definition.limit ?? DEFAULT_RATE_LIMIT,
    schemas: {
      params: definition.params ?? null,
      query: definition.query ?? null,
      body: definition.body ?? null,
      readsBodyAsQuery: definition.readsBodyAsQuery ?? false,
      takesFile: definition.takesFile ?? false,
      answer: answer.schema,
      shape: answer.shape,
    },
    register: (app, deps) => {
      const route: RouteOptions = {
        method,
        url: fastifyPath(path),
        // Before the body is read: whatever is wrong with it, the answer says how much may still be asked.
        onRequest: async (request, reply) => admit(deps, request, reply, definition),
        handler: async (request, reply) => {
          const call: Call<Params, Query, Body> = {
            // Only who was admitted comes this far.
            actor: callerOf(request)!,
            ...parseInput(definition, request),
            origin: originOf(deps.origin, request),
            requestId: request.id,
            request,
            reply,
          }
          return respond(deps, call)
        },
      }
      if (definition.takesFile === true) void app.register(async (files) => addFileRoute(files, route))
      else app.route(route)
    },
  }
}

/** Throws what `authenticate` throws, 429 when the bucket is empty and 403 without the scope. */
async function admit(
  deps: Deps,
  request: FastifyRequest,
  reply: FastifyReply,
  definition: Definition<unknown, unknown, unknown>,
): Promise<void> {
  const actor = await authenticate(deps, request).catch((error: unknown) => {
    takeFromBucket(deps.limiter, reply, request.ip, definition)
    throw error
  })
  noteCaller(request, actor)
  takeFromBucket(deps.limiter, reply, actor.userId, definition)
  const { scope } = definition
  if (scope !== null && !hasScope(actor, scope)) throw errors.scopeMissing(scope)
}

/** In a scope of its own, where a body of whatever type is left to the handler. */
function addFileRoute(app: FastifyInstance, route: RouteOptions): void {
  app.removeAllContentTypeParsers()
  app.addContentTypeParser('*', (_request, _payload, done) => done(null))
  // Also a type that is none must not be refused before it is known who calls.
  app.addHook('onRequest', async (request) => {
    delete request.raw.headers['content-type']
  })
  // What a refused file still sends is read and dropped, so that its sender hears the answer.
  app.addHook('onSend', async (request) => {
    request.raw.resume()
  })
  app.route(route)
}

/** Counts a call and says so in its headers; 429 when there is no room for it. */
export function takeFromBucket(
  limiter: RateLimiter,
  reply: FastifyReply,
  who: string,
  { method, path, limit }: { method: string; path: string; limit?: RateLimit },
): void {
  const state = limiter.take(who, `${method} ${path}`, limit ?? DEFAULT_RATE_LIMIT)
  void reply.headers({
    'x-ratelimit-limit': String(state.limit),
    'x-ratelimit-remaining': String(state.remaining),
    'x-ratelimit-window': String(state.windowMs),
  })
  if (!state.allowed) {
    void reply.header('retry-after', '1')
    throw errors.rateLimited()
  }
}

function parseInput<Params, Query, Body>(
  { method, params, query, body, readsBodyAsQuery = false }: Definition<Params, Query, Body>,
  request: FastifyRequest,
): { params: Params; query: Query; body: Body } {
  const sent = isObject(request.body) ? request.body : {}
  // Clients put paging and includes into the body of a GET or DELETE; the query wins (v2-platform.md 2).
  const hasNoBodyOfItsOwn = method === 'GET' || method === 'DELETE'
  const asked = request.query as object
  const queryInput = hasNoBodyOfItsOwn
    ? { ...sent, ...asked }
    : readsBodyAsQuery
      ? { ...asked, ...sent }
      : asked
  return {
    params: parse(params, request.params, 'path'),
    query: parse(query, queryInput, 'query'),
    body: parse(body, request.body === undefined || request.body === null ? {} : request.body, 'body'),
  }
}

function parse<T>(schema: z.ZodType<T> | undefined, value: unknown, place: 'path' | 'query' | 'body'): T {
  if (schema === undefined) return undefined as T
  const result = schema.safeParse(value, { reportInput: true })
  if (result.success) return result.data
  // An id that is no UUID names nothing: 404, not 422 (v2-platform.md 4).
  if (place === 'path') throw errors.notFound('object')
  throw errors.invalid(result.error.issues.map(problemOf))
}

function problemOf(issue: z.core.$ZodIssue): FieldProblem {
  const field = issue.path.length === 0 ? 'body' : issue.path.map(String).join('.')
  const isMissing = issue.code === 'invalid_type' && issue.input === undefined
  return { field, title: isMissing ? "can't be blank" : issue.message }
}

function fastifyPath(path: string): string {
  return path.replaceAll(/\{(\w+)\}/g, ':$1')
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
