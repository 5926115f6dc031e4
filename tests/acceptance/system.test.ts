// Whether the server lives, and what it says where there is nothing.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createReferenceClient } from './reference-client.ts'
import type { ReferenceClient, V2Error } from './reference-client.ts'

describe.each(inject('servers'))('the server on the $name database', (server) => {
  let client: ReferenceClient
  let anybody: ReferenceClient

  beforeAll(() => {
    client = createReferenceClient(server.url, server.token)
    anybody = createReferenceClient(server.url, null)
  })

  it.each(['/health', '/v2/health'])('says on %s that it lives, to anybody', async (path) => {
    const answer = await anybody.call('GET', path)
    expect(answer.status).toBe(200)
    expect(answer.body).toMatchObject({ status: 'ok', ok: true })
  })

  it('says on /ready that it can work', async () => {
    expect((await anybody.call('GET', '/ready')).status).toBe(200)
  })

  it('tells an owner how it is doing, in the text that Prometheus reads, and nobody else', async () => {
    const answer = await client.call('GET', '/metrics')
    expect(answer.status).toBe(200)
    expect(answer.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
    const lines = answer.text.trimEnd().split('\n')
    for (const line of lines)
      expect(line).toMatch(
        /^(?:# (?:HELP|TYPE) rushes_\w+ .+|rushes_\w+(?:\{(?:\w+="[\w.]+",?)+\})? [\d.]+)$/,
      )
    const names = lines.flatMap((line) => /^# TYPE (\S+) /.exec(line)?.[1] ?? [])
    expect(names).toEqual(
      expect.arrayContaining(['rushes_jobs', 'rushes_encode_speed', 'rushes_preview_segments_made_total']),
    )
    expect((await anybody.call('GET', '/metrics')).status).toBe(401)
  })

  it.each([
    ['GET', '/v2'],
    ['GET', '/v2/'],
    ['GET', '/v2/nothing'],
    ['POST', '/v2/nothing/at/all'],
    ['GET', '/v2/assets'],
    ['DELETE', '/v2/me'],
    ['PATCH', '/v2/assets/00000000-0000-4000-8000-000000000000'],
    ['GET', '/api/nothing'],
    ['GET', '/media/x'],
  ])('answers %s %s, which is nothing, with 404 in the envelope', async (method, path) => {
    const answer = await client.call<V2Error>(method, path)
    expect(answer.status).toBe(404)
    expect(answer.headers.get('content-type')).toMatch(/^application\/json/)
    expect(answer.body.code).toBe(404)
    expect(typeof answer.body.message).toBe('string')
    for (const error of answer.body.errors) {
      expect(error.status).toBe(404)
      expect(error.detail).toMatch(/\w+.*\.$/)
    }
  })

  it('says which part of V2 is not built yet', async () => {
    const answer = await client.call<V2Error>('GET', '/v2/notifications')
    expect(answer.status).toBe(404)
    expect(answer.body.errors[0]?.detail).toContain('not built yet')
  })

  it('does not mind a slash at the end, nor a second question mark', async () => {
    expect((await client.call('GET', '/v2/me/')).status).toBe(200)
    expect((await client.call('GET', '/v2/me?a=1?b=2')).status).toBe(200)
  })

  it('answers text that is no JSON with 400, the one place where 400 is right', async () => {
    const [team] = await client.ok<{ id: string }[]>('GET', '/v2/teams')
    const response = await fetch(`${server.url}/v2/teams/${team?.id ?? ''}/projects`, {
      method: 'POST',
      headers: { authorization: `Bearer ${server.token}`, 'content-type': 'application/json' },
      body: '{"name": ',
    })
    expect(response.status).toBe(400)
    expect(await response.json()).toMatchObject({ code: 400, errors: [{ status: 400 }] })
  })

  it('gives every answer an id, the caller’s own where it sent one that can be kept', async () => {
    const ids = [await anybody.call('GET', '/health'), await client.call('GET', '/v2/nothing')].map(
      ({ headers }) => headers.get('x-request-id'),
    )
    expect(ids.every((id) => id !== null && id.length >= 8)).toBe(true)
    expect(new Set(ids).size).toBe(2)
    const own = await client.call('GET', '/v2/me', { headers: { 'x-request-id': 'my-request-0001' } })
    expect(own.headers.get('x-request-id')).toBe('my-request-0001')
    const bad = await client.call('GET', '/v2/me', { headers: { 'x-request-id': 'a b<script>' } })
    expect(bad.headers.get('x-request-id')).not.toContain('<')
  })
})
