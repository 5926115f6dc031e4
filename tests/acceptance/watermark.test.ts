// A team's watermark is burnt into its proxies: rungs, HLS and the quick preview. Pictures and originals stay as they are
// (docs/decisions/0012).
import { beforeAll, expect, inject, it } from 'vitest'
import { lumaSpan, testTools } from '@rushes/media/test-clips'
import type { MediaTools } from '@rushes/media/tools'
import { createReferenceClient } from './reference-client.ts'
import type { Asset, ReferenceClient } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { makeSecondAccount } from './second-account.ts'
import type { SecondAccount } from './second-account.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

type Statuses = Record<string, { watermark: unknown }>

const server = inject('servers')[0]!
let tools: MediaTools
let client: ReferenceClient
let account: SecondAccount
let teamPath: string
let film: Asset

beforeAll(async () => {
  tools = await testTools()
  account = await makeSecondAccount(server)
  client = createReferenceClient(server.url, account.token)
  teamPath = `/v2/teams/${account.teamId}`
  await client.ok('PUT', teamPath, { body: { watermark: { text: { lines: ['Strangers'], alpha: '0.7' } } } })
  film = await uploadGrey('marked.mp4')
})

/** Nothing but grey, so that a mark is all there is to be seen. */
async function uploadGrey(name: string): Promise<Asset> {
  const bytes = await makeSample(
    name,
    '-f lavfi -i color=c=gray:size=640x360:rate=25 -frames:v 30 -pix_fmt yuv420p -c:v libx264 -preset ultrafast',
  )
  const { id } = await upload(client, account.rootAssetId, name, bytes)
  return waitUntil(
    `${name} is transcoded`,
    () => client.asset(id),
    ({ status }) => status === 'transcoded',
  )
}

const link = (asset: Asset, key: string) => String(asset[key])
const preview = (asset: Asset) => new URL('quick.m3u8', link(asset, 'hls_manifest')).href

/** The least that is to be seen in the middle of any frame, and how many frames there are. */
async function middleOf(url: string): Promise<{ frames: number; least: number; most: number }> {
  const spans = await lumaSpan(tools, url, 'crop=iw*0.8:ih*0.3:iw*0.1:ih*0.35')
  return { frames: spans.length, least: Math.min(...spans), most: Math.max(...spans) }
}

it('answers with what was set, and with what was left open', async () => {
  expect((await client.ok<{ watermark: unknown }>('GET', teamPath)).watermark).toEqual({
    image: null,
    text: { lines: ['Strangers'], alpha: 0.7, position: 'center' },
  })
})

it('lies over every frame of the rung, of HLS, of the hover clip and of the quick preview', async () => {
  for (const [name, url] of [
    ['rung', link(film, 'h264_360')],
    ['hls', link(film, 'hls_manifest')],
    ['hover', link(film, 'video_h264_180')],
    ['preview', preview(film)],
  ] as const) {
    const { frames, least } = await middleOf(url)
    expect(frames, name).toBe(30)
    expect(least, name).toBeGreaterThan(50)
  }
  const statuses = film['transcode_statuses'] as Statuses
  expect(statuses['h264_360']?.watermark).toEqual({ image: false, text: true })
  expect(statuses['cover']?.watermark).toEqual({ image: false, text: false })
})

it('leaves the original and the pictures alone', async () => {
  for (const key of ['original', 'cover', 'image_full'])
    expect((await middleOf(link(film, key))).most, key).toBeLessThan(10)
})

it('is gone from what is made after it was taken away, and stays in what is there', async () => {
  await client.ok('PUT', teamPath, { body: { watermark: null } })
  const later = await uploadGrey('bare.mp4')
  for (const url of [link(later, 'h264_360'), link(later, 'hls_manifest'), preview(later), preview(film)])
    expect((await middleOf(url)).most).toBeLessThan(10)
  expect((await middleOf(link(film, 'h264_360'))).least).toBeGreaterThan(50)
  expect((later['transcode_statuses'] as Statuses)['h264_360']?.watermark).toEqual({
    image: false,
    text: false,
  })
})

it.each([
  { watermark: 'draft' },
  { watermark: { text: 'draft' } },
  { watermark: { text: { lines: ['a'.repeat(101)] } } },
  { watermark: { text: { lines: Array<string>(11).fill('a') } } },
  { watermark: { text: { lines: ['a\0b'] } } },
  { watermark: { text: { lines: ['a'], alpha: 1.1 } } },
  { watermark: { text: { lines: ['a'], position: 'top_left' } } },
  { watermark: { image: { image: 'x', position: 'center' } } },
])('is refused when it cannot be drawn: %j', async (body) => {
  expect((await client.call('PUT', teamPath, { body })).status).toBe(422)
})
