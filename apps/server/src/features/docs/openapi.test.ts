// The reference says all there is to say of every endpoint, and its OpenAPI document holds together.
import { Validator } from '@seriousme/openapi-schema-validator'
import { describe, expect, it } from 'vitest'
import { V2_ENDPOINTS } from '@rushes/contract/v2-endpoints'
import { routeMap } from '../../app.ts'
import type { Deps } from '../../deps.ts'
import type { FieldRow } from './field-rows.ts'
import { openApiDocument } from './openapi.ts'
import { endpointOf, endpointPages } from './pages.ts'
import { TEXT_GROUPS } from './texts/groups.ts'

// Making the map touches no dependency: only answering a request does.
const routes = routeMap({ db: {} } as Deps)
const groups = endpointPages(routes, TEXT_GROUPS)
const pages = groups.flatMap((group) => group.pages)
const texts = TEXT_GROUPS.flatMap((group) => group.texts)

describe('what is written', () => {
  it('has a text for every endpoint: add it to a list in features/docs/texts', () => {
    expect(pages.filter(({ isWritten }) => !isWritten).map(({ endpoint }) => endpoint)).toEqual([])
    expect(pages).toHaveLength(routes.length)
  })

  it('has one text an endpoint, and none for what no server has', () => {
    const known = new Set([
      ...routes.map(endpointOf),
      ...V2_ENDPOINTS.map(({ method, path }) => `${method} ${path}`),
    ])
    const endpoints = texts.map(({ endpoint }) => endpoint)
    expect(endpoints.filter((endpoint) => !known.has(endpoint))).toEqual([])
    expect(new Set(endpoints).size).toBe(endpoints.length)
  })

  it('has a meaning for every parameter and every field of every answer: add it to packages/contract/src/*-meanings.ts or to `fields` of the text', () => {
    // A field that many answers hold is named once, with the first of them.
    const missing = new Map<string, string>()
    for (const { endpoint, rows } of pages)
      for (const { name, anchor, meaning } of Object.values(rows()).flat().flatMap(withChildren))
        if (meaning === '' && !missing.has(name)) missing.set(name, `${name}: ${endpoint} ${anchor}`)
    expect([...missing.values()]).toEqual([])
  })

  it('speaks only of parameters that there are', () => {
    const wrong = pages.flatMap(({ endpoint, text, rows }) => {
      const { path, query, body } = rows()
      const names = new Set(
        [...path, ...query, ...body].flatMap(withChildren).map(({ anchor }) => anchor.replace(/^\w+-/, '')),
      )
      return Object.keys(text.fields ?? {})
        .filter((name) => !names.has(name.replaceAll('.', '-')))
        .map((name) => `${endpoint} ${name}`)
    })
    expect(wrong).toEqual([])
  })

  it('gives every page an address of its own, and every field an anchor of its own', () => {
    const paths = pages.map(({ path }) => path)
    expect(paths.filter((path, index) => paths.indexOf(path) !== index)).toEqual([])
    for (const { endpoint, rows } of pages) {
      const anchors = Object.values(rows()).flat().flatMap(withChildren)
      expect(new Set(anchors.map(({ anchor }) => anchor)).size, endpoint).toBe(anchors.length)
    }
  })
})

describe('the OpenAPI document', () => {
  const document = openApiDocument(groups, 'http://127.0.0.1:4747')
  const text = JSON.stringify(document)

  it('is valid OpenAPI 3.1 to a validator that is not ours', async () => {
    const validator = new Validator()
    expect(await validator.validate(document)).toEqual({ valid: true })
    expect(validator.version).toBe('3.1')
  })

  it('names every endpoint once, with an id of its own', () => {
    const operations = Object.entries(document['paths'] as Record<string, Record<string, Operation>>).flatMap(
      ([path, methods]) =>
        Object.entries(methods).map(([method, operation]) => ({
          endpoint: `${method.toUpperCase()} ${path}`,
          path,
          operation,
        })),
    )
    expect(operations.map(({ endpoint }) => endpoint).toSorted()).toEqual(routes.map(endpointOf).toSorted())
    expect(new Set(operations.map(({ operation }) => operation.operationId)).size).toBe(operations.length)
    for (const { path, operation } of operations) {
      const named = [...path.matchAll(/\{(\w+)\}/g)].map(([, name = '']) => name)
      const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path')
      expect(inPath.map(({ name }) => name).toSorted(), path).toEqual(named.toSorted())
    }
  })

  it('refers only to what is in it', () => {
    const references = new Set(
      [...text.matchAll(/"\$ref":"([^"]+)"/g)].map(([, reference = '']) => reference),
    )
    expect(references.size).toBeGreaterThan(10)
    for (const reference of references) expect(resolve(document, reference), reference).toBeDefined()
  })

  it('calls resources by their names', () => {
    const names = Object.keys((document['components'] as { schemas: object }).schemas)
    expect(names).toEqual(expect.arrayContaining(['Asset', 'Project', 'Team', 'User', 'Account', 'Error']))
  })
})

interface Operation {
  operationId: string
  parameters?: { name: string; in: string }[]
}

function withChildren(row: FieldRow): FieldRow[] {
  return [row, ...row.children.flatMap(withChildren)]
}

function resolve(document: unknown, reference: string): unknown {
  return reference
    .replace('#/', '')
    .split('/')
    .reduce<unknown>((value, key) => (value as Record<string, unknown> | undefined)?.[key], document)
}
