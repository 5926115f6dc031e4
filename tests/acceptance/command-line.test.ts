// The verbs of ./rushes that only need HTTP, run as a person runs them: one process each, against a running server.
import { spawn } from 'node:child_process'
import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { mkdir, mkdtemp, readdir, readFile, rm, stat, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { startHoldingProxy } from './holding-proxy.ts'
import type { HoldingProxy } from './holding-proxy.ts'
import { makeAccount } from './people-made.ts'
import { seededBytes } from './seeded.ts'
import { owner, settingsOf } from './server.ts'

const server = inject('servers')[0]
if (server === undefined) throw new Error('No server runs.')
const { url } = server
const program = join(import.meta.dirname, '../../apps/cli/src/main-cli.ts')

/** Three parts of the server's own split. */
const LARGE_BYTES = 42_000_000

interface Ended {
  code: number | null
  out: string
  errors: string
}

let work: string
let proxy: HoldingProxy
let token: string

beforeAll(async () => {
  work = await mkdtemp(join(tmpdir(), 'rushes-cli-'))
  const account = await makeAccount(server)
  token = account.owner.token
  const team = await account.owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Editing' },
  })
  for (const name of ['Film', 'Twice', 'Twice'])
    await account.owner.client.ok('POST', `/v2/teams/${team.id}/projects`, { body: { name } })
  proxy = await startHoldingProxy(url)
})

afterAll(async () => {
  await proxy.close()
  await rm(work, { recursive: true })
})

function start(words: string[], settings: Record<string, string> = { RUSHES_URL: url, RUSHES_TOKEN: token }) {
  const child = spawn(process.execPath, [program, ...words], {
    cwd: work,
    env: {
      PATH: process.env['PATH'] ?? '',
      XDG_CONFIG_HOME: join(work, 'config'),
      ...settingsOf(['NODE_COMPILE_CACHE']),
      ...settings,
    },
    stdio: ['pipe', 'pipe', 'pipe'],
  })
  let [out, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', (text: string) => (out += text))
  child.stderr.setEncoding('utf8').on('data', (text: string) => (errors += text))
  const ended = once(child, 'close').then(([code]): Ended => ({ code: code as number | null, out, errors }))
  return { child, ended }
}

/** Runs a command to its end; what is not expected to fail must not. */
async function rushes(words: string[], code = 0): Promise<Ended> {
  const ended = await start(words).ended
  expect(ended, `rushes ${words.join(' ')}`).toMatchObject({ code })
  return ended
}

async function facts<T>(words: string[]): Promise<T> {
  return JSON.parse((await rushes([...words, '--json'])).out) as T
}

it('signs in with e-mail address and password, keeps a token that only its owner can read, and forgets it', async () => {
  const none = { PATH: process.env['PATH'] ?? '' }
  const login = start(['login', url, '--email', owner.email], none)
  login.child.stdin.end(`${owner.password}\n`)
  expect(await login.ended).toMatchObject({ code: 0 })
  const file = join(work, 'config/rushes/login.json')
  expect((await stat(file)).mode & 0o777).toBe(0o600)
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ address: url })

  expect(await start(['ls'], none).ended).toMatchObject({ code: 0 })
  // A token is not shown to another server than its own.
  const elsewhere = await start(['ls'], { ...none, RUSHES_URL: proxy.url }).ended
  expect(elsewhere).toMatchObject({ code: 5, errors: expect.stringContaining('not signed in') as string })
  expect(await start(['logout'], none).ended).toMatchObject({ code: 0 })
  await expect(stat(file)).rejects.toThrow('ENOENT')
})

it('says what is wrong, and tells it by the exit code', async () => {
  const nobody = { RUSHES_URL: url, RUSHES_TOKEN: 'fio-u-nobody' }
  const nowhere = { RUSHES_URL: 'http://127.0.0.1:9', RUSHES_TOKEN: token }
  const [typed, help, missing, twice, unknown, away] = await Promise.all([
    rushes(['ls', '--nonsense'], 2),
    rushes(['upload', '--help']),
    rushes(['ls', 'Film/Nowhere'], 6),
    rushes(['ls', 'Twice'], 1),
    start(['ls'], nobody).ended,
    start(['ls'], nowhere).ended,
  ])
  expect(typed.errors).toContain('--nonsense')
  expect(help.out).toContain('--parents')
  expect(missing.errors).toContain('There is no "Nowhere" in "Film"')
  expect(twice.errors).toContain('There are 2 projects "Twice"')
  expect(unknown.code).toBe(5)
  expect(away).toMatchObject({ code: 1, errors: 'http://127.0.0.1:9 cannot be reached.\n' })
})

it('carries a folder up and down again, identical, and passes over what is there', async () => {
  const day = join(work, 'Day 1')
  await mkdir(join(day, 'Sound/Empty'), { recursive: true })
  await writeFile(join(day, 'A001 – é 👩‍👩‍👧.mov'), seededBytes(1, 200_000))
  await writeFile(join(day, 'Sound/take.wav'), seededBytes(2, 90_000))
  await writeFile(join(day, 'Sound/nothing.txt'), '')
  await symlink('..', join(day, 'Sound/loop'))
  const wanted = await contentOf(day)

  const up = await rushes(['upload', 'Day 1', 'Film/Dailies', '--parents'])
  expect(up.errors).toContain('Left out, because it is no file that can be read: Day 1/Sound/loop')
  await rushes(['download', 'Editing/Film/Dailies/Day 1', 'back'])
  expect(await contentOf(join(work, 'back'))).toEqual(wanted)

  const again = await facts<{ how: string }[]>(['upload', 'Day 1', 'Film/Dailies'])
  expect(again.map(({ how }) => how)).toEqual(['there', 'there', 'there'])
  await writeFile(join(day, 'Sound/take.wav'), seededBytes(3, 91_000))
  const refused = await rushes(['upload', 'Day 1/Sound/take.wav', 'Film/Dailies/Day 1/Sound'], 1)
  expect(refused.errors).toContain('another file of this name is there')
  await rushes(['upload', 'Day 1/Sound/take.wav', 'Film/Dailies/Day 1/Sound', '--version'])
  const versions = await facts<{ filesize: number }[]>(['ls', 'Film/Dailies/Day 1/Sound/take.wav'])
  expect(versions.map(({ filesize }) => filesize)).toEqual([91_000, 90_000])
  // Of a stack, the newest version; another file in its place is not lost by accident.
  const stack = 'Film/Dailies/Day 1/Sound/take.wav'
  expect((await rushes(['download', stack, 'back/Sound/take.wav'], 1)).errors).toContain('--force')
  await rushes(['download', stack, 'back/Sound/take.wav', '--force'])
  expect((await stat(join(work, 'back/Sound/take.wav'))).size).toBe(91_000)
})

it('arranges, finds and comments on what is there', async () => {
  await writeFile(join(work, 'cut.txt'), 'A cut.')
  await rushes(['upload', 'cut.txt', 'Film/Cuts', '--parents'])
  await rushes(['mv', 'Film/Cuts/cut.txt', 'Film/Cuts/rough.txt'])
  await rushes(['cp', 'Film/Cuts/rough.txt', 'Film'])
  await rushes(['rm', 'Film/Cuts/rough.txt'])
  expect(await facts<{ name: string }[]>(['ls', 'Film', '--trash'])).toMatchObject([{ name: 'rough.txt' }])
  await rushes(['restore', 'Film/rough.txt'])
  expect((await rushes(['tree', 'Film/Cuts'])).out).toBe('Film/Cuts/\n└── rough.txt\n')
  await rushes(['comments', 'Film/rough.txt', '--add', 'Too long.'])
  expect((await rushes(['comments', 'Film/rough.txt'])).out).toBe('Owner: Too long.\n')
  const found = (await rushes(['search', 'rough', '--in', 'Film'])).out.trim().split('\n')
  expect(found.toSorted()).toEqual(['Film/Cuts/rough.txt', 'Film/rough.txt'])
})

it('goes on with an upload that was killed, and with a download that was interrupted', async () => {
  const through = { RUSHES_URL: proxy.url, RUSHES_TOKEN: token }
  const isPart = (line: string) => line.startsWith('PUT /uploads/')
  await writeFile(join(work, 'reel.bin'), seededBytes(4, LARGE_BYTES))
  const partHeld = proxy.hold((line) => isPart(line) && proxy.seen.filter(isPart).length === 3)
  const upload = start(['upload', 'reel.bin', 'Film'], through)
  await partHeld
  await untilAnswered(2)
  upload.child.kill('SIGKILL')
  await upload.ended
  proxy.release()
  proxy.seen.length = 0
  const resumed = await start(['upload', 'reel.bin', 'Film'], through).ended
  expect(resumed).toMatchObject({ code: 0, out: expect.stringContaining('Went on with reel.bin') as string })
  expect(proxy.seen.filter(isPart)).toHaveLength(1)

  const isOriginal = (line: string) => line.startsWith('GET /') && !/^GET \/(?:v2|api)\//.test(line)
  const bodyHeld = proxy.hold(isOriginal)
  const download = start(['download', 'Film/reel.bin', 'reel.back'], through)
  await bodyHeld
  download.child.kill('SIGINT')
  expect(await download.ended).toMatchObject({ code: 130 })
  const left = (await readdir(work)).filter((name) => name.startsWith('reel.back'))
  expect(left).toEqual([expect.stringMatching(/^reel\.back\.\w{8}\.part$/)])
  proxy.release()
  await start(['download', 'Film/reel.bin', 'reel.back'], through).ended
  expect(proxy.seen.filter(isOriginal).at(-1)).toMatch(/ bytes=[1-9]\d*-$/)
  expect((await readdir(work)).filter((name) => name.startsWith('reel.back'))).toEqual(['reel.back'])
  expect(await hashOf(join(work, 'reel.back'))).toBe(await hashOf(join(work, 'reel.bin')))
})

/** Until the server has acknowledged so many parts of the upload that is held. */
async function untilAnswered(count: number): Promise<void> {
  const get = async <T>(path: string) =>
    (await (await fetch(url + path, { headers: { authorization: `Bearer ${token}` } })).json()) as T
  const found = await get<{ id: string; name: string }[]>('/v2/search/assets?q=reel')
  const reel = found.find(({ name }) => name === 'reel.bin')
  for (;;) {
    const { parts } = await get<{ parts: { received_at: string | null }[] }>(
      `/api/assets/${reel?.id ?? ''}/upload`,
    )
    if (parts.filter(({ received_at }) => received_at !== null).length >= count) return
    await new Promise((wake) => setTimeout(wake, 50))
  }
}

/** Paths below a folder and the hashes of what they hold. */
async function contentOf(folder: string): Promise<Record<string, string>> {
  const content: Record<string, string> = {}
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    const path = join(entry.parentPath, entry.name)
    if (entry.isFile()) content[path.slice(folder.length)] = await hashOf(path)
    if (entry.isDirectory()) content[path.slice(folder.length)] = 'folder'
  }
  return content
}

async function hashOf(path: string): Promise<string> {
  return createHash('sha256')
    .update(await readFile(path))
    .digest('hex')
}
