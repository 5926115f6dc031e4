// The pages of the reference: every endpoint of the route map with what people wrote about it. An endpoint nobody wrote
// about yet has its page all the same, from its schemas.
import { V2_ENDPOINTS } from '@rushes/contract/v2-endpoints'
import type { Route } from '../../http/route.ts'
import type { EndpointText, ErrorText, TextGroup } from './endpoint-text.ts'
import { readExample } from './examples.ts'
import type { Example } from './examples.ts'
import { fieldRows } from './field-rows.ts'
import type { FieldRow } from './field-rows.ts'
import { answerSchema, requestSchema } from './json-schema.ts'
import type { JsonSchema } from './json-schema.ts'

/** One endpoint, ready to be shown. What costs time is made when it is asked for. */
export interface EndpointPage {
  /** "/docs/assets/delete-an-asset". */
  path: string
  slug: string
  title: string
  endpoint: string
  /** Name of the operation in the OpenAPI document and of the file with its example. */
  operationId: string
  route: Route
  text: EndpointText
  /** False: the title and the fields are all there is. */
  isWritten: boolean
  errors: readonly ErrorText[]
  schemas: () => EndpointSchemas
  rows: () => EndpointRows
  example: () => Example | null
}

export interface EndpointSchemas {
  path: JsonSchema | null
  query: JsonSchema | null
  body: JsonSchema | null
  /** Of the object, or of one item of the list. */
  answer: JsonSchema
}

export interface EndpointRows {
  path: readonly FieldRow[]
  query: readonly FieldRow[]
  body: readonly FieldRow[]
  answer: readonly FieldRow[]
}

export interface PageGroup {
  slug: string
  title: string
  about: string
  pages: readonly EndpointPage[]
}

/** Groups in the order of the menu; families nobody wrote about yet come last. */
export function endpointPages(routes: readonly Route[], groups: readonly TextGroup[]): PageGroup[] {
  const byEndpoint = new Map(routes.map((route) => [endpointOf(route), route]))
  const made = groups.map(({ slug, title, about, texts }) => ({
    slug,
    title,
    about,
    pages: texts.flatMap((text) => {
      const route = byEndpoint.get(text.endpoint)
      byEndpoint.delete(text.endpoint)
      return route === undefined ? [] : [makePage(slug, route, text, true)]
    }),
  }))
  for (const [endpoint, route] of byEndpoint) {
    const family = V2_ENDPOINTS.find(({ method, path }) => `${method} ${path}` === endpoint)?.family ?? 'more'
    const slug = family.replaceAll('_', '-')
    let group = made.find((candidate) => candidate.slug === slug)
    if (group === undefined) {
      const title = (slug.charAt(0).toUpperCase() + slug.slice(1)).replaceAll('-', ' ')
      group = { slug, title, about: `${title}: from the schemas the server checks with.`, pages: [] }
      made.push(group)
    }
    group.pages.push(makePage(slug, route, { endpoint, what: '' }, false))
  }
  return made.filter(({ pages }) => pages.length > 0)
}

export function endpointOf({ method, path }: Pick<Route, 'method' | 'path'>): string {
  return `${method} ${path}`
}

function makePage(groupSlug: string, route: Route, text: EndpointText, isWritten: boolean): EndpointPage {
  const endpoint = endpointOf(route)
  const title =
    text.title ?? V2_ENDPOINTS.find(({ method, path }) => `${method} ${path}` === endpoint)?.title ?? endpoint
  const slug = slugOf(title)
  const operationId = slugOf(endpoint)
  const schemas = once(() => schemasOf(route, text))
  return {
    path: `/docs/${groupSlug}/${slug}`,
    slug,
    title,
    endpoint,
    operationId,
    route,
    text,
    isWritten,
    errors: errorsOf(route, text),
    schemas,
    rows: once(() => {
      const { path, query, body, answer } = schemas()
      return {
        path: path === null ? [] : fieldRows(path, 'path'),
        query: query === null ? [] : fieldRows(query, 'query'),
        body: body === null ? [] : fieldRows(body, 'body'),
        answer: fieldRows(answer, 'response'),
      }
    }),
    example: once(() => readExample(operationId)),
  }
}

function schemasOf({ method, schemas }: Route, text: EndpointText): EndpointSchemas {
  const written = (schema: JsonSchema) => withFields(schema, text.fields ?? {}, '')
  const query = schemas.query === null ? null : written(requestSchema(schemas.query, 'request'))
  // The body of a DELETE is read as its query (http/route.ts): a list of ids travels there.
  const isSentAsBody =
    (schemas.readsBodyAsQuery && method !== 'GET') ||
    (method === 'DELETE' && (query?.required ?? []).length > 0)
  const ownBody = text.body ?? schemas.body
  const body = ownBody === null ? null : written(requestSchema(ownBody, 'request'))
  return {
    path: schemas.params === null ? null : written(requestSchema(schemas.params, 'request')),
    query: isSentAsBody ? null : query,
    body: isSentAsBody ? query : body,
    answer: answerSchema(schemas.answer, text.answer ?? 'answer'),
  }
}

/** What the page itself says of a parameter wins over the table. */
function withFields(
  schema: JsonSchema,
  fields: Readonly<Record<string, string>>,
  prefix: string,
): JsonSchema {
  const result = { ...schema }
  if (schema.properties !== undefined)
    result.properties = Object.fromEntries(
      Object.entries(schema.properties).map(([key, field]) => {
        const description = fields[prefix + key] ?? field.description
        const inner = withFields(field, fields, `${prefix}${key}.`)
        return [key, description === undefined ? inner : { ...inner, description }]
      }),
    )
  if (schema.items !== undefined) result.items = withFields(schema.items, fields, prefix)
  if (schema.anyOf !== undefined) result.anyOf = schema.anyOf.map((item) => withFields(item, fields, prefix))
  if (typeof schema.additionalProperties === 'object')
    result.additionalProperties = withFields(schema.additionalProperties, fields, prefix)
  return result
}

function errorsOf({ scope, schemas }: Route, { errors = [], isSessionOnly }: EndpointText): ErrorText[] {
  const written = new Set(errors.map(({ status }) => status))
  const usual: ErrorText[] = [{ status: 401, when: 'the token is missing, unknown or revoked' }]
  if (scope !== null)
    usual.push({
      status: 403,
      when: `the token lacks the scope \`${scope}\`, or your role does not allow it`,
    })
  else if (isSessionOnly === true)
    usual.push({ status: 403, when: 'it was called with a token, or your role does not allow it' })
  if (schemas.params !== null)
    usual.push({ status: 404, when: 'there is no such object, or you cannot see it' })
  if (schemas.body !== null || schemas.query !== null)
    usual.push({ status: 422, when: 'a value is missing or not allowed' })
  usual.push({ status: 429, when: 'there were too many calls in a short time' })
  return [...usual.filter(({ status }) => !written.has(status) || status === 403), ...errors].toSorted(
    (left, right) => left.status - right.status,
  )
}

/** "Delete an Asset" → "delete-an-asset". */
export function slugOf(title: string): string {
  return title
    .toLowerCase()
    .replaceAll(/[^a-z0-9_]+/g, '-')
    .replaceAll(/^-|-$/g, '')
}

function once<T>(make: () => T): () => T {
  let made: { value: T } | undefined
  return () => (made ??= { value: make() }).value
}
