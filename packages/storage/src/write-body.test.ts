import { mkdtemp, open, readFile, rm, writeFile } from 'node:fs/promises'
import type { FileHandle } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, expect, test } from 'vitest'
import { PartLengthError } from './storage-errors.ts'
import { bodyOf, sampleBytes } from './suite/sample-bytes.ts'
import { writeBody } from './write-body.ts'

const MIB = 1_048_576

let folderPath: string
let path: string
let file: FileHandle
beforeEach(async () => {
  folderPath = await mkdtemp(join(tmpdir(), 'rushes-body-'))
  path = join(folderPath, 'file')
  await writeFile(path, '')
  file = await open(path, 'r+')
})
afterEach(async () => {
  await file.close()
  await rm(folderPath, { recursive: true })
})

test.each([1, 100, 65_536, 3 * MIB])(
  'holds little more than a mebibyte of chunks of %d bytes',
  async (chunkBytes) => {
    const bytes = sampleBytes(Math.min(8 * MIB, chunkBytes * 5000))
    let sentBytes = 0
    let mostHeldBytes = 0
    const watched = async function* (): AsyncGenerator<Uint8Array> {
      for await (const chunk of bodyOf(bytes, chunkBytes)) {
        mostHeldBytes = Math.max(mostHeldBytes, sentBytes - (await file.stat()).size)
        sentBytes += chunk.byteLength
        yield chunk
      }
    }
    expect(await writeBody(file, 0, watched(), {})).toBe(bytes.byteLength)
    expect(mostHeldBytes).toBeLessThan(MIB + chunkBytes)
    expect((await readFile(path)).equals(bytes)).toBe(true)
  },
)

test('writes from the given position on and not one byte past the promised length', async () => {
  await writeFile(path, 'aaaaaaaaaa')
  expect(await writeBody(file, 2, bodyOf(Buffer.from('bbb')), { exactBytes: 3 })).toBe(3)
  const tooLong = writeBody(file, 6, bodyOf(Buffer.from('cccc'), 1), { exactBytes: 3 })
  await expect(tooLong).rejects.toThrow(PartLengthError)
  expect(await readFile(path, 'utf8')).toBe('aabbbaaaaa')
})

test('writes large chunks whole and in order', async () => {
  const bytes = sampleBytes(5 * MIB + 3)
  await writeBody(file, 0, bodyOf(bytes, 2 * MIB + 1), {})
  expect((await readFile(path)).equals(bytes)).toBe(true)
})

test('tells the body to stop when it fails', async () => {
  let stopped = false
  const endless = async function* (): AsyncGenerator<Uint8Array> {
    try {
      for (;;) yield sampleBytes(1000)
    } finally {
      stopped = true
    }
  }
  await expect(writeBody(file, 0, endless(), { maxBytes: 5000 })).rejects.toThrow(
    'More than the allowed 5000 bytes',
  )
  expect(stopped).toBe(true)
})

test('passes on why it was aborted, also when that is no error', async () => {
  const aborted = writeBody(file, 0, bodyOf(sampleBytes(10)), { signal: AbortSignal.abort('bored') })
  await expect(aborted).rejects.toMatchObject({ message: 'The transfer was aborted.', cause: 'bored' })
})
