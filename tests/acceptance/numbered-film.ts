import { mkdtemp, readFile, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { makeClip, testTools } from '@rushes/media/test-clips'

/** Six seconds in which each frame carries its number, so large that a browser cannot load it in one piece. */
export async function makeNumberedFilm(): Promise<Uint8Array<ArrayBuffer>> {
  const folder = await mkdtemp(join(tmpdir(), 'rushes-arriving-'))
  try {
    const options = '-preset veryfast -bf 2 -g 25 -crf 1'.split(' ')
    const file = await makeClip(await testTools(), folder, 'arriving.mp4', { frames: 150, options })
    return new Uint8Array(await readFile(file))
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}
