// packages/client against a running server: its README as a reader would run it, and uploads that meet trouble.
import { readFile, mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@rushes/client/client'
import { ApiError } from '@rushes/client/request'
import { putPartByFetch } from '@rushes/client/upload'
import type { PutPart } from '@rushes/client/upload'
import { HashMismatchError, uploadFile } from '@rushes/client/upload-file'
import { beforeAll, describe, expect, inject, it } from 'vitest'
import { SAMPLE_ORIGIN } from '../../apps/server/src/features/docs/samples.ts'
import { sampleRunners } from './docs-samples.ts'
import { makeAccount } from './people-made.ts'
import { makeSampleClip } from './sample-files.ts'
import { seededBytes } from './seeded.ts'
import { waitUntil } from './wait-until.ts'

const server = inject('servers')[0]
if (server === undefined) throw new Error('No server runs.')
const { url } = server
const readme = join(import.meta.dirname, '../../packages/client/README.md')

const bytes = seededBytes(70, 300_000)
const file = new Blob([bytes])
let client: ReturnType<typeof createClient>
let folderId: string
let token: string

beforeAll(async () => {
  const account = await makeAccount(server)
  token = account.owner.token
  client = createClient({ baseUrl: url, token, wait: async () => {} })
  const team = await client.createTeam(account.id, { name: 'Editing' })
  folderId = (await client.createProject(team.id, { name: 'Client' })).root_asset_id
  const film = await uploadFile(client, {
    file: new Blob([await makeSampleClip()]),
    name: 'film.mp4',
    parentId: folderId,
    asset: { filetype: 'video/mp4' },
  })
  await waitUntil(
    'the film was looked at',
    () => client.asset(film.id),
    ({ frames }) => frames > 0,
  )
})

it('does what its README says', async () => {
  const text = await readFile(readme, 'utf8')
  const runner = sampleRunners['typescript']?.({ token })
  if (runner === undefined) throw new Error('Nothing runs TypeScript.')
  const folder = await mkdtemp(join(tmpdir(), 'rushes-readme-'))
  const printed: unknown[] = []
  try {
    for (const [, code = ''] of text.matchAll(/^```ts\n(.*?)^```$/gms))
      printed.push(await runner.run(code.replaceAll(SAMPLE_ORIGIN, url).replaceAll('/tmp/', `${folder}/`)))
  } finally {
    await runner.stop()
    await rm(folder, { recursive: true })
  }
  expect(printed).toEqual([
    expect.stringMatching(/^Hello ./),
    expect.arrayContaining(['Client']),
    { name: 'notes.txt', isSame: true, hash: expect.stringMatching(/^[0-9a-f]{16}$/) as string },
    {
      comments: expect.stringMatching(/^film.*\.csv$/) as string,
      picture: expect.stringMatching(/^film.*\.png$/) as string,
      archive: true,
    },
    expect.stringMatching(/^404: ./),
  ])
})

describe('uploadFile', () => {
  const upload = (more: Partial<Parameters<typeof uploadFile>[1]> = {}) =>
    uploadFile(client, {
      file,
      name: 'take.bin',
      parentId: folderId,
      asset: { parts: 5 },
      wait: async () => {},
      ...more,
    })

  it('tells how far it is, and answers with the asset when its bytes were compared', async () => {
    const told: number[] = []
    const asset = await upload({ onProgress: (sentBytes) => told.push(sentBytes) })
    expect(asset).toMatchObject({ name: 'take.bin', filesize: file.size })
    expect(told).toEqual(told.toSorted((a, b) => a - b))
    expect(told.at(-1)).toBe(file.size)
  })

  it('takes an empty file', async () => {
    const asset = await upload({ file: new Blob([]), name: 'empty.bin', asset: {} })
    expect(asset.upload_completed_at).not.toBeNull()
  })

  it('sends a part again that got lost, and goes on with fresh URLs when the old ones have expired', async () => {
    const failures = [
      new TypeError('fetch failed'),
      new ApiError(503, 'Away.', [], null),
      new ApiError(403, 'This upload URL has expired.', [], null),
    ]
    const putPart: PutPart = async (...words) => {
      const failure = failures.shift()
      if (failure !== undefined) throw failure
      await putPartByFetch(...words)
    }
    expect((await upload({ putPart })).checksums).not.toBeNull()
    expect(failures).toEqual([])
  })

  it('sends only what is missing when it goes on', async () => {
    let id = ''
    let left = 2
    const putPart: PutPart = async (...words) => {
      if (left === 0) throw new ApiError(422, 'Enough.', [], null)
      left -= 1
      await putPartByFetch(...words)
    }
    await expect(upload({ putPart, concurrency: 1, onCreated: (made) => (id = made) })).rejects.toThrow(
      'Enough.',
    )
    const sent: string[] = []
    const asset = await upload({
      resume: id,
      putPart: async (address, ...words) => {
        sent.push(address)
        await putPartByFetch(address, ...words)
      },
    })
    expect(asset.id).toBe(id)
    expect(sent).toHaveLength(3)
  })

  it('says so when other bytes arrived than were read', async () => {
    const putPart: PutPart = (address, part, options) =>
      putPartByFetch(address, new Blob([new Uint8Array(part.size)]), options)
    await expect(upload({ putPart })).rejects.toBeInstanceOf(HashMismatchError)
  })

  it('stops when it is told to', async () => {
    const stop = new AbortController()
    const reason = new Error('Changed my mind.')
    await expect(upload({ signal: stop.signal, onCreated: () => stop.abort(reason) })).rejects.toThrow(
      'Changed my mind.',
    )
  })
})
