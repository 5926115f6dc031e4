// What the guides about commands say to type, typed in a folder where ./rushes is.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { createClient } from '@rushes/client/client'
import { uploadFile } from '@rushes/client/upload-file'
import { Client as Database } from 'pg'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { postgresName } from '../../apps/server/src/db/postgres-cluster.ts'
import { COMMAND_GUIDES, placeRushes, readGuideSamples, runSample } from './guide-samples.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import { makeProject } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { owner, startServer } from './server.ts'
import { waitUntil } from './wait-until.ts'

const server = inject('servers')[0]!
const samples = readGuideSamples()

let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-guides-'))
  await placeRushes(folder)
})
afterAll(() => rm(folder, { recursive: true }))

describe('the guide of the command line', () => {
  let person: MadePerson
  let root: string

  beforeAll(async () => {
    const { id, owner: made } = await makeAccount(server)
    person = made
    await person.client.ok('POST', `/v2/accounts/${id}/teams`, { body: { name: 'Crew' } })
    root = (await makeProject(person.client, 'Film')).root_asset_id
    for (const name of ['Dailies', 'Selects', 'Archive'])
      await person.client.ok('POST', `/v2/assets/${root}/children`, { body: { type: 'folder', name } })
    await mkdir(join(folder, 'Day 1'))
    await writeFile(join(folder, 'Day 1/A002.mov'), 'the second take')
    await writeFile(join(folder, 'A001.mov'), 'the first take')
    const film = '-f lavfi -i testsrc2=size=64x36:rate=25:duration=6 -c:v libx264 -preset ultrafast'
    const file = new Blob([await makeSample('cut.mov', film)])
    const client = createClient({ baseUrl: server.url, token: person.token })
    for (const name of ['Cut 3.mov', 'Cut 4.mov'])
      await uploadFile(client, { file, name, parentId: root, asset: { filetype: 'video/quicktime' } })
  })

  const next = () => samples.next('command-line', 'sh', server.url)
  const signedIn = (code: string) =>
    runSample(code, { folder, values: { RUSHES_URL: server.url, RUSHES_TOKEN: person.token } })

  it('signs in with a token and with a password', async () => {
    const [withToken = '', withPassword = ''] = next()
      .replaceAll('https://review.example.org', server.url)
      .replace('ada@example.org', owner.email)
      .split('\n')
      .filter((line) => line.startsWith('./rushes'))
    const input = `${person.token}\n`
    expect(await runSample(withToken, { folder, input })).toContain(`You are ${person.name}`)
    expect(await runSample(withPassword, { folder, input: `${owner.password}\n` })).toContain('You are')
  })

  it('looks around', async () => {
    const looked = await signedIn(next())
    expect(looked).toContain('Cut 3.mov')
    expect(looked).toContain('Dailies')
  })

  it('carries a file and a folder up and down, and arranges them', async () => {
    await signedIn(next())
    expect(await readFile(join(folder, 'Day 1/A002.mov'), 'utf8')).toBe('the second take')
    await waitUntil(
      'the films were looked at',
      () => person.client.children(root),
      (list) => list.filter(({ frames }) => frames > 0).length === 2,
    )
    await signedIn(next())
    expect(await readFile(join(folder, 'markers.edl'), 'utf8')).toContain('Two frames earlier.')
    const names = (await person.client.children(root)).map(({ name }) => name)
    expect(names).toEqual(expect.arrayContaining(['Cut 3.mov', 'Cut 4.mov', 'Dailies', 'Selects']))
  })
})

it('runs a server on the database that the guide of running makes, with its people and tokens', async () => {
  const guide = 'running-rushes'
  const { host, port, password } = inject('externalPostgres')
  const administrator = new Database({ host, port, password, user: postgresName, database: 'postgres' })
  await administrator.connect()
  // One at a time: a database is not made inside a transaction.
  const inDatabase = async (statements: string) => {
    for (const statement of statements.split(';')) await administrator.query(statement)
  }

  const commands = samples.next(guide, 'sh', '')
  // The administrator of this one is named rushes already.
  const making = samples.next(guide, 'sql', '').replaceAll(/\brushes\b/g, 'guided')
  await inDatabase(making)
  const settings = { DATABASE_URL: `postgres://guided:a%20long%20password@${host}:${String(port)}/guided` }
  const own = await startServer({ env: settings })
  try {
    const values = { ...settings, RUSHES_DATA: own.dataFolder, RUSHES_URL: own.url }
    const metrics = samples.next(guide, 'sh', own.url)
    expect(await runSample(metrics, { folder, values: { TOKEN: own.token } })).toContain('# HELP')
    // The last line wants the id that a line before it printed.
    const [, start = '', revoke = ''] = /^([^]*\n)(.*<id>\n)$/.exec(commands) ?? []
    const printed = await runSample(start, { folder, values })
    expect(printed).toContain(`${own.url}/welcome/`)
    const [, id = ''] = /^([0-9a-f-]{36})\t/m.exec(printed) ?? []
    await runSample(revoke.replace('<id>', id), { folder, values })
  } finally {
    await own.stop()
    await own.remove()
    await inDatabase('drop database guided; drop role guided')
    await administrator.end()
  }
})

it('leaves out only what a program of somebody else reads', () => {
  // The tests ask for no web server and no LibreOffice, and the machines of CI are started by no systemd.
  samples.next('running-rushes', 'nginx', '')
  samples.next('running-rushes', 'ini', '')
  expect(samples.next('running-rushes', 'sh', '')).toMatch(/^apt-get install/)
  for (const guide of COMMAND_GUIDES) expect(samples.left()).not.toHaveProperty(guide)
})
