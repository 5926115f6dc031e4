// Where ffmpeg and ffprobe are, and what this machine allows around them.
import { execFile } from 'node:child_process'
import { realpath } from 'node:fs/promises'
import path from 'node:path'
import { promisify } from 'node:util'
import { detectIsolation, findIn, type Isolation } from './isolation.ts'

export type MediaTools = {
  ffmpegPath: string
  ffprobePath: string
  /** As the program calls itself, such as `5.1.9-0+deb12u1`. */
  ffmpegVersion: string
  ffprobeVersion: string
  /** LibreOffice; null when there is none, or when this machine cannot lock it in. */
  officePath: string | null
  /** Why there is none, for the person whose document is not shown. */
  officeProblem: string
  isolation: Isolation
}

export type ToolSearch = {
  /** Explicit paths; they win, and it is an error when nothing usable is there. */
  ffmpegPath?: string | undefined
  ffprobePath?: string | undefined
  /** `off`: none is wanted. */
  officePath?: string | undefined
  /** Folders to look in otherwise, in the form of the PATH variable. */
  searchPath?: string | undefined
}

/** ffmpeg or ffprobe is missing or does not run. The message says what to install or which setting to correct. */
export class MediaToolsError extends Error {
  override readonly name = 'MediaToolsError'
}

/** Finds both programs, asks for their versions and tries out the isolation. Once at start; throws `MediaToolsError`. */
export async function findMediaTools(search: ToolSearch): Promise<MediaTools> {
  const [ffmpeg, ffprobe, office, isolation] = await Promise.all([
    findTool('ffmpeg', 'FFMPEG_PATH', search.ffmpegPath, search.searchPath),
    findTool('ffprobe', 'FFPROBE_PATH', search.ffprobePath, search.searchPath),
    findOffice(search.officePath, search.searchPath),
    detectIsolation(),
  ])
  return {
    ffmpegPath: ffmpeg.path,
    ffmpegVersion: ffmpeg.version,
    ffprobePath: ffprobe.path,
    ffprobeVersion: ffprobe.version,
    officePath: isolation.room === null ? null : office,
    officeProblem: office === null ? NO_OFFICE : NO_ROOM,
    isolation,
  }
}

const NO_OFFICE =
  'LibreOffice shows documents of this kind, and it is not installed on this server. Whoever runs the server can add it ' +
  'with "apt-get install libreoffice-writer-nogui libreoffice-calc-nogui libreoffice-impress-nogui" and start it again.'
const NO_ROOM =
  'Documents of this kind are shown when this server can keep LibreOffice away from other files. Its machine does not ' +
  'allow that: whoever runs the server has to permit user namespaces.'

/**
 * LibreOffice is no must, and some want none. The program itself is taken rather than the script that starts it, which would outlive us.
 * Throws `MediaToolsError` when the explicit path leads nowhere.
 */
async function findOffice(
  explicitPath: string | undefined,
  searchPath: string | undefined,
): Promise<string | null> {
  if (explicitPath === 'off') return null
  const found = explicitPath
    ? await findIn([path.dirname(explicitPath)], path.basename(explicitPath))
    : await findIn(foldersOf(searchPath), 'soffice')
  if (found === null && explicitPath)
    throw new MediaToolsError(`SOFFICE_PATH points to ${explicitPath}, but there is no such program.`)
  if (found === null) return null
  const real = await realpath(found)
  return (await findIn([path.dirname(real)], 'soffice.bin')) ?? real
}

async function findTool(
  name: 'ffmpeg' | 'ffprobe',
  setting: string,
  explicitPath: string | undefined,
  searchPath: string | undefined,
): Promise<{ path: string; version: string }> {
  if (explicitPath) {
    const version = await versionOf(name, explicitPath)
    if (version === null) {
      throw new MediaToolsError(`${setting} points to ${explicitPath}, but that does not run as ${name}.`)
    }
    return { path: explicitPath, version }
  }
  const found = await findIn(foldersOf(searchPath), name)
  if (found === null) {
    throw new MediaToolsError(
      `${name} was not found. Install ffmpeg, for example with "apt-get install ffmpeg", "dnf install ffmpeg" or ` +
        `"brew install ffmpeg", or set ${setting} to the program.`,
    )
  }
  const version = await versionOf(name, found)
  if (version === null)
    throw new MediaToolsError(
      `${found} does not run as ${name}: it did not answer to -version. Repair it, or set ${setting} to another one.`,
    )
  return { path: found, version }
}

function foldersOf(searchPath: string | undefined): string[] {
  return (searchPath ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder))
}

/** On a machine with its hands full even this takes long, which is no reason to call the program missing. */
const ANSWER_MS = 60_000

async function versionOf(name: string, toolPath: string): Promise<string | null> {
  const banner = await promisify(execFile)(toolPath, ['-version'], { timeout: ANSWER_MS }).then(
    ({ stdout }) => stdout,
    // Whatever the reason, the caller's sentence names the program and the setting.
    () => '',
  )
  return new RegExp(`^${name} version (\\S+)`).exec(banner)?.[1] ?? null
}
