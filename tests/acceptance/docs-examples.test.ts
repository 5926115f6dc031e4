// The examples of the reference are what a running server answered. They are kept in features/docs/examples; with
// RUSHES_UPDATE_EXAMPLES=1 this test writes them anew, without it says where the server answers otherwise by now. The
// same calls are then made by the samples on the pages, each in its own language.
import { existsSync } from 'node:fs'
import { mkdir, readdir, readFile, rm, writeFile } from 'node:fs/promises'
import { basename, dirname } from 'node:path'
import { format } from 'prettier'
import { describe, expect, inject, it } from 'vitest'
import { routeMap } from '../../apps/server/src/app.ts'
import type { Deps } from '../../apps/server/src/deps.ts'
import { exampleFile } from '../../apps/server/src/features/docs/examples.ts'
import { endpointPages } from '../../apps/server/src/features/docs/pages.ts'
import type { EndpointPage } from '../../apps/server/src/features/docs/pages.ts'
import { SAMPLE_ORIGIN, samplesOf } from '../../apps/server/src/features/docs/samples.ts'
import { TEXT_GROUPS } from '../../apps/server/src/features/docs/texts/groups.ts'
import { exampleOf } from './docs-example-of.ts'
import type { Scene } from './docs-example-of.ts'
import { sampleRunners } from './docs-samples.ts'
import { playComments } from './docs-scenes-comments.ts'
import { playPlaces } from './docs-scenes-places.ts'
import { playTree, playUpload } from './docs-scenes-assets.ts'
import { makeStage } from './docs-stage.ts'
import type { MakeCall } from './docs-stage.ts'
import { makeAccount } from './people-made.ts'
import type { MadeAccount, MadePerson } from './people-made.ts'

const isUpdating = process.env['RUSHES_UPDATE_EXAMPLES'] === '1'
const server = inject('servers')[0]
if (server === undefined) throw new Error('No server runs.')

// Making the map touches no dependency: only answering a request does.
const pages = new Map(
  endpointPages(routeMap({ db: {} } as Deps), TEXT_GROUPS)
    .flatMap((group) => group.pages)
    .map((page) => [page.endpoint, page]),
)

/** What a token may call. */
const callable = [...pages.values()]
  .filter(({ text }) => text.isSessionOnly !== true)
  .map(({ endpoint }) => endpoint)

function pageOf(endpoint: string): EndpointPage {
  const page = pages.get(endpoint)
  if (page === undefined) throw new Error(`The reference has no page for ${endpoint}.`)
  return page
}

/** Every call, in an account of its own, so that each time it begins in the same place. */
async function playAll(account: MadeAccount, guest: MadePerson, makeCall: MakeCall): Promise<void> {
  const stage = makeStage(account.owner.client, guest, makeCall)
  const { account: own, project } = await playPlaces(stage)
  const file = await playUpload(stage, project)
  await playComments(stage, file.id)
  await playTree(stage, own.id, file)
}

describe('the examples of the reference', () => {
  it('show for every endpoint a token may call what the server really answers', async () => {
    const account = await makeAccount(server)
    const guest = await account.person('Guest', 'member')
    const scenes: Scene[] = []
    await playAll(account, guest, async (call) => {
      const [method = ''] = call.endpoint.split(' ')
      const { status, headers, body, text } = await account.owner.client.call(
        method,
        call.path,
        call.body === undefined ? {} : { body: call.body },
      )
      if (status !== 200) throw new Error(`${call.endpoint} → ${String(status)} ${text}`)
      // What is no JSON is a file.
      scenes.push({ ...call, status, headers, answer: body ?? fileText(headers, text) })
      return body
    })
    const shown = new Set(scenes.map(({ endpoint }) => endpoint))
    expect(callable.filter((endpoint) => !shown.has(endpoint))).toEqual([])

    const toExample = exampleOf(server.url, {
      [account.owner.email]: 'mia@example.org',
      [account.owner.name]: 'Mia Keller',
      [guest.email]: 'jon@example.org',
      [guest.name]: 'Jon Park',
      [encodeURIComponent(guest.email)]: 'jon%40example.org',
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
    const account = await makeAccount(server)
    const runner = start(account.owner.token)
    const run = new Set<string>()
    try {
      await playAll(account, await account.person('Guest', 'member'), async ({ endpoint, path, body }) => {
        const request = body === undefined ? { path } : { path, body }
        const example = () => ({ request, response: { status: 200, headers: {}, body: null } })
        const sample = samplesOf({ ...pageOf(endpoint), example }).find((item) => item.language === language)
        const code = sample?.code.replaceAll(SAMPLE_ORIGIN, server.url) ?? ''
        const answer = await runner.run(code)
        run.add(endpoint)
        // The functions of our client answer lists as pages.
        return typeof answer === 'object' && answer !== null && 'items' in answer ? answer.items : answer
      })
    } finally {
      await runner.stop()
    }
    expect(callable.filter((endpoint) => !run.has(endpoint))).toEqual([])
  })
})

/** What a file shows as in an example. */
function fileText(headers: Headers, text: string): string {
  const type = headers.get('content-type') ?? ''
  return type.startsWith('text/') ? text : `(${type})`
}

async function expectKept(made: ReadonlyMap<string, string>): Promise<void> {
  const folder = dirname(exampleFile('any'))
  if (isUpdating) {
    await rm(folder, { recursive: true, force: true })
    await mkdir(folder, { recursive: true })
    for (const [file, text] of made) await writeFile(file, text)
  }
  const kept = existsSync(folder) ? await readdir(folder) : []
  expect(kept.toSorted()).toEqual([...made.keys()].map((file) => basename(file)).toSorted())
  for (const [file, text] of made)
    expect(
      JSON.parse(await readFile(file, 'utf8')),
      `${basename(file)}: make it anew with RUSHES_UPDATE_EXAMPLES=1`,
    ).toEqual(JSON.parse(text))
}
