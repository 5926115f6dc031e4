// A real server in a process of its own, started as a person starts it, with nothing of this process's settings.
import { spawn } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { createWriteStream } from 'node:fs'
import { chmod, mkdtemp, rm } from 'node:fs/promises'
import { get as httpGet } from 'node:http'
import { get as httpsGet } from 'node:https'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { ClientConfig } from 'pg'
import { copyCluster } from './made-cluster.ts'

const mainFile = join(import.meta.dirname, '../../apps/server/src/main-up.ts')
const startMs = 60_000
const stopMs = 30_000
const everyMs = 50
const keptLogCharacters = 200_000

/** Who the first start makes, on every server of these tests. */
export const owner = { email: 'owner@example.org', password: 'correct horse battery' } as const

export interface RunningServer {
  /** Origin without a trailing slash. */
  url: string
  /** Developer token of the owner, with every scope. */
  token: string
  dataFolder: string
  /** File with everything the server wrote. */
  logFile: string
  pid: number
  /** How to reach its database. */
  database: ClientConfig
  /** The newest part of what the server wrote to its log. */
  log: () => string
  /** Asks it to stop, as Ctrl-C does. Rejects when it does not end cleanly. The data folder stays. */
  stop: () => Promise<void>
  /** kill -9. The data folder stays. */
  kill: () => Promise<void>
  /** Removes the data folder; only after the server has ended. */
  remove: () => Promise<void>
}

export interface ServerOptions {
  /** Settings beside the usual ones; they win. */
  env?: Record<string, string>
  /** Folder with the data of an earlier server; a new one by default. */
  folder?: string
  /** Arguments of Node before the program. */
  nodeArguments?: string[]
}

/** Starts a server on a free port and waits until it is ready. Rejects with its log when it does not come up. */
export async function startServer(options: ServerOptions = {}): Promise<RunningServer> {
  const folder = options.folder ?? (await mkdtemp(join(tmpdir(), 'rushes-acceptance-')))
  // PostgreSQL may run as another user, who has to pass through here.
  await chmod(folder, 0o711)
  const dataFolder = join(folder, 'data')
  if (options.folder === undefined && options.env?.['DATABASE_URL'] === undefined)
    await copyCluster(dataFolder)
  const token = options.env?.['RUSHES_TOKEN'] ?? 'fio-u-acceptance-owner'
  const env = {
    PATH: process.env['PATH'] ?? '',
    HOME: process.env['HOME'] ?? folder,
    RUSHES_DATA: dataFolder,
    RUSHES_PORT: '0',
    RUSHES_EMAIL: owner.email,
    RUSHES_PASSWORD: owner.password,
    RUSHES_TOKEN: token,
    // A check at the usual cost takes half a second of a processor, and hundreds are made.
    RUSHES_PASSWORD_COST: '10',
    // The same on every machine: documents of office programs stay files.
    SOFFICE_PATH: 'off',
    ...settingsOf(['FFMPEG_PATH', 'FFPROBE_PATH', 'NODE_COMPILE_CACHE']),
    ...options.env,
  }
  const child = spawn(process.execPath, [...(options.nodeArguments ?? []), mainFile], {
    env,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const logFile = join(folder, 'server.log')
  const readLog = keepLog(child, logFile)
  const ended = new Promise<string>((resolve) => {
    child.once('error', (error) => resolve(error.message))
    child.once('exit', (code, signal) => resolve(code === 0 ? 'cleanly' : `with ${String(code ?? signal)}`))
  })
  const url = await waitUntilReady(child, readLog, ended)
  return {
    url,
    token,
    dataFolder,
    logFile,
    pid: child.pid ?? -1,
    database: databaseOf(dataFolder, options.env?.['DATABASE_URL']),
    log: readLog,
    stop: async () => {
      // Whoever asks it to stop wants it to have run until now.
      if (child.exitCode !== null || child.signalCode !== null)
        throw new Error(`The server had ended ${await ended} before it was asked to.\n${readLog()}`)
      child.kill('SIGTERM')
      const how = await Promise.race([ended, sleep(stopMs, 'not within 30 s', { ref: false })])
      if (how === 'cleanly') return
      child.kill('SIGKILL')
      throw new Error(`The server ended ${how}.\n${readLog()}`)
    },
    kill: async () => {
      child.kill('SIGKILL')
      await ended
    },
    // The PostgreSQL of a killed server may still be writing while it ends.
    remove: () => rm(folder, { recursive: true, force: true, maxRetries: 50, retryDelay: 100 }),
  }
}

/** What this process was told of the machine holds for a server under test too: its media tools, compiled programs. */
export function settingsOf(names: string[]): Record<string, string> {
  return Object.fromEntries(
    names.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    }),
  )
}

function databaseOf(dataFolder: string, databaseUrl: string | undefined): ClientConfig {
  if (databaseUrl !== undefined) return { connectionString: databaseUrl }
  return { host: join(dataFolder, 'postgres', 'socket'), port: 5432, user: 'rushes', database: 'rushes' }
}

function keepLog(child: ChildProcess, logFile: string): () => string {
  let text = ''
  const file = createWriteStream(logFile, { flags: 'a' })
  for (const stream of [child.stdout, child.stderr]) {
    stream?.setEncoding('utf8').on('data', (chunk: string) => {
      text += chunk
      // Not at every line: each cut copies all of it.
      if (text.length > 2 * keptLogCharacters) text = text.slice(-keptLogCharacters)
      file.write(chunk)
    })
  }
  child.once('close', () => file.end())
  return () => text
}

async function waitUntilReady(
  child: ChildProcess,
  readLog: () => string,
  ended: Promise<string>,
): Promise<string> {
  const deadline = Date.now() + startMs
  while (Date.now() < deadline) {
    const said = readLog()
    const url = (/^ {2}listening on: +(\S+)$/m.exec(said) ?? /^Rushes is ready at (\S+)$/m.exec(said))?.[1]
    // A log that says nothing of another address is still being written.
    if (url !== undefined && said.includes('stop with Ctrl-C') && (await statusOf(`${url}/ready`)) === 200)
      return url
    const how = await Promise.race([ended, sleep(everyMs, null)])
    if (how !== null) throw new Error(`The server ended ${how} before it was ready.\n${readLog()}`)
  }
  child.kill('SIGKILL')
  throw new Error(`The server was not ready within ${String(startMs)} ms.\n${readLog()}`)
}

/** Also of a server with a certificate of its own making: whether it is the right one is not this file's question. */
function statusOf(url: string): Promise<number> {
  return new Promise((resolve, reject) => {
    const request = url.startsWith('https:') ? httpsGet : httpGet
    request(url, { rejectUnauthorized: false }, (response) => {
      response.resume()
      response.once('end', () => resolve(response.statusCode ?? 0))
    }).once('error', reject)
  })
}
