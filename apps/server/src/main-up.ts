// `./rushes up`: everything in one process. Wires the dependencies by hand, in the order in which they need each other,
// and takes them down in the opposite order.
import { randomUUID } from 'node:crypto'
import { readFile } from 'node:fs/promises'
import { availableParallelism } from 'node:os'
import { join } from 'node:path'
import type { FastifyInstance } from 'fastify'
import type pg from 'pg'
import { pino } from 'pino'
import type { Logger } from 'pino'
import { v7 as uuidv7 } from 'uuid'
import { describeIsolation } from '@rushes/media/isolation'
import { createPageMaker } from '@rushes/media/page-maker'
import { openSegmentCache } from '@rushes/media/segment-cache'
import { createEarlyLooks } from '@rushes/media/early-look'
import { createFramePictures } from '@rushes/media/frame-picture'
import { createSegmentMaker } from '@rushes/media/segment-maker'
import { findMediaTools, MediaToolsError } from '@rushes/media/tools'
import { openLocalStore } from '@rushes/storage/local-store'
import { createTokenGuesses } from './access/token-guesses.ts'
import { createTokenRequests } from './access/token-requests.ts'
import { buildApp } from './app.ts'
import { bootstrap, keepFirstLogin } from './bootstrap.ts'
import { ConfigError, readConfig } from './config.ts'
import type { Config } from './config.ts'
import {
  DataFolderError,
  DataFolderInUseError,
  dataFolderInUseExitCode,
  openDataFolder,
} from './data-folder.ts'
import { connect } from './db/connection.ts'
import { startEmbeddedPostgres } from './db/embedded-postgres.ts'
import { EmbeddedPostgresError } from './db/postgres-error.ts'
import { migrate, SchemaMismatchError } from './db/migrate.ts'
import type { Deps } from './deps.ts'
import { autoVersion } from './features/assets/auto-version.ts'
import { carryMoveDown } from './features/assets/carry-move.ts'
import { countDeletion } from './features/assets/count-deletion.ts'
import { eraseMedia } from './features/assets/erase-media.ts'
import { fillCopy } from './features/assets/fill-copy.ts'
import { sweepTrash } from './features/assets/purge-asset.ts'
import { purgeDeletion } from './features/assets/purge-deletion.ts'
import { openLiveChannel } from './features/live/live-channel.ts'
import { analyseMedia } from './features/media/analyse-media.ts'
import { encodeMedia } from './features/media/encode-media.ts'
import { convertWaitingDocuments } from './features/media/waiting-documents.ts'
import { openWorkFolder } from './features/media/work-folder.ts'
import { mailForgottenPassword } from './features/sessions/forgotten-password.ts'
import { sweepUploads } from './features/uploads/drop-upload.ts'
import { fetchRemote } from './features/uploads/fetch-remote.ts'
import { finishUpload } from './features/uploads/finish-upload.ts'
import { erasePicture } from './features/users/erase-picture.ts'
import { defaultOrigin } from './http/origin.ts'
import type { OriginSettings } from './http/origin.ts'
import { createRateLimiter } from './http/rate-limit.ts'
import { sendLetter } from './mail/post-letter.ts'
import { createBackgroundWork } from './queue/background.ts'
import { createQueue } from './queue/queue.ts'
import { migrateQueue, startWorker } from './queue/worker.ts'
import type { JobHandlers } from './queue/worker.ts'
import { readSecretKey } from './secret-key.ts'
import { printReady } from './start-message.ts'

const EXIT_BAD_SETTINGS = 2
const EXIT_MISSING_TOOL = 3

/** Things to undo, last one first. */
type Cleanups = (() => Promise<void>)[]

async function up(): Promise<void> {
  const config = readConfig(process.env)
  const log = pino({ level: config.logLevel, base: null }, pino.destination({ dest: 2, sync: true }))
  const cleanups: Cleanups = []
  const stop = stopOnSignals(log, cleanups)
  try {
    await start(config, log, cleanups, stop)
  } catch (error) {
    await runCleanups(log, cleanups)
    throw error
  }
}

async function start(
  config: Config,
  log: Logger,
  cleanups: Cleanups,
  stop: (reason: string, exitCode: number) => void,
): Promise<void> {
  const now = () => new Date()
  const newId = () => uuidv7()
  const folder = await openDataFolder(config.dataFolder)
  cleanups.push(() => folder.close())

  // Two things that wait for other programs, side by side.
  const [connection, tools] = await Promise.all([
    openDatabase(config, log, cleanups, stop),
    findMediaTools({
      ffmpegPath: config.ffmpegPath ?? undefined,
      ffprobePath: config.ffprobePath ?? undefined,
      officePath: config.officePath ?? undefined,
      searchPath: process.env['PATH'],
    }),
  ])
  await migrate(connection)
  const onBroken = (error: Error) => log.warn({ err: error }, 'a database connection broke')
  await migrateQueue(connection, onBroken)
  const { db, points, close } = await connect(connection, onBroken)
  cleanups.push(close)

  const background = createBackgroundWork(log)
  cleanups.push(() => background.stop())
  const store = await openLocalStore({
    folderPath: join(config.dataFolder, 'blobs'),
    now: () => now().getTime(),
    newId: randomUUID,
  })
  const origin: OriginSettings = {
    publicUrl: config.publicUrl,
    host: config.host,
    port: config.port,
    isTls: config.tls !== null,
  }
  const onDemand = {
    tools,
    cache: await openSegmentCache(join(config.dataFolder, 'previews'), config.previewCacheBytes),
    tempFolder: await openWorkFolder(config.dataFolder),
    slots: Math.max(2, Math.floor(availableParallelism() / 2)),
    onProblem: (error: unknown, what: string) => log.warn({ err: error }, `could not ${what}`),
  }
  const segments = createSegmentMaker(onDemand)
  cleanups.push(() => segments.stop())
  const deps: Deps = {
    config,
    db,
    points,
    store,
    tools,
    segments,
    pages: createPageMaker(onDemand),
    frames: createFramePictures(tools, onDemand.tempFolder),
    encodeSpeeds: new Map(),
    earlyLooks: createEarlyLooks(tools, onDemand.tempFolder),
    queue: createQueue(),
    background,
    // Loaded only where mail is set up.
    mailer: config.mail === null ? null : (await import('./mail/mailer.ts')).createMailer(config.mail),
    tokenGuesses: createTokenGuesses(() => now().getTime()),
    tokenRequests: createTokenRequests(db, newId),
    limiter: createRateLimiter(config.rateLimits, () => now().getTime()),
    log,
    // Several servers on one database share a key through the environment.
    secret: config.secret === null ? await readSecretKey(config.dataFolder) : Buffer.from(config.secret),
    origin,
    instanceId: randomUUID(),
    now,
    newId,
  }
  const firstLogin = await bootstrap(deps, (login) => keepFirstLogin(config, login))

  if (config.role !== 'api') {
    const isAlone = config.databaseUrl === null
    if (isAlone)
      await db
        .updateTable('media')
        .set({ leased_by: null, leased_until: null })
        .where('leased_by', 'is not', null)
        .execute()
    const encodeConcurrency = Math.max(1, Math.floor(availableParallelism() / 4))
    const worker = await startWorker(deps, connection, jobHandlers(deps), { encodeConcurrency, isAlone })
    cleanups.push(() => worker.stop())
    background.start('documents that waited', (signal) => convertWaitingDocuments(deps, signal))
  }
  if (config.role === 'worker') {
    log.info('the worker is running')
    return
  }

  const live = await openLiveChannel(connection, log)
  cleanups.push(() => live.close())
  const app = await buildApp(deps, live, await readTls(config))
  cleanups.push(() => app.close())
  await listen(app, config)
  const address = app.server.address()
  if (address !== null && typeof address === 'object') origin.port = address.port
  await folder.announce(defaultOrigin(origin))
  // Port 0 was any port; only now it is known which.
  if (firstLogin !== null && config.port === 0)
    await keepFirstLogin({ ...config, port: origin.port }, firstLogin)
  printReady({
    origin,
    config,
    firstLogin,
    isolation: describeIsolation(tools.isolation),
    ffmpegVersion: tools.ffmpegVersion,
  })
}

function jobHandlers(deps: Deps): JobHandlers {
  return {
    'upload.finish': ({ mediaId }) => finishUpload(deps, mediaId),
    'upload.fetch': ({ mediaId }, { isLastAttempt, signal }) =>
      fetchRemote(deps, mediaId, isLastAttempt, signal),
    'upload.sweep': () => sweepUploads(deps),
    'media.analyse': ({ mediaId }, { signal, isLastAttempt }) =>
      analyseMedia(deps, mediaId, signal, isLastAttempt),
    'media.encode': ({ mediaId }, { signal, isLastAttempt }) =>
      encodeMedia(deps, mediaId, signal, isLastAttempt),
    'asset.autoversion': ({ assetId }) => autoVersion(deps, assetId),
    'asset.carry-move': ({ rootId }, { signal }) => carryMoveDown(deps, rootId, signal),
    'asset.fill-copy': ({ copyId }, { signal }) => fillCopy(deps, copyId, signal),
    'trash.sweep': () => sweepTrash(deps),
    'deletion.purge': ({ deletionId }, { signal }) => purgeDeletion(deps, deletionId, signal),
    'media.erase': ({ mediaId, isLast }) => eraseMedia(deps, mediaId, isLast),
    'password.forgotten': ({ email }) => mailForgottenPassword(deps, email),
    'mail.send': ({ sealed }) => sendLetter(deps, sealed),
    'picture.erase': ({ picture }) => erasePicture(deps, picture),
    'deletion.count': (payload) => countDeletion(deps, payload),
  }
}

async function openDatabase(
  config: Config,
  log: Logger,
  cleanups: Cleanups,
  stop: (reason: string, exitCode: number) => void,
): Promise<pg.ClientConfig> {
  if (config.databaseUrl !== null) return { connectionString: config.databaseUrl }
  const postgres = await startEmbeddedPostgres({
    folder: join(config.dataFolder, 'postgres'),
    log: (line) => log.debug({ postgres: line }, 'postgres'),
  })
  cleanups.push(() => postgres.stop())
  void postgres.lost.then((error) => stop(error.message, 1))
  return postgres.connection
}

/** Throws ListenError, a sentence for the person who started Rushes. */
async function listen(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port })
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    const reason = LISTEN_REASONS[code]
    if (reason === undefined) throw error
    const sentence = `The address ${host}:${String(port)} cannot be used: ${reason}.`
    throw new ListenError(`${sentence} Choose another one with RUSHES_PORT or RUSHES_HOST.`, { cause: error })
  }
}

class ListenError extends Error {
  override name = 'ListenError'
}

const LISTEN_REASONS: Record<string, string | undefined> = {
  EADDRINUSE: 'another program listens there already',
  EACCES: 'this user may not listen there (ports below 1024 are for root)',
  EADDRNOTAVAIL: 'this machine has no such address',
  ENOTFOUND: 'no address belongs to that name',
}

async function readTls({ tls }: Config): Promise<{ cert: Buffer; key: Buffer } | null> {
  if (tls === null) return null
  return { cert: await readFile(tls.certPath), key: await readFile(tls.keyPath) }
}

/** The first signal stops in good order, a second one at once. */
function stopOnSignals(log: Logger, cleanups: Cleanups): (reason: string, exitCode: number) => void {
  let isStopping = false
  const stop = (reason: string, exitCode: number) => {
    if (isStopping) {
      log.warn('stopping at once')
      process.exit(1)
    }
    isStopping = true
    log.info({ reason }, 'stopping')
    runCleanups(log, cleanups).then(
      () => process.exit(exitCode),
      (error: unknown) => {
        log.error({ err: error }, 'stopping failed')
        process.exit(1)
      },
    )
  }
  process.on('SIGTERM', () => stop('SIGTERM', 0))
  process.on('SIGINT', () => stop('Ctrl-C', 0))
  process.on('SIGHUP', () => stop('the terminal was closed', 0))
  return stop
}

async function runCleanups(log: Logger, cleanups: Cleanups): Promise<void> {
  for (let cleanup = cleanups.pop(); cleanup !== undefined; cleanup = cleanups.pop()) {
    // One part that will not stop must not keep the others running.
    await cleanup().catch((error: unknown) =>
      log.error({ err: error }, 'a part of the server did not stop cleanly'),
    )
  }
}

try {
  await up()
} catch (error) {
  const sentence = error instanceof Error ? error.message : String(error)
  if (error instanceof ConfigError) {
    process.stderr.write(`Rushes cannot start; these settings are wrong:\n${sentence}\n`)
    process.exit(EXIT_BAD_SETTINGS)
  }
  const isExpected =
    error instanceof DataFolderError ||
    error instanceof EmbeddedPostgresError ||
    error instanceof SchemaMismatchError ||
    error instanceof ListenError ||
    error instanceof MediaToolsError
  process.stderr.write(`Rushes cannot start: ${sentence}\n`)
  if (!isExpected && error instanceof Error) process.stderr.write(`${error.stack ?? ''}\n`)
  if (error instanceof DataFolderInUseError) process.exit(dataFolderInUseExitCode)
  process.exit(error instanceof MediaToolsError ? EXIT_MISSING_TOOL : 1)
}
