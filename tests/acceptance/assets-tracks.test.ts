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

const spoken = [
  '-f lavfi -i testsrc2=size=64x36:rate=25 -f lavfi -i sine=sample_rate=48000 -f lavfi -i sine=frequency=220',
  '-f srt -i data:text/plain,1%0A00:00:00,100%20-->%2000:00:00,500%0AHello%0A%0A -map 0 -map 1 -map 2 -map 3',
  '-t 0.6 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:a aac -c:s srt -metadata:s:a:0 language=deu',
  '-metadata:s:a:0 title=Dialogue -metadata:s:a:1 language=eng -metadata:s:s:0 language=fra',
].join(' ')

describe.each(inject('servers'))('tracks on the $name database', (server) => {
  const client = createReferenceClient(server.url, server.token)

  const tracksOf = (id: string, kind: 'audio' | 'subtitles') =>
    client.ok<Tracks>('GET', `/v2/assets/${id}/${kind}`)

  it('names every track of a film in the order of the file', async () => {
    const project = await makeProject(client, 'tracks')
    const bytes = await makeSample('spoken.mkv', spoken)
    const { id, upload_urls: urls } = await client.createFile(
      project.root_asset_id,
      'spoken.mkv',
      bytes.byteLength,
    )
    expect(await tracksOf(id, 'audio')).toEqual({ _type: 'asset_audio', id, audio_tracks: [] })
    await fetch(urls?.[0] ?? '', { method: 'PUT', body: bytes })
    const probed = await waitUntil<Asset>(
      'the film is probed',
      () => client.asset(id),
      ({ frames }) => frames > 0,
    )
    const audio = await tracksOf(id, 'audio')
    expect(audio).toMatchObject({ _type: 'asset_audio', id })
    expect(audio.audio_tracks).toHaveLength(2)
    expect(audio.audio_tracks?.[0]).toMatch(/^Dialogue, (deu|ger), aac/)
    expect(audio.audio_tracks?.[1]).toMatch(/^eng, aac/)
    const subtitles = await tracksOf(id, 'subtitles')
    expect(subtitles).toMatchObject({ _type: 'asset_subtitle', id })
    expect(subtitles.subtitle_tracks).toHaveLength(1)
    expect(subtitles.subtitle_tracks?.[0]).toMatch(/^(fra|fre), subrip$/)
    const { ffprobe_metadata: text } = probed['metadata'] as { ffprobe_metadata: string }
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
