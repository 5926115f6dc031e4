// Where ffmpeg and ffprobe are, and what this machine allows around them.
import { execFile } from 'node:child_process'
import path from 'node:path'
import { promisify } from 'node:util'
import { detectIsolation, findIn, type Isolation } from './isolation.ts'

export type MediaTools = {
  ffmpegPath: string
  ffprobePath: string
  /** As the program calls itself, such as `5.1.9-0+deb12u1`. */
  ffmpegVersion: string
  ffprobeVersion: string
  isolation: Isolation
}

export type ToolSearch = {
  /** Explicit paths; they win, and it is an error when nothing usable is there. */
  ffmpegPath?: string | undefined
  ffprobePath?: string | undefined
  /** Folders to look in otherwise, in the form of the PATH variable. */
  searchPath?: string | undefined
}

/** ffmpeg or ffprobe is missing or does not run. The message says what to install or which setting to correct. */
export class MediaToolsError extends Error {
  override readonly name = 'MediaToolsError'
}

/** Finds both programs, asks for their versions and tries out the isolation. Once at start; throws `MediaToolsError`. */
export async function findMediaTools(search: ToolSearch): Promise<MediaTools> {
  const [ffmpeg, ffprobe, isolation] = await Promise.all([
    findTool('ffmpeg', 'FFMPEG_PATH', search.ffmpegPath, search.searchPath),
    findTool('ffprobe', 'FFPROBE_PATH', search.ffprobePath, search.searchPath),
    detectIsolation(),
  ])
  return {
    ffmpegPath: ffmpeg.path,
    ffmpegVersion: ffmpeg.version,
    ffprobePath: ffprobe.path,
    ffprobeVersion: ffprobe.version,
    isolation,
  }
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
  const folders = (searchPath ?? '').split(path.delimiter).filter((folder) => path.isAbsolute(folder))
  const found = await findIn(folders, name)
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
