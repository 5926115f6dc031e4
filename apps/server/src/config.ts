// Settings: environment variables, parsed once, all problems reported together (design 2).
import { resolve } from 'node:path'
import { SCOPES } from '@rushes/contract/scopes'
import type { MailSettings } from './mail/mailer.ts'

export interface Config {
  host: string
  port: number
  dataFolder: string
  /** Public origin without a trailing slash, when a proxy or a name stands in front; null: taken from allowed Host headers. */
  publicUrl: string | null
  /** Proxies whose forwarded headers are believed; empty: none. */
  trustedProxies: string[]
  tls: { certPath: string; keyPath: string } | null
  databaseUrl: string | null
  role: 'all' | 'api' | 'worker'
  /** Bootstrap values for automation. */
  bootstrap: { token: string | null; email: string | null; password: string | null }
  /** Key for signed URLs; null: made once and kept in the data folder. */
  secret: string | null
  ffmpegPath: string | null
  ffprobePath: string | null
  /** LibreOffice. */
  officePath: string | null
  /** Null: no mail; links are copied and passed on. */
  mail: MailSettings | null
  rateLimits: 'generous' | 'original' | 'off'
  logLevel: string
  /** How long deleted assets can be restored. */
  trashDays: number
  /** What made segments of quick previews may take on disk together. */
  previewCacheBytes: number
  /** Less free than this, and owners and admins are told. */
  lowDiskBytes: number
  /** Work for one check of a password: scrypt's N is two to the power of it. */
  passwordCost: number
  remoteUpload: {
    maxBytes: number
    timeoutMs: number
    /** For tests and closed networks: hosts that may be private. */
    allowedPrivateHosts: string[]
  }
}

/** The settings are not usable. The message lists every problem, one a line. */
export class ConfigError extends Error {
  override name = 'ConfigError'
}

const DEFAULT_PORT = 4747
const DEFAULT_REMOTE_UPLOAD_BYTES = 50_000_000_000
const DEFAULT_REMOTE_UPLOAD_SECONDS = 6 * 3600
/** The original purges after 30 days (v2-assets.md 3.7). */
const DEFAULT_TRASH_DAYS = 30
/** An hour and a half of preview. */
const DEFAULT_PREVIEW_CACHE_BYTES = 2_000_000_000
/** A day's shoot, or time enough to make room. */
const DEFAULT_LOW_DISK_GB = 20
/** OWASP's minimum. */
const DEFAULT_PASSWORD_COST = 17
const BYTES_OF_GB = 1_000_000_000
const MIN_TOKEN_LENGTH = 8
const LOG_LEVELS = ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'] as const

/** Reads the settings. Throws {@link ConfigError} naming every bad one. */
export function readConfig(env: Record<string, string | undefined>): Config {
  const problems: string[] = []
  const text = (name: string) => (env[name] === undefined || env[name] === '' ? null : env[name])
  const oneOf = <T extends string>(name: string, allowed: readonly T[], fallback: T): T => {
    const value = text(name)
    if (value === null) return fallback
    const found = allowed.find((candidate) => candidate === value)
    if (found === undefined) problems.push(`${name} is "${value}"; it must be one of ${allowed.join(', ')}.`)
    return found ?? fallback
  }
  const wholeNumber = (name: string, fallback: number, min: number, max: number): number => {
    const value = text(name)
    if (value === null) return fallback
    const number = Number(value)
    if (Number.isInteger(number) && number >= min && number <= max) return number
    problems.push(`${name} is "${value}"; it must be a whole number from ${String(min)} to ${String(max)}.`)
    return fallback
  }
  const list = (name: string) =>
    (text(name) ?? '')
      .split(',')
      .map((item) => item.trim())
      .filter((item) => item !== '')

  const certPath = text('RUSHES_TLS_CERT')
  const keyPath = text('RUSHES_TLS_KEY')
  if ((certPath === null) !== (keyPath === null))
    problems.push('RUSHES_TLS_CERT and RUSHES_TLS_KEY must be set together.')

  const token = text('RUSHES_TOKEN')
  if (token !== null && (token.length < MIN_TOKEN_LENGTH || /\s/.test(token))) {
    problems.push(
      `RUSHES_TOKEN must have at least ${String(MIN_TOKEN_LENGTH)} characters and no spaces; V2 tokens look like fio-u-….`,
    )
  }
  const password = text('RUSHES_PASSWORD')
  if (password !== null && password.length < 8)
    problems.push('RUSHES_PASSWORD must have at least 8 characters.')
  const email = text('RUSHES_EMAIL')
  if (email !== null && !/^[^@\s]+@[^@\s]+$/.test(email))
    problems.push(`RUSHES_EMAIL is "${email}"; it must be an e-mail address.`)

  const publicUrl = readPublicUrl(text('RUSHES_URL'), problems)
  const config: Config = {
    host: text('RUSHES_HOST') ?? '127.0.0.1',
    port: wholeNumber('RUSHES_PORT', DEFAULT_PORT, 0, 65_535),
    dataFolder: resolve(text('RUSHES_DATA') ?? 'data'),
    publicUrl,
    trustedProxies: list('RUSHES_TRUSTED_PROXIES'),
    tls: certPath !== null && keyPath !== null ? { certPath, keyPath } : null,
    databaseUrl: text('DATABASE_URL'),
    role: oneOf('RUSHES_ROLE', ['all', 'api', 'worker'] as const, 'all'),
    bootstrap: { token, email, password },
    secret: text('RUSHES_SECRET'),
    ffmpegPath: text('FFMPEG_PATH'),
    ffprobePath: text('FFPROBE_PATH'),
    officePath: text('SOFFICE_PATH'),
    mail: readMail(text('RUSHES_SMTP_URL'), text('RUSHES_MAIL_FROM'), publicUrl, problems),
    rateLimits: oneOf('RUSHES_RATE_LIMITS', ['generous', 'original', 'off'] as const, 'generous'),
    logLevel: oneOf('RUSHES_LOG', LOG_LEVELS, 'info'),
    trashDays: wholeNumber('RUSHES_TRASH_DAYS', DEFAULT_TRASH_DAYS, 0, 36_500),
    previewCacheBytes: wholeNumber(
      'RUSHES_PREVIEW_CACHE_BYTES',
      DEFAULT_PREVIEW_CACHE_BYTES,
      0,
      Number.MAX_SAFE_INTEGER,
    ),
    lowDiskBytes: wholeNumber('RUSHES_LOW_DISK_GB', DEFAULT_LOW_DISK_GB, 0, 1_000_000) * BYTES_OF_GB,
    passwordCost: wholeNumber('RUSHES_PASSWORD_COST', DEFAULT_PASSWORD_COST, 10, 20),
    remoteUpload: {
      maxBytes: wholeNumber(
        'RUSHES_REMOTE_UPLOAD_MAX_BYTES',
        DEFAULT_REMOTE_UPLOAD_BYTES,
        1,
        Number.MAX_SAFE_INTEGER,
      ),
      timeoutMs:
        wholeNumber('RUSHES_REMOTE_UPLOAD_SECONDS', DEFAULT_REMOTE_UPLOAD_SECONDS, 1, 7 * 86_400) * 1000,
      allowedPrivateHosts: list('RUSHES_REMOTE_UPLOAD_PRIVATE_HOSTS'),
    },
  }
  if (problems.length > 0) throw new ConfigError(problems.join('\n'))
  return config
}

function readPublicUrl(value: string | null, problems: string[]): string | null {
  if (value === null) return null
  const url = URL.canParse(value) ? new URL(value) : null
  if (
    url === null ||
    !['http:', 'https:'].includes(url.protocol) ||
    url.pathname !== '/' ||
    url.search !== ''
  ) {
    problems.push(`RUSHES_URL is "${value}"; it must be an origin such as https://review.example.org.`)
    return null
  }
  return url.origin
}

function readMail(
  smtpUrl: string | null,
  from: string | null,
  origin: string | null,
  problems: string[],
): MailSettings | null {
  if (smtpUrl === null && from === null) return null
  const url = smtpUrl !== null && URL.canParse(smtpUrl) ? new URL(smtpUrl) : null
  if (
    smtpUrl !== null &&
    (url === null || !['smtp:', 'smtps:'].includes(url.protocol) || url.hostname === '')
  )
    // Without its value, which may hold a password.
    problems.push('RUSHES_SMTP_URL must look like smtp://user:password@mail.example.org:587, or smtps://….')
  if (from !== null && !/^[^\r\n]*[^@\s]+@[^@\s]+$/.test(from))
    problems.push(`RUSHES_MAIL_FROM is "${from}"; it must be an address such as Rushes <rushes@example.org>.`)
  if (smtpUrl === null || from === null) {
    problems.push('RUSHES_SMTP_URL and RUSHES_MAIL_FROM must be set together.')
    return null
  }
  if (origin === null) {
    problems.push('RUSHES_SMTP_URL needs RUSHES_URL: letters carry links, which have to lead here.')
    return null
  }
  return { smtpUrl, from, origin }
}

/** Every scope a developer token may carry: what the bootstrap token gets. */
export const ALL_SCOPES: string[] = [...SCOPES]
