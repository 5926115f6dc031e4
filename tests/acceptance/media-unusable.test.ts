// Files of which nothing can be made: said in plain words, and as downloadable as any other.
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset, ReferenceClient, V2Error } from './reference-client.ts'
import { queryDatabase } from './database.ts'
import { makeSample, makeSampleClip } from './sample-files.ts'
import { seededBytes } from './seeded.ts'
import { download, factsOf, upload, waitForChecksum, whatArrived } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

interface Pipeline {
  probed_at: string | null
  finished_at: string | null
  failure: string | null
  cut_short: { arrived: number; stated: number } | null
  renditions: { kind: string; state: string; reason: string | null; ends_at: string | null }[]
}

interface ProcessingEntry {
  asset_id: string
  name: string
  state: string
  progress: number
  speed: number | null
  ends_at: string | null
  open: string[]
  failures: { kind: string; reason: string }[]
}

/** A person reads it: a sentence, and nothing of the tools, the paths or the code. */
const plainSentence = /^[A-Z][^/\\{}[\]]{10,200}\.$/

// What the media engine makes does not depend on which PostgreSQL tells of it: one of the two is enough, and half the time.
describe.each(inject('servers').slice(1))('unusable media on the $name database', (server) => {
  let client: ReferenceClient
  let root: string
  let accountId: string

  beforeAll(async () => {
    client = createReferenceClient(server.url, server.token)
    root = (await makeProject(client, 'media-unusable')).root_asset_id
    accountId = (await client.ok<{ account_id: string }>('GET', '/v2/me')).account_id
  })

  const pipelineOf = (id: string) => client.ok<Pipeline>('GET', `/api/assets/${id}/pipeline`)
  const looked = (id: string) =>
    waitUntil(
      'the file was looked at',
      () => pipelineOf(id),
      ({ probed_at: at }) => at !== null,
    )

  /** What the account is told of this file. */
  const listed = async (id: string, state: 'open' | 'failed') => {
    const path = `/api/accounts/${accountId}/processing?state=${state}&page_size=1000`
    const entries = await client.ok<ProcessingEntry[]>('GET', path)
    return entries.find(({ asset_id: assetId }) => assetId === id)
  }

  it.each([
    ['noise.mp4', () => seededBytes(70, 50_000)],
    ['noise.jpg', () => seededBytes(71, 50_000)],
    ['text.mov', () => new TextEncoder().encode('this is no film\n'.repeat(100))],
    ['head.mp4', async () => (await makeSampleClip()).slice(0, 40)],
  ])(
    'says in plain words why nothing can be made of %s, and gives it back as it came',
    async (name, make) => {
      const bytes = await make()
      const { id } = await upload(client, root, name, bytes)
      const pipeline = await looked(id)
      const failed = pipeline.renditions.filter(({ state }) => state === 'failed')
      expect(failed.map(({ kind }) => kind)).toContain('cover')
      for (const { reason } of failed) expect(reason).toMatch(plainSentence)
      expect(pipeline.failure).toMatch(plainSentence)
      expect(pipeline.finished_at).toBeNull()
      expect(await listed(id, 'failed')).toMatchObject({
        name,
        state: 'failed',
        failure: pipeline.failure,
        failures: failed.map(({ kind, reason }) => ({ kind, reason })),
      })
      expect(await listed(id, 'open')).toBeUndefined()

      expect(await whatArrived(client, id)).toEqual(factsOf(bytes))
      const asset = await client.asset(id)
      expect(asset).toMatchObject({ status: 'uploaded', transcoded_at: null, upload_failed_at: null })
      const statuses = asset['transcode_statuses'] as Record<string, { encode_status: string; error: string }>
      expect(statuses['cover']).toMatchObject({ encode_status: 'error', error: pipeline.failure })
    },
  )

  it('tries again when asked to, and comes to the same end', async () => {
    const { id } = await upload(client, root, 'again.mp4', seededBytes(72, 5000))
    const before = await looked(id)
    const answer = await client.ok<Pipeline>('POST', `/api/assets/${id}/pipeline/retry`, { body: {} })
    expect(answer).toMatchObject({ probed_at: null, failure: null })
    const after = await looked(id)
    expect(after.failure).toBe(before.failure)
    expect(after.probed_at).not.toBe(before.probed_at)
  })

  it('makes nothing anew of a file that was finished', async () => {
    const { id } = await upload(client, root, 'fine.mp4', await makeSampleClip())
    const isDone = ({ status, checksums }: Asset) => status === 'transcoded' && checksums !== null
    const asset = await waitUntil('the clip is transcoded', () => client.asset(id), isDone)
    const proxy = await download(String(asset['h264_360']))
    await client.ok('POST', `/api/assets/${id}/pipeline/retry`, { body: {} })
    const again = await waitUntil('the clip is transcoded again', () => client.asset(id), isDone)
    expect(await download(String(again['h264_360']))).toEqual(proxy)
  })

  it('says why a film cannot be played whose pictures are broken, and goes on with others', async () => {
    const whole = await makeSampleClip()
    const broken = Buffer.from(whole)
    // The index stays, and what it speaks of is noise.
    const data = broken.indexOf('mdat')
    broken.fill(7, data + 4, data - 4 + broken.readUInt32BE(data - 4))
    const { id } = await upload(client, root, 'broken.mp4', new Uint8Array(broken))
    const other = await upload(client, root, 'whole.mp4', whole)
    const pipeline = await waitUntil(
      'the broken film was given up',
      () => pipelineOf(id),
      ({ probed_at: at, renditions }) =>
        at !== null && renditions.every(({ state }) => state === 'failed' || state === 'done'),
    )
    for (const { reason, state } of pipeline.renditions)
      if (state === 'failed') expect(reason).toMatch(plainSentence)
    expect(pipeline.renditions.some(({ state }) => state === 'failed')).toBe(true)
    expect((await client.asset(id))['hls_manifest']).toBeNull()
    await waitUntil(
      'the other film plays',
      () => client.asset(other.id),
      ({ status }) => status === 'transcoded',
    )
  })

  it('plays a film that breaks off as far as it goes, and says how much is missing', async () => {
    const source = '-f lavfi -i testsrc2=size=320x180:rate=25:duration=4 -c:v libx264 -pix_fmt yuv420p'
    const whole = await makeSample('cut.mp4', `${source} -preset ultrafast -g 25 -movflags +faststart`)
    const { id } = await upload(client, root, 'cut.mp4', whole.slice(0, whole.length * 0.6))
    const { cut_short: cutShort, failure } = await looked(id)
    expect(failure).toBeNull()
    expect(cutShort).toMatchObject({ stated: 4 })
    const asset = await waitUntil(
      'what there is can be watched',
      () => client.asset(id),
      ({ status }) => status === 'transcoded',
    )
    expect(asset['duration']).toBe(cutShort?.arrived)
    expect(asset['frames']).toBeLessThan(90)
    expect(asset['frames']).toBeGreaterThan(30)
  })

  it('stops what is being made when asked to, and makes it when asked again', async () => {
    const asset = await client.createFile(root, 'stopped.mp4', (await makeSampleClip()).length)
    // As if another server were at it: the encode stands in the queue.
    const setLease = (value: string) =>
      queryDatabase(
        server,
        `update media set ${value} where id = (select media_id from assets where id = $1)`,
        [asset.id],
      )
    await setLease(`leased_by = 'a test', leased_until = now() + interval '1 hour'`)
    await fetch(asset.upload_urls?.[0] ?? '', { method: 'PUT', body: await makeSampleClip() })
    await looked(asset.id)
    const waiting = await waitUntil(
      'its pictures are made',
      () => listed(asset.id, 'open'),
      (entry) => entry?.state === 'waiting',
    )
    expect(waiting).toMatchObject({ name: 'stopped.mp4', progress: 0, speed: null, ends_at: null })
    expect(waiting?.open).toContain('h264_360')
    // As if that other server had made a tenth of it in a minute.
    await queryDatabase(
      server,
      `update renditions set state = 'running', progress = 0.1, started_at = now() - interval '1 minute'
       where kind = 'h264_360' and media_id = (select media_id from assets where id = $1)`,
      [asset.id],
    )
    const running = await listed(asset.id, 'open')
    expect(running).toMatchObject({ state: 'running' })
    const minutesLeft = (Date.parse(running?.ends_at ?? '') - Date.now()) / 60_000
    expect(minutesLeft).toBeGreaterThan(8)
    expect(minutesLeft).toBeLessThan(10)
    // A minute for a tenth of the clip.
    const { duration } = await client.asset(asset.id)
    expect(running?.speed).toBeCloseTo((0.1 * Number(duration)) / 60, 3)
    const stop = () => client.call<Pipeline>('POST', `/api/assets/${asset.id}/pipeline/stop`, { body: {} })
    const stopped = await stop()
    expect(stopped.status).toBe(200)
    const rung = ({ renditions }: Pipeline) => renditions.find(({ kind }) => kind === 'h264_360')
    expect(rung(stopped.body)).toMatchObject({ state: 'skipped' })
    expect(rung(stopped.body)?.reason).toMatch(plainSentence)
    expect(await stop()).toMatchObject({ status: 200, body: stopped.body })
    expect(await listed(asset.id, 'open')).toBeUndefined()
    // It plays all the same.
    expect((await fetch(String((await client.asset(asset.id))['hls_manifest']))).status).toBe(200)

    const again = () => client.call('POST', `/api/assets/${asset.id}/pipeline/retry`, { body: {} })
    expect((await again()).status).toBe(409)
    await setLease('leased_by = null, leased_until = null')
    expect((await again()).status).toBe(200)
    await waitUntil(
      'the proxy is made',
      () => client.asset(asset.id),
      (seen) => seen['h264_360'] !== null,
    )
  })

  it('cannot try again what has not arrived', async () => {
    const { id } = await client.createFile(root, 'unsent.mp4', 1000)
    const refused = await client.call<V2Error>('POST', `/api/assets/${id}/pipeline/retry`, { body: {} })
    expect(refused.status).toBe(409)
    expect(refused.body.errors[0]?.detail).toMatch(plainSentence)
  })

  it('knows documents by their kind', async () => {
    const { id } = await upload(client, root, 'paper.pdf', pdfOfOnePage())
    await looked(id)
    const asset = await waitForChecksum(client, id)
    expect(asset).toMatchObject({ asset_type: 'document', filetype: 'application/pdf', frames: 0, fps: null })
    expect(await whatArrived(client, id)).toEqual(factsOf(pdfOfOnePage()))
  })

  it('has no pipeline of a folder', async () => {
    const { id } = await client.createFolder(root, 'folder')
    expect((await client.call('GET', `/api/assets/${id}/pipeline`)).status).toBe(404)
    expect((await client.call('POST', `/api/assets/${id}/pipeline/retry`, { body: {} })).status).toBe(404)
  })
})

function pdfOfOnePage(): Uint8Array<ArrayBuffer> {
  const objects = [
    '<< /Type /Catalog /Pages 2 0 R >>',
    '<< /Type /Pages /Kids [3 0 R] /Count 1 >>',
    '<< /Type /Page /Parent 2 0 R /MediaBox [0 0 200 100] >>',
  ]
  let text = '%PDF-1.4\n'
  const offsets = objects.map((object, index) => {
    const offset = text.length
    text += `${String(index + 1)} 0 obj\n${object}\nendobj\n`
    return offset
  })
  const table = offsets.map((offset) => `${String(offset).padStart(10, '0')} 00000 n \n`).join('')
  text += `xref\n0 4\n0000000000 65535 f \n${table}trailer\n<< /Size 4 /Root 1 0 R >>\nstartxref\n${String(text.length)}\n%%EOF\n`
  return new TextEncoder().encode(text)
}
