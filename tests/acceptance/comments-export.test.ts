// Comments in the words of other programs: what they hold of whom, and that a marker stands on the frame of its comment.
import { PDFiumLibrary } from '@hyzyla/pdfium'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import type { Comment } from './comment-shape.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Project, V2Error } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'

// What is read from the database is the same statement on every PostgreSQL.
describe.each(inject('servers').slice(0, 1))('export of comments on the $name database', (server) => {
  let owner: MadePerson
  let guest: MadePerson
  let film: string
  let page: string

  beforeAll(async () => {
    const account = await makeAccount(server)
    owner = account.owner
    guest = await account.person('Gus Guest', null)
    const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
      body: { name: 'Export' },
    })
    const project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
      body: { name: 'Export' },
    })
    await owner.client.ok('POST', `/v2/projects/${project.id}/collaborators`, {
      body: { email: guest.email },
    })
    const clip = await makeSample(
      'clip.mov',
      '-f lavfi -i color=c=gray:s=160x90:r=30000/1001 -frames:v 30 -pix_fmt yuv420p -c:v libx264 -preset ultrafast -timecode 00:59:59;20',
    )
    film = (await upload(owner.client, project.root_asset_id, 'Überblick "v2".mov', clip)).id
    page = (await owner.client.createFile(project.root_asset_id, 'notes.pdf', 10)).id
    await waitUntil(
      'the clip was looked at',
      () => owner.client.asset(film),
      (asset) => asset.timecode !== null,
    )
    const head = await write(owner, { text: 'open, "said"', timestamp: 12.5, duration: 3 })
    await owner.client.ok('POST', `/v2/comments/${head.id}/replies`, { body: { text: 'an answer' } })
    const done = await write(owner, { text: 'dealt with', timestamp: 4 })
    await owner.client.ok('POST', `/v2/comments/${done.id}/complete`, { body: {} })
    await write(owner, { text: 'the team alone', timestamp: 20, private: true })
    const gone = await write(owner, { text: 'thrown away' })
    await owner.client.ok('DELETE', `/v2/comments/${gone.id}`)
  })

  const write = (person: MadePerson, body: Record<string, unknown>) =>
    person.client.ok<Comment>('POST', `/v2/assets/${film}/comments`, { body })
  const exported = async (person: MadePerson, query: string, id = film) => {
    const answer = await person.client.call<V2Error>('GET', `/api/assets/${id}/comments/export?${query}`)
    return { ...answer, lines: answer.text.split('\r\n') }
  }

  it('stands on the source timecode of the very frame, over the hour and its drop-frame numbers', async () => {
    const { headers, lines } = await exported(owner, 'format=avid&filter=all')
    expect(lines).toEqual([
      'Owner\t00:59:59;24\tV1\tgreen\tdealt with\t1',
      'Owner\t01:00:00;02\tV1\tred\topen, "said" ↳ Owner: an answer\t3',
      'Owner\t01:00:00;10\tV1\tred\tthe team alone\t1',
      '',
    ])
    const name = /filename\*=UTF-8''(\S+)$/.exec(headers.get('content-disposition') ?? '')?.[1] ?? ''
    expect(decodeURIComponent(name)).toBe('Überblick "v2" markers for Avid.txt')
  })

  it('leaves out what the reader may not see, and by the filter whole threads', async () => {
    const texts = async (person: MadePerson, query: string) =>
      (await exported(person, query)).text.split('\n').filter((line) => /^ {2,6}\S/.test(line))
    expect((await texts(guest, 'format=text')).join()).not.toContain('the team alone')
    expect((await texts(owner, 'format=text')).join()).toContain('the team alone')
    expect(await texts(owner, 'format=text&filter=done')).toEqual(['  dealt with'])
    expect((await texts(guest, 'format=text&filter=open')).join()).toContain('an answer')
  })

  it.each(['csv', 'text', 'edl', 'resolve', 'avid', 'final_cut', 'premiere'])(
    'gives %s as a file of its own type',
    async (format) => {
      const { status, headers } = await exported(owner, `format=${format}`)
      expect(status).toBe(200)
      expect(headers.get('content-type')).toMatch(/^(?:text\/(?:csv|plain)|application\/xml); charset=utf-8$/)
      expect(headers.get('content-disposition')).toMatch(/^attachment; /)
      expect(headers.get('x-content-type-options')).toBe('nosniff')
    },
  )

  it('prints with the pictures of the film, read by whoever may see it', async () => {
    const answer = await fetch(`${server.url}/api/assets/${film}/comments/export?format=pdf`, {
      headers: { authorization: `Bearer ${owner.token}` },
    })
    expect(answer.headers.get('content-type')).toBe('application/pdf')
    const library = await PDFiumLibrary.init()
    try {
      const document = await library.loadDocument(new Uint8Array(await answer.arrayBuffer()))
      const first = document.getPage(0)
      expect(first.getText()).toContain('01:00:00;02')
      const { data } = await first.render({ scale: 1, render: 'bitmap' })
      // Grey film beside each of the three threads.
      let greyPixels = 0
      for (let at = 0; at < data.length; at += 4)
        if (data[at] === data[at + 2] && Math.abs((data[at] ?? 0) - 128) < 6) greyPixels += 1
      expect(greyPixels).toBeGreaterThan(3 * 15_000)
    } finally {
      library.destroy()
    }
  })

  it('gives a frame as a picture of the size of the film, and says where the film ends', async () => {
    const frame = (number: number) =>
      fetch(`${server.url}/api/assets/${film}/frame?number=${String(number)}`, {
        headers: { authorization: `Bearer ${owner.token}` },
      })
    const answer = await frame(29)
    expect(answer.headers.get('content-disposition')).toContain('01-00-00-19.png')
    const bytes = Buffer.from(await answer.arrayBuffer())
    expect([bytes.readUInt32BE(16), bytes.readUInt32BE(20)]).toEqual([160, 90])
    expect((await frame(30)).status).toBe(422)
  })

  it('says what is wrong with a format there is not, and with markers of a file without frames', async () => {
    const unknown = await exported(owner, 'format=docx')
    expect([unknown.status, unknown.body.errors[0]?.field]).toEqual([422, 'format'])
    const frameless = await exported(owner, 'format=edl', page)
    expect(frameless.status).toBe(422)
    expect(frameless.text).toContain('needs frames')
    expect((await exported(owner, 'format=csv', page)).status).toBe(200)
  })
})
