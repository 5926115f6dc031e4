// The OpenAPI 3.1 document: the route map, its schemas and what is written about them, in one object.
import { ErrorEnvelope } from '@rushes/contract/errors'
import { SCOPES } from '@rushes/contract/scopes'
import { answerSchema } from './json-schema.ts'
import type { JsonSchema } from './json-schema.ts'
import { createComponents } from './openapi-components.ts'
import type { ComponentSet } from './openapi-components.ts'
import type { EndpointPage, PageGroup } from './pages.ts'
import { statusText } from './status-text.ts'

export type JsonObject = { [key: string]: unknown }

const RATE_HEADERS = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-window', 'x-request-id']
const PAGING_HEADERS = ['page-number', 'per-page', 'total', 'total-pages', 'link']

const HEADERS: Record<string, { description: string; schema: JsonSchema }> = {
  'x-ratelimit-limit': { description: 'Calls a window allows.', schema: { type: 'integer' } },
  'x-ratelimit-remaining': { description: 'Calls left in the window.', schema: { type: 'integer' } },
  'x-ratelimit-window': { description: 'Length of the window in milliseconds.', schema: { type: 'integer' } },
  'x-request-id': { description: 'Names this call in the log of the server.', schema: { type: 'string' } },
  'page-number': { description: 'This page, counted from 1.', schema: { type: 'integer' } },
  'per-page': { description: 'Items a page has.', schema: { type: 'integer' } },
  total: { description: 'Items of all pages.', schema: { type: 'integer' } },
  'total-pages': { description: 'Pages there are; at least 1.', schema: { type: 'integer' } },
  link: { description: 'Addresses of the first, last, previous and next page.', schema: { type: 'string' } },
}

/** Of the API, not of the program. */
const API_VERSION = '2.0'

/** `origin` is where this server is reached. */
export function openApiDocument(groups: readonly PageGroup[], origin: string): JsonObject {
  const components = createComponents()
  components.add('Error', answerSchema(ErrorEnvelope, 'error'))
  const paths: Record<string, JsonObject> = {}
  for (const group of groups)
    for (const page of group.pages)
      paths[page.route.path] = {
        ...paths[page.route.path],
        [page.route.method.toLowerCase()]: operation(page, group, components),
      }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Rushes',
      version: API_VERSION,
      summary: 'Self-hosted review server for film and video teams.',
      description: 'Compatible with the Frame.io V2 API. What stands below /api is beside V2.',
      license: { name: 'Apache-2.0', identifier: 'Apache-2.0' },
    },
    servers: [{ url: origin, description: 'This server.' }],
    tags: groups.map(({ title, about }) => ({ name: title, description: about })),
    security: [{ token: [] }],
    paths,
    components: {
      schemas: components.schemas,
      headers: HEADERS,
      responses: Object.fromEntries(
        ERROR_STATUSES.map((status) => [errorName(status), errorResponse(status)]),
      ),
      securitySchemes: {
        token: {
          type: 'http',
          scheme: 'bearer',
          description: `A developer token, "fio-u-…". Its scopes: ${SCOPES.join(', ')}.`,
        },
        session: {
          type: 'apiKey',
          in: 'cookie',
          name: 'rushes_session',
          description: 'The session of somebody signed in to the web app.',
        },
      },
    },
  }
}

function operation(page: EndpointPage, group: PageGroup, components: ComponentSet): JsonObject {
  const { path, query, body } = page.schemas()
  const { route, text, title } = page
  const example = page.example()
  const { shape } = route.schemas
  const isList = shape === 'list'
  const description = [
    text.what,
    ...(text.effects ?? []),
    route.scope === null ? '' : `Scope: \`${route.scope}\`.`,
  ]
  const security =
    text.isSessionOnly === true
      ? [{ session: [] }]
      : [{ token: route.scope === null ? [] : [route.scope] }, { session: [] }]
  return {
    operationId: page.operationId,
    tags: [group.title],
    summary: title,
    description: description.filter((part) => part !== '').join('\n\n'),
    externalDocs: { url: page.path },
    security,
    ...(path === null && query === null
      ? {}
      : { parameters: [...parameters(path, 'path'), ...parameters(query, 'query')] }),
    ...(route.schemas.takesFile
      ? {
          requestBody: {
            required: true,
            content: { '*/*': { schema: { type: 'string', format: 'binary' } } },
          },
        }
      : {}),
    ...(body === null
      ? {}
      : {
          requestBody: {
            required: (body.required ?? []).length > 0,
            content: {
              'application/json': {
                schema: components.refer(body, `${pascal(page.operationId)}Body`),
                ...(example?.request.body === undefined ? {} : { example: example.request.body }),
              },
            },
          },
        }),
    responses: {
      200: {
        description: ANSWERS[shape],
        headers: Object.fromEntries(
          [...RATE_HEADERS, ...(isList ? PAGING_HEADERS : [])].map((name) => [
            name,
            { $ref: `#/components/headers/${name}` },
          ]),
        ),
        content: answerContent(page, shape, components),
      },
      ...Object.fromEntries(
        [...new Set(page.errors.map(({ status }) => status))].map((status) => [
          status,
          { $ref: `#/components/responses/${errorName(status)}` },
        ]),
      ),
    },
  }
}

const ANSWERS = { object: 'The object.', list: 'One page of the list.', file: 'The file.' }

function answerContent(
  page: EndpointPage,
  shape: keyof typeof ANSWERS,
  components: ComponentSet,
): JsonObject {
  if (shape === 'file') return { '*/*': { schema: { type: 'string', format: 'binary' } } }
  const item = components.refer(page.schemas().answer, `${pascal(page.operationId)}Answer`)
  const example = page.example()
  return {
    'application/json': {
      schema: shape === 'list' ? { type: 'array', items: item } : item,
      ...(example === null ? {} : { example: example.response.body }),
    },
  }
}

function parameters(schema: JsonSchema | null, place: 'path' | 'query'): JsonObject[] {
  return Object.entries(schema?.properties ?? {}).map(([name, { description, ...field }]) => ({
    name,
    in: place,
    required: place === 'path' || schema?.required?.includes(name) === true,
    ...(description === undefined ? {} : { description }),
    ...(field.type === 'object' ? { style: 'deepObject', explode: true } : {}),
    schema: field,
  }))
}

const ERROR_STATUSES = [400, 401, 403, 404, 409, 422, 429]

function errorName(status: number): string {
  return statusText(status).replaceAll(' ', '')
}

function errorResponse(status: number): JsonObject {
  return {
    description: statusText(status),
    content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } },
  }
}

function pascal(slug: string): string {
  return slug.replaceAll(/(?:^|[-_])([a-z0-9])/g, (_whole, letter: string) => letter.toUpperCase())
}
