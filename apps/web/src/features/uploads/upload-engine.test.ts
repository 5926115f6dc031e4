// The queue against a real server: what arrives there, and what is sent again.
import { createClient } from '@rushes/client/client'
import type { Client } from '@rushes/client/client'
import { ApiError } from '@rushes/client/request'
import { putPartByFetch } from '@rushes/client/upload'
import type { PutPart } from '@rushes/client/upload'
import { randomBytes, randomUUID } from 'node:crypto'
import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest'
import { startServer } from '../../../../../tests/acceptance/server.ts'
import type { RunningServer } from '../../../../../tests/acceptance/server.ts'
import { createFolderMaker } from './folder-maker.ts'
import { createUploads } from './upload-engine.ts'
import type { Uploads } from './upload-engine.ts'
import type { UploadState } from './upload-item.ts'
import { createUploadLedger } from './upload-ledger.ts'
import type { UploadLedger } from './upload-ledger.ts'

/** Three parts of this app's own split. */
const LARGE_BYTES = 20_000_000

let server: RunningServer
let client: Client
let projectId: string
let rootId: string

beforeAll(async () => {
  server = await startServer()
  client = createClient({ baseUrl: server.url, token: server.token, retries: 0 })
})

afterAll(async () => {
  await server.stop()
  await server.remove()
})

beforeEach(async () => {
  const team = (await client.teams()).items[0]
  if (team === undefined) throw new Error('The first start makes a team.')
  const project = await client.createProject(team.id, { name: 'Uploads' })
  projectId = project.id
  rootId = project.root_asset_id
})

function memoryLedger(): UploadLedger {
  const values = new Map<string, string>()
  return createUploadLedger({
    getItem: (key) => values.get(key) ?? null,
    setItem: (key, value) => values.set(key, value),
  })
}

function engine({
  putPart = putPartByFetch,
  ledger = memoryLedger(),
}: { putPart?: PutPart; ledger?: UploadLedger } = {}) {
  return createUploads({
    client,
    putPart,
    ledger,
    tabId: 'tab',
    nowMs: () => Date.now(),
    newId: () => randomUUID(),
    random: () => 0.5,
    after: (delayMs, run) => {
      // Nobody waits for back-off in a test.
      const timer = setTimeout(run, Math.min(delayMs, 20))
      return () => clearTimeout(timer)
    },
    onAssetChanged: () => undefined,
  })
}

function newFile(name: string, sizeBytes: number): { file: File; bytes: Buffer } {
  const bytes = randomBytes(sizeBytes)
  return {
    bytes,
    file: new File([bytes], name, { type: 'application/octet-stream', lastModified: 1_700_000_000_000 }),
  }
}

function add(uploads: Uploads, ...files: File[]): void {
  uploads.add(files.map((file) => ({ file, projectId, parentId: () => Promise.resolve(rootId) })))
}

function stateOf(uploads: Uploads, name: string): UploadState['kind'] | undefined {
  return uploads.getItems().find((item) => item.name === name)?.state.kind
}

async function until(uploads: Uploads, name: string, state: UploadState['kind']): Promise<void> {
  await vi.waitFor(() => expect(stateOf(uploads, name)).toBe(state), { timeout: 30_000, interval: 20 })
}

/** What the server gives back for a file of the project's root. */
async function downloaded(name: string): Promise<Buffer> {
  const asset = (await client.children(rootId)).items.find((candidate) => candidate.name === name)
  if (asset?.original === undefined) throw new Error(`There is no ${name} to download.`)
  return vi.waitFor(
    async () => {
      const response = await fetch(asset.original ?? '')
      expect(response.status).toBe(200)
      return Buffer.from(await response.arrayBuffer())
    },
    { timeout: 30_000, interval: 100 },
  )
}

/** A sender that counts, and holds every part back until it is let go. */
function heldBack() {
  const sentNumbers: number[] = []
  const waiting: (() => void)[] = []
  let isOpen = false
  const counts = { atOnce: 0, most: 0 }
  const putPart: PutPart = async (url, body, options) => {
    counts.atOnce += 1
    counts.most = Math.max(counts.most, counts.atOnce)
    try {
      if (!isOpen)
        await new Promise<void>((resolve, reject) => {
          waiting.push(resolve)
          options.signal.addEventListener('abort', () => reject(options.signal.reason as Error), {
            once: true,
          })
        })
      await putPartByFetch(url, body, options)
      sentNumbers.push(Number(/parts\/(\d+)/.exec(url)?.[1]))
    } finally {
      counts.atOnce -= 1
    }
  }
  return {
    putPart,
    sentNumbers,
    counts,
    waitingCount: () => waiting.length,
    letOne: () => waiting.shift()?.(),
    open: () => {
      isOpen = true
      for (const go of waiting.splice(0)) go()
    },
  }
}

describe('a queue of files', () => {
  test('arrives byte for byte, the empty file too', async () => {
    const uploads = engine()
    const small = newFile('small.bin', 5000)
    const large = newFile('large.bin', LARGE_BYTES)
    const empty = newFile('empty.bin', 0)
    add(uploads, small.file, large.file, empty.file)
    for (const name of ['small.bin', 'large.bin', 'empty.bin']) await until(uploads, name, 'done')
    expect((await downloaded('small.bin')).equals(small.bytes)).toBe(true)
    expect((await downloaded('large.bin')).equals(large.bytes)).toBe(true)
    expect(await downloaded('empty.bin')).toHaveLength(0)
  })

  test('has two files and three parts on the line at most', async () => {
    const line = heldBack()
    const uploads = engine({ putPart: line.putPart })
    const names = ['a.bin', 'b.bin', 'c.bin']
    add(uploads, ...names.map((name) => newFile(name, LARGE_BYTES).file))
    await vi.waitFor(() => expect(line.waitingCount()).toBe(3), { timeout: 30_000 })
    expect(names.map((name) => stateOf(uploads, name))).toEqual(['sending', 'sending', 'waiting'])
    line.open()
    for (const name of names) await until(uploads, name, 'done')
    expect(line.counts.most).toBe(3)
  })

  test('makes the folders of a tree once and finds them again', async () => {
    const uploads = engine()
    for (const name of ['1.bin', '2.bin']) {
      const folders = createFolderMaker(client, rootId)
      const { file } = newFile(name, 10)
      uploads.add([
        { file, projectId, parentId: () => folders.idOf(['Day 1', 'A-Cam']) },
        { file: newFile(`x${name}`, 10).file, projectId, parentId: () => folders.idOf(['Day 1']) },
      ])
      await until(uploads, name, 'done')
      await until(uploads, `x${name}`, 'done')
    }
    const [day] = (await client.children(rootId)).items
    expect(day).toMatchObject({ name: 'Day 1', type: 'folder', item_count: 3 })
    const inDay = (await client.children(day?.id ?? '')).items
    expect(inDay.find(({ type }) => type === 'folder')).toMatchObject({ name: 'A-Cam', item_count: 2 })
  })
})

describe('an upload that is cut short', () => {
  test('goes on after a pause with only what is missing', async () => {
    const line = heldBack()
    const uploads = engine({ putPart: line.putPart })
    const { file, bytes } = newFile('paused.bin', LARGE_BYTES)
    add(uploads, file)
    await vi.waitFor(() => expect(line.waitingCount()).toBe(3), { timeout: 30_000 })
    line.letOne()
    await vi.waitFor(() => expect(line.sentNumbers).toEqual([1]), { timeout: 30_000 })
    const id = uploads.getItems()[0]?.id ?? ''
    uploads.pause(id)
    expect(stateOf(uploads, 'paused.bin')).toBe('paused')
    // What was on the line is not lost, and only then comes anything else.
    line.letOne()
    await vi.waitFor(() => expect(line.sentNumbers).toHaveLength(2), { timeout: 30_000 })
    expect(line.waitingCount()).toBe(1)
    line.open()
    uploads.resume(id)
    await until(uploads, 'paused.bin', 'done')
    expect(line.sentNumbers.toSorted((a, b) => a - b)).toEqual([1, 2, 3])
    expect((await downloaded('paused.bin')).equals(bytes)).toBe(true)
  })

  test('comes back by itself after the connection was lost', async () => {
    let failures = 2
    const uploads = engine({
      putPart: (url, body, options) => {
        failures -= 1
        if (failures < 0) return putPartByFetch(url, body, options)
        return Promise.reject(new ApiError(0, 'The connection was lost.', [], null))
      },
    })
    const { file, bytes } = newFile('lost.bin', 5000)
    add(uploads, file)
    await until(uploads, 'lost.bin', 'done')
    expect((await downloaded('lost.bin')).equals(bytes)).toBe(true)
  })

  test('is listed after a reload, and goes on when the same file is picked', async () => {
    const ledger = memoryLedger()
    const before = heldBack()
    const closedPage = engine({ putPart: before.putPart, ledger })
    const { file, bytes } = newFile('reload.bin', LARGE_BYTES)
    add(closedPage, file)
    await vi.waitFor(() => expect(before.waitingCount()).toBe(3), { timeout: 30_000 })
    before.letOne()
    await vi.waitFor(() => expect(before.sentNumbers).toEqual([1]), { timeout: 30_000 })
    closedPage.pause(closedPage.getItems()[0]?.id ?? '')

    const after = heldBack()
    after.open()
    const uploads = engine({ putPart: after.putPart, ledger })
    uploads.recall(ledger.entries().map((remembered) => ({ remembered, receivedBytes: 7_000_000 })))
    expect(stateOf(uploads, 'reload.bin')).toBe('needs-file')
    const stranger = new File([bytes], 'reload.bin', { lastModified: 1 })
    expect(uploads.offerFiles([stranger])).toEqual([stranger])
    expect(uploads.offerFiles([file])).toEqual([])
    await until(uploads, 'reload.bin', 'done')
    expect(after.sentNumbers.toSorted((a, b) => a - b)).toEqual([2, 3])
    expect((await downloaded('reload.bin')).equals(bytes)).toBe(true)
    expect(ledger.entries()).toEqual([])
  })

  test('leaves nothing behind when it is cancelled', async () => {
    const line = heldBack()
    const ledger = memoryLedger()
    const uploads = engine({ putPart: line.putPart, ledger })
    add(uploads, newFile('cancelled.bin', LARGE_BYTES).file)
    await vi.waitFor(() => expect(line.waitingCount()).toBe(3), { timeout: 30_000 })
    uploads.cancel(uploads.getItems()[0]?.id ?? '')
    expect(uploads.getItems()).toEqual([])
    expect(ledger.entries()).toEqual([])
    await vi.waitFor(async () => expect((await client.children(rootId)).items).toEqual([]), {
      timeout: 30_000,
    })
  })

  test('that the server refuses says why and does not try again', async () => {
    const uploads = engine()
    uploads.add([
      { file: newFile('refused.bin', 10).file, projectId, parentId: () => Promise.resolve(randomUUID()) },
    ])
    await until(uploads, 'refused.bin', 'failed')
    expect(uploads.getItems()[0]?.state).toMatchObject({
      kind: 'failed',
      reason: expect.stringMatching(/\.$/),
    })
  })
})
