// The script `./rushes` itself, on a made-up checkout where nothing can be installed by accident.

import { execFile, spawn } from 'node:child_process'
import {
  copyFile,
  mkdir,
  mkdtemp,
  readFile,
  readdir,
  rm,
  stat,
  symlink,
  utimes,
  writeFile,
} from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { promisify } from 'node:util'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { ordinaryUser } from './postgres-runners.ts'

const checkout = resolve(import.meta.dirname, '../..')

/** Programs the script may use on any machine. */
const basics =
  'sh cat cksum cp date dirname env find flock grep head id kill ln mkdir mv readlink rm sleep tail touch tr uname'
const media = ['ffmpeg', 'ffprobe']

const ordinary = await ordinaryUser()

let root: string
let programs: string

beforeEach(async () => {
  root = await mkdtemp(join(tmpdir(), 'rushes-command-'))
  programs = join(root, 'programs')
  await mkdir(programs)
  for (const name of [...basics.split(' '), ...ordinary.wrapper.slice(0, 1)]) await link(name)
  await symlink(process.execPath, join(programs, 'node'))
  await copyFile(join(checkout, 'rushes'), join(root, 'rushes'))
  await copyFile(join(checkout, 'package-lock.json'), join(root, 'package-lock.json'))
})

afterEach(() => rm(root, { recursive: true, force: true }))

async function link(name: string): Promise<void> {
  for (const folder of ['/usr/bin', '/bin', '/usr/local/bin', ...(process.env['PATH'] ?? '').split(':')]) {
    const isThere = await stat(join(folder, name)).then(
      () => true,
      () => false, // The next folder, or the error below.
    )
    if (isThere) return symlink(join(folder, name), join(programs, name))
  }
  throw new Error(`This machine lacks ${name}, without which no test of ./rushes can run.`)
}

/** A program that only ends with a code, such as a sudo that would ask for a password. */
function fakeProgram(name: string, code: number): Promise<void> {
  return writeFile(join(programs, name), `#!/bin/sh\nexit ${code}\n`, { mode: 0o755 })
}

/** Makes the checkout look as after `npm ci`: with our Node, our packages and the mark of this lockfile. */
async function installPackages(): Promise<void> {
  const modules = join(root, 'node_modules')
  await mkdir(join(modules, 'node-here/bin'), { recursive: true })
  await symlink(process.execPath, join(modules, 'node-here/bin/node'))
  await symlink(join(checkout, 'node_modules/vite'), join(modules, 'vite'))
  const mark = 'printf "%s %s\\n" "$(cksum <"$0/package-lock.json")" "$(uname -sm)"'
  const { stdout } = await promisify(execFile)('sh', ['-c', mark, root])
  await writeFile(join(modules, '.rushes-installed'), stdout)
}

/** A program that prints what it was given and waits for SIGTERM. */
async function writeServer(name = 'up', app = 'server'): Promise<void> {
  const file = join(root, `apps/${app}/src/main-${name}.ts`)
  await mkdir(dirname(file), { recursive: true })
  const report =
    "JSON.stringify({ pid: process.pid, data: process.env['RUSHES_DATA'], args: process.argv.slice(2) })"
  await writeFile(
    file,
    `process.on('SIGTERM', () => process.exit(7))\nconsole.log(${report})\nsetInterval(() => {}, 1000)\n`,
  )
}

type Outcome = { code: number; stdout: string; stderr: string }

async function rushes(
  args: string[],
  options: { wrapper?: string[]; script?: string; cwd?: string; env?: Record<string, string> } = {},
): Promise<Outcome> {
  const { wrapper = [], script = join(root, 'rushes'), cwd = '/', env = {} } = options
  const [program = script, ...rest] = [...wrapper, script, ...args]
  return new Promise((done, fail) => {
    const child = spawn(program, rest, {
      cwd,
      env: { PATH: programs, ...env },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    const outcome: Outcome = { code: -1, stdout: '', stderr: '' }
    child.stdout.on('data', (chunk: Buffer) => {
      outcome.stdout += chunk.toString()
      // The server of these tests waits to be stopped.
      if (outcome.stdout.includes('"pid"')) child.kill('SIGTERM')
    })
    child.stderr.on('data', (chunk: Buffer) => (outcome.stderr += chunk.toString()))
    child.once('error', fail)
    child.once('close', (code, signal) => done({ ...outcome, code: code ?? (signal === null ? -1 : 128) }))
  })
}

describe('usage', () => {
  it('is shown on request, from any folder and through a symbolic link', async () => {
    await mkdir(join(root, 'bin'))
    await symlink('../rushes', join(root, 'bin/rushes'))
    await symlink(join(root, 'bin/rushes'), join(root, 'bin/linked'))
    const { code, stdout } = await rushes(['help'], { script: './linked', cwd: join(root, 'bin') })
    expect(code).toBe(0)
    expect(stdout).toMatch(/^Usage: \.\/rushes <command>\n/)
  })

  it('is shown for an unknown command and for none, with code 2', async () => {
    const unknown = await rushes(['upp'])
    expect(unknown).toMatchObject({ code: 2, stdout: '' })
    expect(unknown.stderr).toMatch(/There is no command "upp"\.\nUsage: /)
    expect(await rushes([])).toMatchObject({ code: 2, stdout: '' })
    expect(await readdir(root)).not.toContain('.rushes-cache')
  })
})

describe('an ordinary user without a program that only root can install', () => {
  beforeEach(async () => {
    await installPackages()
    await fakeProgram('apt-get', 0)
    await fakeProgram('sudo', 1)
    if (ordinary.uid !== undefined) await promisify(execFile)('chown', ['-R', String(ordinary.uid), root])
  })

  it('gets the one line to run, and code 3', async () => {
    const { code, stdout } = await rushes(['up'], { wrapper: ordinary.wrapper })
    expect(code).toBe(3)
    expect(stdout).toMatch(/^sudo .*apt-get install -y ffmpeg'?\n$/)
  })

  it('gets all that is missing in that one line', async () => {
    await rm(join(root, 'node_modules'), { recursive: true })
    const { code, stdout } = await rushes(['test'], { wrapper: ordinary.wrapper })
    expect(code).toBe(3)
    expect(stdout).toMatch(
      /^sudo .*apt-get install -y --no-install-recommends npm ffmpeg chromium strace.*\n$/,
    )
  })

  it('gets a line that works without sudo where there is none', async () => {
    await rm(join(programs, 'sudo'))
    const { stdout } = await rushes(['demo'], { wrapper: ordinary.wrapper })
    expect(stdout).toMatch(/^su -c '.*apt-get install -y ffmpeg'\n$/)
  })

  it('is told the names where there is no apt-get', async () => {
    await rm(join(programs, 'apt-get'))
    const { code, stderr } = await rushes(['up'], { wrapper: ordinary.wrapper })
    expect(code).toBe(3)
    expect(stderr).toContain(
      'These are missing: ffmpeg. Install them with the package manager of this system.',
    )
  })

  it('needs none of it when FFMPEG_PATH and FFPROBE_PATH say where they are', async () => {
    await writeServer()
    const env = { FFMPEG_PATH: '/opt/ffmpeg', FFPROBE_PATH: '/opt/ffprobe' }
    expect(await rushes(['up'], { wrapper: ordinary.wrapper, env })).toMatchObject({ code: 7 })
  })

  it.each(['user', 'token'])('needs none of it for %s', async (command) => {
    await writeServer(command)
    const { code, stdout } = await rushes([command, 'list', '--json'], { wrapper: ordinary.wrapper })
    expect(code).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({ data: join(root, 'data'), args: ['list', '--json'] })
  })

  it('needs none of it for what only needs HTTP', async () => {
    await writeServer('cli', 'cli')
    const { code, stdout } = await rushes(['ls', 'Film/Dailies 1'], { wrapper: ordinary.wrapper })
    expect(code).toBe(7)
    expect(JSON.parse(stdout)).toMatchObject({ args: ['ls', 'Film/Dailies 1'] })
  })
})

describe('with everything there', () => {
  beforeEach(async () => {
    await installPackages()
    await writeServer()
    for (const name of media) await link(name)
  })

  it('becomes the server, so that signals and exit codes are its own', async () => {
    const child = spawn(join(root, 'rushes'), ['up', '--flag', 'a b'], { cwd: '/', env: { PATH: programs } })
    const first = await new Promise<string>((done) =>
      child.stdout.once('data', (chunk: Buffer) => done(chunk.toString())),
    )
    expect(JSON.parse(first)).toEqual({ pid: child.pid, data: join(root, 'data'), args: ['--flag', 'a b'] })
    child.kill('SIGTERM')
    expect(await new Promise((done) => child.once('exit', done))).toBe(7)
  })

  it('leaves RUSHES_DATA as it is set', async () => {
    const { stdout } = await rushes(['up'], { env: { RUSHES_DATA: 'here' } })
    expect(JSON.parse(stdout)).toMatchObject({ data: 'here' })
  })

  it('waits while another one prepares the same folder', async () => {
    const cache = join(root, '.rushes-cache')
    await mkdir(cache)
    const holder = spawn('flock', [join(cache, 'setup.lock'), 'sh', '-c', 'echo held; exec cat'], {
      stdio: 'pipe',
    })
    await new Promise((done) => holder.stdout.once('data', done))
    const child = spawn(join(root, 'rushes'), ['up'], { cwd: '/', env: { PATH: programs } })
    const said = await new Promise<string>((done) =>
      child.stderr.once('data', (chunk: Buffer) => done(chunk.toString())),
    )
    expect(said).toContain('Another ./rushes is preparing this folder; waiting for it')
    holder.stdin.end()
    await new Promise((done) => child.stdout.once('data', done))
    child.kill('SIGTERM')
    expect(await new Promise((done) => child.once('exit', done))).toBe(7)
  })

  it('does not replace packages while a server runs on them', async () => {
    const server = spawn(join(root, 'rushes'), ['up'], { cwd: '/', env: { PATH: programs } })
    await new Promise((done) => server.stdout.once('data', done))
    await fakeProgram('npm', 0)
    await writeFile(join(root, 'package-lock.json'), '{}')
    const second = await rushes(['up'])
    expect(second.code).toBe(4)
    expect(second.stderr).toContain(
      'Rushes runs from this folder and its packages have changed. Stop it first.',
    )
    server.kill('SIGTERM')
    expect(await new Promise((done) => server.once('exit', done))).toBe(7)
  })

  it('shows what npm says when it fails, and keeps the rest in a log', async () => {
    await link('npm')
    // A dependency in a folder, so that npm asks no registry before it finds the lockfile wanting.
    await mkdir(join(root, 'nearby'))
    await writeFile(join(root, 'nearby/package.json'), '{"name":"nearby","version":"1.0.0"}')
    await writeFile(join(root, 'package.json'), '{"name":"x","dependencies":{"nearby":"file:nearby"}}')
    await writeFile(
      join(root, 'package-lock.json'),
      '{"name":"x","lockfileVersion":3,"packages":{"":{"name":"x"}}}',
    )
    const { code, stderr } = await rushes(['up'])
    expect(code).toBe(1)
    expect(stderr).toContain('Installing npm packages')
    expect(stderr).toMatch(
      /can only install packages when your package\.json and package-lock\.json .* are in sync/,
    )
    expect(stderr).toMatch(/all of it is in .*npm-packages\.log/)
    expect(await readFile(join(root, '.rushes-cache/npm-packages.log'), 'utf8')).toContain('Missing: nearby')
  })

  it('builds the web app when its sources are newer than the last build, and only then', async () => {
    const page = join(root, 'apps/web/index.html')
    await mkdir(dirname(page), { recursive: true })
    for (const name of ['contract', 'client', 'player'])
      await mkdir(join(root, 'packages', name), { recursive: true })
    await writeFile(page, '<!doctype html><title>one</title>')
    expect((await rushes(['up'])).stderr).toContain('Building the web app')
    const built = join(root, 'apps/web/dist/index.html')
    expect(await readFile(built, 'utf8')).toContain('one')
    expect((await rushes(['up'])).stderr).not.toContain('Building')
    await writeFile(page, '<!doctype html><title>two</title>')
    const later = new Date(Date.now() + 5_000)
    await utimes(page, later, later)
    expect((await rushes(['up'])).stderr).toContain('Building the web app')
    expect(await readFile(built, 'utf8')).toContain('two')
  })
})
