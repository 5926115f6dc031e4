// A viewer from outside sees a film under a watermark of their own, and gets no frame without it by any address; whoever is
// in the team sees it as it is (docs/decisions/0012).
import sharp from 'sharp'
import { beforeAll, expect, inject, it } from 'vitest'
import { lumaSpan, testTools } from '@rushes/media/test-clips'
import type { MediaTools } from '@rushes/media/tools'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'
import type { Asset, Project } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { download, upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

interface Team {
  id: string
  default_session_watermark_template_id: string | null
  default_session_watermark_template: { id: string } | null
  session_watermark_templates: { id: string; app_default: boolean }[]
  disable_sbwm_internally: boolean
}

const server = inject('servers')[0]!
const FRAMES = 30
let tools: MediaTools
let account: MadeAccount
let owner: MadePerson
let member: MadePerson
let guest: MadePerson
let other: MadePerson
let team: Team
let project: Project
let film: Asset
let still: Asset
let sound: Asset
/** What the guest was given before films were marked. */
let before: Asset

beforeAll(async () => {
  tools = await testTools()
  account = await makeAccount(server)
  owner = account.owner
  member = await account.person('Mia Member', 'member')
  guest = await account.person('Gus Guest', null)
  other = await account.person('Olga Other', null)
  team = await owner.client.ok<Team>('POST', `/v2/accounts/${account.id}/teams`, { body: { name: 'Marked' } })
  project = await makeProjectOf(team.id)
  await owner.client.ok('POST', `/v2/teams/${team.id}/members`, { body: { email: member.email } })
  for (const { email } of [guest, other])
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, { body: { email } })
  const grey = '-f lavfi -i color=c=gray:size=640x360:rate=25'
  const [clip, picture, song] = await Promise.all([
    makeSample(
      'clip.mp4',
      `${grey} -f lavfi -i sine=frequency=440 -frames:v ${String(FRAMES)} -t 1.2 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -c:a aac`,
    ),
    makeSample('still.png', '-f lavfi -i color=c=gray:size=1600x900 -frames:v 1'),
    makeSample('song.wav', '-f lavfi -i sine=frequency=440 -t 0.5'),
  ])
  const [filmId, stillId, soundId] = await Promise.all([
    send('film.mp4', clip),
    send('still.png', picture),
    send('song.wav', song),
  ])
  film = await ready(owner, filmId)
  still = await ready(owner, stillId)
  sound = await ready(owner, soundId)
  before = await guest.client.asset(film.id)
})

const makeProjectOf = (teamId: string) =>
  owner.client.ok<Project>('POST', `/v2/teams/${teamId}/projects`, { body: { name: 'Watched' } })
const send = async (name: string, bytes: Uint8Array<ArrayBuffer>) =>
  (await upload(owner.client, project.root_asset_id, name, bytes)).id
const ready = (person: MadePerson, id: string) =>
  waitUntil(
    'it is transcoded',
    () => person.client.asset(id),
    ({ status }) => status === 'transcoded',
  )
const choose = (id: string | null) =>
  owner.client.ok<Team>('PUT', `/v2/teams/${team.id}`, {
    body: { default_session_watermark_template_id: id },
  })
const manifest = (asset: Asset) => String(asset['hls_manifest'])
const piece = (asset: Asset, path: string) => new URL(`../${path}`, manifest(asset)).href
const statusOf = async (url: string) => (await fetch(url)).status

/** The least and the most that is to be seen in the middle of any frame, and how many frames there are. */
async function middleOf(url: string): Promise<{ frames: number; least: number; most: number }> {
  const spans = await lumaSpan(tools, url, 'crop=iw*0.9:ih*0.4:iw*0.05:ih*0.3')
  return { frames: spans.length, least: Math.min(...spans), most: Math.max(...spans) }
}

/** Every media link in an answer, wherever it stands. */
function linksIn(value: unknown): string[] {
  if (typeof value === 'string') return value.includes('/media/') ? [value] : []
  if (typeof value !== 'object' || value === null) return []
  return Object.values(value).flatMap(linksIn)
}

it('is off until the team chooses the template there is', async () => {
  expect(team).toMatchObject({ default_session_watermark_template_id: null, disable_sbwm_internally: true })
  expect(before).toMatchObject({ is_session_watermarked: false, is_hls_required: false })
  expect(await statusOf(String(before['original']))).toBe(200)
  const path = `/v2/teams/${team.id}`
  const wrong = await owner.client.call('PUT', path, {
    body: { default_session_watermark_template_id: 'draft' },
  })
  expect(wrong.status).toBe(422)
  const templateId = team.session_watermark_templates[0]?.id ?? ''
  const chosen = await choose(templateId)
  expect(chosen).toMatchObject({
    default_session_watermark_template_id: templateId,
    default_session_watermark_template: { id: templateId, app_default: true },
  })
})

it('lies over every frame of what a viewer from outside can play, and of nothing the team sees', async () => {
  const seen = await guest.client.asset(film.id)
  expect(seen).toMatchObject({
    is_session_watermarked: true,
    is_hls_required: true,
    allow_original_playback: false,
    user_permissions: { can_download: false },
  })
  const { frames, least } = await middleOf(manifest(seen))
  expect(frames).toBe(FRAMES)
  expect(least).toBeGreaterThan(50)

  const inTeam = await member.client.asset(film.id)
  expect(inTeam).toMatchObject({ is_session_watermarked: false, is_hls_required: false })
  for (const url of [manifest(inTeam), piece(inTeam, 'hls/quick.m3u8'), String(inTeam['original'])])
    expect((await middleOf(url)).most).toBeLessThan(10)
})

it('is another one for another viewer, and the same for the same', async () => {
  const [mine, again, theirs] = await Promise.all(
    [guest, guest, other].map(async ({ client }) => {
      const asset = await client.asset(film.id)
      return Buffer.from(await download(piece(asset, 'quick/0.m4s')))
    }),
  )
  expect(mine?.equals(again!)).toBe(true)
  expect(mine?.equals(theirs!)).toBe(false)
})

it('leaves a marked viewer no address of anything else', async () => {
  const seen = await guest.client.asset(film.id)
  const names = [
    ...'original/film.mp4 h264_360.mp4 download/h264_360.mp4 video_h264_180.mp4 cover.jpg thumb_scrub.jpg'.split(
      ' ',
    ),
    ...'image_high.jpg image_full.jpg tracks/audio_track_1/1.m4a audio.mp4 pages/1.jpg'.split(' '),
    ...'hls/h264_360.m3u8 hls/audio.m3u8'.split(' '),
  ]
  for (const name of names) expect(await statusOf(piece(seen, name)), name).toBe(404)
  expect(await statusOf(`${piece(seen, 'original/film.mp4')}?arriving=wait`)).toBe(404)
  // Neither as another kind of link, nor as another viewer's.
  for (const forged of [
    manifest(seen).replace('/m.', '/v.'),
    manifest(seen).replace('/m.', '/d.'),
    manifest(seen).replace(guest.id, other.id),
  ])
    expect(await statusOf(forged)).toBe(403)
})

it('lets sound be heard, which nothing can be laid over, and not be fetched', async () => {
  const heard = await guest.client.asset(sound.id)
  expect(heard).toMatchObject({ is_session_watermarked: false, is_hls_required: true })
  expect('original' in heard).toBe(false)
  expect(await (await fetch(manifest(heard))).text()).toContain('quick.m3u8')
  expect(await statusOf(piece(heard, 'quick/0.m4s'))).toBe(200)
  for (const name of ['audio.mp4', 'original/song.wav', 'tracks/audio_track_1/1.m4a', 'hls/audio.m3u8'])
    expect(await statusOf(piece(heard, name)), name).toBe(404)
})

it('ends the links that were handed out before', async () => {
  expect(linksIn(before).length).toBeGreaterThan(8)
  for (const url of linksIn(before)) expect(await statusOf(url), url).toBe(403)
})

it('refuses frames, archives, tracks and carrying off, and prints no pictures', async () => {
  const elsewhere = await owner.client.ok<Team>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Unmarked' },
  })
  const { id: projectId, root_asset_id: root } = await makeProjectOf(elsewhere.id)
  await owner.client.ok('POST', `/v2/projects/${projectId}/collaborators`, { body: { email: guest.email } })
  const statuses = async (method: string, path: string, body?: unknown) =>
    (await guest.client.call(method, path, body === undefined ? {} : { body })).status
  expect(await statuses('GET', `/api/assets/${film.id}/frame?number=3`)).toBe(403)
  expect(await statuses('POST', '/api/zips', { asset_ids: [film.id] })).toBe(403)
  expect(await statuses('POST', '/api/zips', { asset_ids: [project.root_asset_id] })).toBe(403)
  expect(await statuses('POST', `/v2/assets/${root}/copy`, { id: film.id })).toBe(403)
  expect(await statuses('POST', `/v2/assets/${root}/move`, { id: film.id })).toBe(403)
  const batch = await guest.client.ok<{ error: Record<string, { status: number }> }>(
    'POST',
    `/v2/batch/assets/${root}/copy`,
    { body: { batch: [{ id: film.id }] } },
  )
  expect(batch.error[film.id]?.status).toBe(403)
  for (const [kind, key] of [
    ['audio', 'audio_tracks'],
    ['subtitles', 'subtitle_tracks'],
  ] as const) {
    const tracks = await guest.client.ok<Record<string, unknown>>('GET', `/v2/assets/${film.id}/${kind}`)
    expect(tracks[key]).toEqual([])
  }
  await owner.client.ok('POST', `/v2/assets/${film.id}/comments`, { body: { text: 'here', timestamp: 3 } })
  const pictures = async ({ client }: MadePerson) =>
    (await client.call('GET', `/api/assets/${film.id}/comments/export?format=pdf`)).text.includes(
      '/Subtype /Image',
    )
  expect([await pictures(member), await pictures(guest)]).toEqual([true, false])
})

it('holds in every list and for a stack: small pictures and marked playlists are all there is', async () => {
  await account.query('update uploads set source_url = $1 where media_id = $2', [
    'https://example.org/media/film.mp4',
    (film['transcodes'] as { id: string }).id,
  ])
  // A copy of the guest's own is no way out either, nor is a version of it.
  const copy = await guest.client.ok<Asset>('POST', `/v2/assets/${project.root_asset_id}/copy`, {
    body: { id: film.id },
  })
  const stack = await guest.client.ok<Asset>('POST', `/v2/assets/${film.id}/version`, {
    body: { next_asset_id: copy.id },
  })
  await guest.client.ok('POST', `/api/assets/${stack.id}/visit`)
  const search = { account_id: account.id, team_id: team.id, q: 'film' }
  const answers = await Promise.all([
    guest.client.asset(stack.id, '?include=children'),
    guest.client.children(stack.id),
    guest.client.children(project.root_asset_id, '?include=children'),
    guest.client.ok<Asset[]>('GET', '/api/me/recent_assets'),
    guest.client.ok<Asset[]>('POST', '/v2/search/library', { body: search }),
    guest.client.ok<Asset[]>('POST', '/v2/search/assets', { body: search }),
    guest.client.asset(still.id),
  ])
  for (const [place, answer] of [stack, ...answers].entries())
    expect(linksIn(answer).length, String(place)).toBeGreaterThan(0)
  const links = [...new Set(linksIn([stack, copy, ...answers]))].filter((link) => !link.includes(sound.id))
  for (const link of links) {
    expect(link).toContain('/m.')
    if (link.endsWith('.m3u8')) expect((await middleOf(link)).least, link).toBeGreaterThan(50)
    else if (!link.endsWith('.json')) {
      const { width, height } = await sharp(await download(link)).metadata()
      expect([width <= 960, height <= 540], link).toEqual([true, true])
    }
  }
})

it('is gone for everybody when the team takes it away', async () => {
  const { client } = guest
  const marked = await client.asset(film.id)
  await choose(null)
  const seen = await client.asset(film.id)
  expect(seen).toMatchObject({ is_session_watermarked: false, user_permissions: { can_download: true } })
  expect((await middleOf(String(seen['original']))).most).toBeLessThan(10)
  expect((await middleOf(manifest(marked))).least).toBeGreaterThan(50)
})
