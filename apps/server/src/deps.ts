// What a use-case may need, as one plain object, wired in main-up.ts. Time and ids come from here, so that a test can
// fix them.
import type { Logger } from 'pino'
import type { BlobStore } from '@rushes/storage/blob-store'
import type { PageMaker } from '@rushes/media/page-maker'
import type { EarlyLooks } from '@rushes/media/early-look'
import type { FramePictures } from '@rushes/media/frame-picture'
import type { SegmentMaker } from '@rushes/media/segment-source'
import type { MediaTools } from '@rushes/media/tools'
import type { TokenGuesses } from './access/token-guesses.ts'
import type { TokenRequests } from './access/token-requests.ts'
import type { Config } from './config.ts'
import type { Db, PointReader } from './db/connection.ts'
import type { OriginSettings } from './http/origin.ts'
import type { RateLimiter } from './http/rate-limit.ts'
import type { Mailer } from './mail/mailer.ts'
import type { BackgroundWork } from './queue/background.ts'
import type { Queue } from './queue/queue.ts'

export interface Deps {
  config: Config
  db: Db
  points: PointReader
  store: BlobStore
  tools: MediaTools
  /** Makes the segments of quick previews, and holds background encodes while somebody waits for one. */
  segments: SegmentMaker
  pages: PageMaker
  /** Makes pictures of single frames. */
  frames: FramePictures
  /** Of every background encode of this process, by its media: seconds of film per second. */
  encodeSpeeds: Map<string, number>
  /** What the ends of files tell that are still arriving. */
  earlyLooks: EarlyLooks
  queue: Queue
  /** Work that outlives its request: tracked, so that a shutdown waits for it or ends it. */
  background: BackgroundWork
  /** Null: no mail is set up. */
  mailer: Mailer | null
  /** Stops listening to an address that guesses tokens. */
  tokenGuesses: TokenGuesses
  /** What developer tokens were used for lately. */
  tokenRequests: TokenRequests
  /** Counts calls of this process. */
  limiter: RateLimiter
  log: Logger
  /** Key of the signatures in media and upload URLs. */
  secret: Buffer
  /** What links in answers start with. */
  origin: OriginSettings
  /** Names this process in leases. */
  instanceId: string
  now: () => Date
  newId: () => string
}
