// The examples of the reference are what a running server answered. They are kept in features/docs/examples; with
// RUSHES_UPDATE_EXAMPLES=1 this test writes them anew, without it says where the server answers otherwise by now. The
// same calls are then made by the samples on the pages, each in its own language.
import { existsSync } from 'node:fs'
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { SAMPLE_FILE } from '@rushes/client/call-samples'
import { format } from 'prettier'
import sharp from 'sharp'
import { afterAll, beforeAll, describe, expect, inject, it } from 'vitest'
import { routeMap } from '../../apps/server/src/app.ts'
import type { Deps } from '../../apps/server/src/deps.ts'
import { exampleFile } from '../../apps/server/src/features/docs/examples.ts'
import { endpointPages } from '../../apps/server/src/features/docs/pages.ts'
import type { EndpointPage } from '../../apps/server/src/features/docs/pages.ts'
import { SAMPLE_ORIGIN, samplesOf } from '../../apps/server/src/features/docs/samples.ts'
import { TEXT_GROUPS } from '../../apps/server/src/features/docs/texts/groups.ts'
import { signedIn } from './browser-session.ts'
import { exampleOf } from './docs-example-of.ts'
import type { Scene } from './docs-example-of.ts'
import { sampleRunners } from './docs-samples.ts'
import { playComments } from './docs-scenes-comments.ts'
import { playPlaces } from './docs-scenes-places.ts'
import { playTree, playUpload } from './docs-scenes-assets.ts'
import { playOwn, playPeople } from './docs-scenes-sessions.ts'
import type { SessionCast } from './docs-scenes-sessions.ts'
import { makeStage } from './docs-stage.ts'
import type { MakeCall } from './docs-stage.ts'
import { cheapPasswordHash, makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'

const isUpdating = process.env['RUSHES_UPDATE_EXAMPLES'] === '1'
const server = inject('servers')[0]!

// Making the map touches no dependency: only answering a request does.
const pages = new Map(
  endpointPages(routeMap({ db: {} } as Deps), TEXT_GROUPS)
    .flatMap((group) => group.pages)
    .map((page) => [page.endpoint, page]),
)

/** Passkeys are bound to a name; this machine has one for itself. */
const origin = server.url.replace('127.0.0.1', 'localhost')
const password = 'correct horse battery'

let folder: string
let picture: string

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'rushes-samples-'))
  picture = join(folder, SAMPLE_FILE)
  await sharp({ create: { width: 64, height: 64, channels: 3, background: '#5b53ff' } }).toFile(picture)
})
afterAll(() => rm(folder, { recursive: true }))

function pageOf(endpoint: string): EndpointPage {
  const page = pages.get(endpoint)
  if (page === undefined) throw new Error(`The reference has no page for ${endpoint}.`)
  return page
}

interface Play {
  account: MadeAccount
  guest: MadePerson
  cast: SessionCast
}

/** An account of its own for each time the calls are made, so that each begins in the same place. */
async function makePlay(): Promise<Play> {
  const account = await makeAccount(server)
  const { owner } = account
  await account.query('update users set password_hash = $1 where id = $2', [
    cheapPasswordHash(password),
    owner.id,
  ])
  const browser = await signedIn({ ...server, url: origin }, owner)
  const guest = await account.person('Guest', 'member')
  const colleague = await account.person('Kim Sato', 'member')
  return { account, guest, cast: { browser, origin, password, colleague, picture } }
}

async function playWithToken({ account, guest }: Play, makeCall: MakeCall): Promise<void> {
  const stage = makeStage(account.owner.client, guest, makeCall)
  const { account: own, project } = await playPlaces(stage)
  const file = await playUpload(stage, project)
  await playComments(stage, file.id)
  await playTree(stage, own.id, file)
}

async function playWithSession({ account, guest, cast }: Play, makeCall: MakeCall): Promise<void> {
  const stage = makeStage(account.owner.client, guest, makeCall)
  await playOwn(stage, cast)
  await playPeople(stage, cast, account)
}

describe('the examples of the reference', () => {
  it('show for every endpoint what the server really answers', async () => {
    const play = await makePlay()
    const { account, guest, cast } = play
    const scenes: Scene[] = []
    const makeCall: MakeCall = async (call) => {
      const [method = ''] = call.endpoint.split(' ')
      const caller = isSessionOnly(call.endpoint) ? cast.browser : account.owner.client
      const { status, headers, body, text } = await caller.call(method, call.path, {
        ...(call.body === undefined ? {} : { body: call.body }),
        ...(call.file === undefined ? {} : { bytes: await readFile(call.file) }),
      })
      if (status !== 200) throw new Error(`${call.endpoint} → ${String(status)} ${text}`)
      // What is no JSON is a file.
      scenes.push({ ...call, status, headers, answer: body ?? fileText(headers, text) })
      return body
    }
    await playWithToken(play, makeCall)
    await playWithSession(play, makeCall)
    const shown = new Set(scenes.map(({ endpoint }) => endpoint))
    expect([...pages.keys()].filter((endpoint) => !shown.has(endpoint))).toEqual([])

    const toExample = exampleOf(server.url, {
      [origin]: SAMPLE_ORIGIN,
      [account.owner.email]: 'mia@example.org',
      [account.owner.name]: 'Mia Keller',
      [guest.email]: 'jon@example.org',
      [guest.name]: 'Jon Park',
      [encodeURIComponent(guest.email)]: 'jon%40example.org',
      [`kim.sato-${cast.colleague.id}`]: 'kim',
      'test browser': 'Firefox on Linux',
      [Buffer.from(account.owner.id).toString('base64url')]: 'MDE5OWMwZGU…',
    })
    const made = new Map<string, string>()
    for (const scene of scenes)
      made.set(
        exampleFile(pageOf(scene.endpoint).operationId),
        await format(JSON.stringify(toExample(scene)), {
          parser: 'json',
          printWidth: 110,
          objectWrap: 'collapse',
        }),
      )
    await expectKept(made)
  })

  it.each(Object.entries(sampleRunners))('are made by the samples in %s too', async (language, start) => {
    const run = await runSamples(language, start, playWithToken)
    const wanted = [...pages.keys()].filter((endpoint) => !isSessionOnly(endpoint))
    expect(wanted.filter((endpoint) => !run.has(endpoint))).toEqual([])
  })

  it.each(Object.entries(sampleRunners))(
    'are made with a session by the samples in %s too',
    async (language, start) => {
      const run = await runSamples(language, start, playWithSession)
      const wanted = [...pages.keys()].filter(isSessionOnly)
      expect(wanted.filter((endpoint) => !run.has(endpoint))).toEqual([])
    },
  )
})

/** Makes the calls by the samples of one language; says which endpoints were called. */
async function runSamples(
  language: string,
  start: (typeof sampleRunners)[string],
  playScenes: typeof playWithToken,
): Promise<ReadonlySet<string>> {
  const play = await makePlay()
  const [, session = ''] = (play.cast.browser.cookie() ?? '').split('=')
  const runner = start({ token: play.account.owner.token, session })
  const run = new Set<string>()
  try {
    await playScenes(play, async ({ endpoint, path, body }) => {
      const request = body === undefined ? { path } : { path, body }
      const example = () => ({ request, response: { status: 200, headers: {}, body: null } })
      const sample = samplesOf({ ...pageOf(endpoint), example }).find((item) => item.language === language)
      const code = (sample?.code ?? '')
        .replaceAll(SAMPLE_ORIGIN, isSessionOnly(endpoint) ? origin : server.url)
        .replaceAll(SAMPLE_FILE, picture)
      const answer = await runner.run(code)
      run.add(endpoint)
      // The functions of our client answer lists as pages.
      return typeof answer === 'object' && answer !== null && 'items' in answer ? answer.items : answer
    })
  } finally {
    await runner.stop()
  }
  return run
}

function isSessionOnly(endpoint: string): boolean {
  return pageOf(endpoint).text.isSessionOnly === true
}

/** What a file shows as in an example. */
function fileText(headers: Headers, text: string): string {
  const type = headers.get('content-type') ?? ''
  return type.startsWith('text/') ? text : `(${type})`
}

async function expectKept(made: ReadonlyMap<string, string>): Promise<void> {
  const examples = dirname(exampleFile('any'))
  if (isUpdating) {
    await rm(examples, { recursive: true, force: true })
    await mkdir(examples, { recursive: true })
    for (const [file, text] of made) await writeFile(file, text)
  }
  const kept = existsSync(examples) ? await readdir(examples) : []
  expect(kept.toSorted()).toEqual([...made.keys()].map((file) => basename(file)).toSorted())
  for (const [file, text] of made)
    expect(
      JSON.parse(await readFile(file, 'utf8')),
      `${basename(file)}: make it anew with RUSHES_UPDATE_EXAMPLES=1`,
    ).toEqual(JSON.parse(text))
}
