// Sound and subtitles of an asset (v2-assets.md 3.10, 3.11), and what the probe says of the whole file (4.3).
import { describe, expect, inject, it } from 'vitest'
import { createReferenceClient, makeProject } from './reference-client.ts'
import type { Asset } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { waitUntil } from './wait-until.ts'

interface Tracks {
  _type: string
  id: string
  audio_tracks?: string[]
  subtitle_tracks?: string[]
}

const words = Buffer.from('1\n00:00:00,100 --> 00:00:00,500\nHello\n\n').toString('base64')
const spoken = [
  '-f lavfi -i testsrc2=size=64x36:rate=25 -f lavfi -i sine=sample_rate=48000 -f lavfi -i sine=frequency=220',
  `-f srt -i data:text/plain;base64,${words} -map 0 -map 1 -map 2 -map 3`,
  '-t 0.6 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -c:s srt -metadata:s:a:0 language=deu',
  '-metadata:s:a:0 title=Dialogue -metadata:s:a:1 language=eng -metadata:s:s:0 language=fra',
].join(' ')

// What the media engine makes does not depend on which PostgreSQL tells of it: one of the two is enough, and half the time.
describe.each(inject('servers').slice(1))('tracks on the $name database', (server) => {
  const client = createReferenceClient(server.url, server.token)

  const tracksOf = (id: string, kind: 'audio' | 'subtitles') =>
    client.ok<Tracks>('GET', `/v2/assets/${id}/${kind}`)

  it('gives every track of a film as a file, named by language and layout', async () => {
    const project = await makeProject(client, 'tracks')
    const bytes = await makeSample('spoken.mkv', spoken)
    const { id, upload_urls: urls } = await client.createFile(
      project.root_asset_id,
      'spoken.mkv',
      bytes.byteLength,
    )
    expect(await tracksOf(id, 'audio')).toEqual({ _type: 'asset_audio', id, audio_tracks: [] })
    await fetch(urls?.[0] ?? '', { method: 'PUT', body: bytes })
    const ready = await waitUntil<Asset>(
      'the film is transcoded',
      () => client.asset(id),
      ({ status }) => status === 'transcoded',
    )
    const audio = await tracksOf(id, 'audio')
    expect(audio).toEqual({
      _type: 'asset_audio',
      id,
      audio_tracks: [
        expect.stringMatching(/\/1_(deu|ger)_mono\.m4a$/) as string,
        expect.stringMatching(/\/2_eng_mono\.m4a$/) as string,
      ],
    })
    for (const url of audio.audio_tracks ?? []) {
      const file = await fetch(url, { headers: { range: 'bytes=0-99999' } })
      expect([file.status, file.headers.get('content-type')]).toEqual([206, 'audio/mp4'])
      expect(file.headers.get('content-disposition')).toMatch(/filename="spoken_[12]_\w+_mono\.m4a"/)
      expect(Buffer.from(await file.arrayBuffer()).toString('latin1', 4, 8)).toBe('ftyp')
    }
    const subtitles = await tracksOf(id, 'subtitles')
    expect(subtitles).toEqual({
      _type: 'asset_subtitle',
      id,
      subtitle_tracks: [expect.stringMatching(/\/1_(fra|fre)\.vtt$/) as string],
    })
    const [first = ''] = subtitles.subtitle_tracks ?? []
    const file = await fetch(first)
    expect(file.headers.get('content-type')).toMatch(/^text\/vtt/)
    expect(await file.text()).toMatch(/^WEBVTT\n\n00:00\.100 --> 00:00\.500\nHello/)
    // A name that nobody gave leads to the same track, a track that is not there nowhere.
    expect((await fetch(first.replace(/[^/]+$/, 'any.vtt'))).status).toBe(200)
    expect((await fetch(first.replace('subtitle_track_1', 'subtitle_track_2'))).status).toBe(404)
    const { ffprobe_metadata: text } = ready['metadata'] as { ffprobe_metadata: string }
    expect(JSON.parse(text)).toMatchObject({ streams: expect.any(Array) as unknown[] })
  })

  it('has none for folders, and is 404 for what is not there', async () => {
    const project = await makeProject(client, 'tracks-none')
    const folder = await client.createFolder(project.root_asset_id, 'folder')
    expect((await tracksOf(folder.id, 'audio')).audio_tracks).toEqual([])
    expect((await tracksOf(folder.id, 'subtitles')).subtitle_tracks).toEqual([])
    await client.remove(folder.id)
    for (const kind of ['audio', 'subtitles'])
      expect((await client.call('GET', `/v2/assets/${folder.id}/${kind}`)).status).toBe(404)
  })
})
