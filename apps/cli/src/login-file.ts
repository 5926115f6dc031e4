// Who is signed in at the shell: the environment, else a file that only its owner can read.
import { mkdir, open, readFile, rename, rm } from 'node:fs/promises'
import { homedir } from 'node:os'
import { dirname, join } from 'node:path'
import { CommandError, NotAllowedError } from './verb.ts'

export interface Login {
  /** Origin without a trailing slash. */
  address: string
  token: string
}

/** RUSHES_URL and RUSHES_TOKEN win over what was kept. Throws {@link NotAllowedError} when neither says who calls. */
export async function readLogin(): Promise<Login> {
  const kept = await readKept()
  const givenAddress = process.env['RUSHES_URL']?.replace(/\/+$/, '')
  const givenToken = process.env['RUSHES_TOKEN']
  const address = givenAddress || kept?.address || defaultAddress()
  if (givenToken !== undefined && givenToken !== '') return { address, token: givenToken }
  // A token is only ever shown to the server it was kept for.
  if (kept?.address === address) return kept
  throw new NotAllowedError(
    `You are not signed in to ${address}. Run "./rushes login ${address}", or set RUSHES_URL and RUSHES_TOKEN.`,
  )
}

/** Where ./rushes up listens when nobody says otherwise. */
export function defaultAddress(): string {
  return `http://127.0.0.1:${process.env['RUSHES_PORT'] ?? '4747'}`
}

export async function keepLogin(login: Login): Promise<string> {
  const file = loginFile()
  await mkdir(dirname(file), { recursive: true, mode: 0o700 })
  // Beside it and renamed: never half a file, and never readable by others for a moment.
  const beside = `${file}.${String(process.pid)}`
  const handle = await open(beside, 'w', 0o600)
  try {
    await handle.chmod(0o600)
    await handle.writeFile(`${JSON.stringify(login, null, 2)}\n`)
  } finally {
    await handle.close()
  }
  await rename(beside, file)
  return file
}

/** Answers with what was forgotten, or null. */
export async function forgetLogin(): Promise<Login | null> {
  const kept = await readKept()
  await rm(loginFile(), { force: true })
  return kept
}

function loginFile(): string {
  const given = process.env['XDG_CONFIG_HOME']
  return join(
    given === undefined || given === '' ? join(homedir(), '.config') : given,
    'rushes',
    'login.json',
  )
}

async function readKept(): Promise<Login | null> {
  const file = loginFile()
  const text = await readFile(file, 'utf8').catch((error: unknown) => {
    if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return null
    throw error
  })
  if (text === null) return null
  try {
    const value: unknown = JSON.parse(text)
    if (isLogin(value)) return value
  } catch (error) {
    if (!(error instanceof SyntaxError)) throw error
  }
  throw new CommandError(`${file} cannot be read. Delete it and sign in again.`)
}

function isLogin(value: unknown): value is Login {
  return (
    typeof value === 'object' &&
    value !== null &&
    'address' in value &&
    typeof value.address === 'string' &&
    'token' in value &&
    typeof value.token === 'string'
  )
}
