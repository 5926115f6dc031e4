// One page of a document as a JPEG, made when somebody looks at it.
import { readFile } from 'node:fs/promises'
import path from 'node:path'
import { placeInput } from './ffmpeg-input.ts'
import type { FailureReason } from './failure-reason.ts'
import { PAGE_LONG_SIDE } from './page-size.ts'
import { makeStills } from './pictures.ts'
import type { MediaTools } from './tools.ts'
import { withWorkFolder } from './work-folder.ts'

/** The page cannot be drawn. The message is for the person who looks at it. */
export class PageFailedError extends Error {
  override readonly name = 'PageFailedError'
  readonly failure: FailureReason
  constructor(failure: FailureReason) {
    super(failure.reason)
    this.failure = failure
  }
}

export type PageRequest = {
  inputPath: string
  /** From 1. */
  page: number
  /** Where the short-lived working folder goes. */
  tempFolder: string
  signal?: AbortSignal | undefined
}

/** Throws `PageFailedError`, the abort reason when cancelled, and what the disk says. */
export async function renderPage(tools: MediaTools, request: PageRequest): Promise<Buffer> {
  const { page, signal } = request
  return withWorkFolder(request.tempFolder, async (folder) => {
    await placeInput(folder, request.inputPath)
    let failure: FailureReason | null = null
    const job = {
      task: 'stills' as const,
      source: { from: 'pdf' as const, name: 'input', page },
      outputs: [
        {
          kind: 'page',
          name: 'page.jpg',
          size: { fit: 'inside' as const, width: PAGE_LONG_SIDE, height: PAGE_LONG_SIDE },
        },
      ],
    }
    await makeStills(tools.isolation, folder, job, signal, (still) => {
      if (!still.ok) failure = still.failure
    })
    signal?.throwIfAborted()
    if (failure !== null) throw new PageFailedError(failure)
    return readFile(path.join(folder, 'page.jpg'))
  })
}
