// A spherical film in a real Chromium: four bands of colour around who stands in the middle.
import type { Browser } from 'playwright-core'
import { afterAll, beforeAll, expect, inject, it } from 'vitest'
import { withSphericalBox } from '@rushes/media/test-clips'
import { axeFindings } from './axe.ts'
import { signedIn } from './browser-session.ts'
import { makeAccount } from './people-made.ts'
import type { MadePerson } from './people-made.ts'
import type { Project } from './reference-client.ts'
import { makeSample } from './sample-files.ts'
import { upload } from './uploader.ts'
import { waitUntil } from './wait-until.ts'
import { boxOf, closeWindows, openChromium, openSignedIn } from './web-window.ts'

const limitMs = 180_000
const patience = { timeout: 30_000, interval: 50 }
const server = inject('servers')[0]!

let browser: Browser
let owner: MadePerson
let project: Project

beforeAll(async () => {
  const account = await makeAccount(server)
  owner = account.owner
  const team = await owner.client.ok<{ id: string }>('POST', `/v2/accounts/${account.id}/teams`, {
    body: { name: 'Around' },
  })
  project = await owner.client.ok<Project>('POST', `/v2/teams/${team.id}/projects`, {
    body: { name: 'Around' },
  })
  browser = await openChromium()
}, limitMs)

afterAll(() => closeWindows(browser))

it(
  'a spherical film is watched from inside, and a comment leads back to where it looked',
  async () => {
    const bands = [80, 160, 240].map(
      (x, at) => `drawbox=x=${String(x)}:w=80:t=fill:color=${['lime', 'blue', 'white'][at]!}`,
    )
    const words = Buffer.from('1\n00:00:00,000 --> 00:00:00,400\n<i>Hinter dir</i>\n\n').toString('base64')
    const flat = await makeSample(
      'sphere.mp4',
      `-f lavfi -i color=c=red:s=320x160:r=25,${bands.join(',')} -f srt -i data:text/plain;base64,${words} ` +
        '-map 0 -map 1 -frames:v 10 -c:v libx264 -preset ultrafast -pix_fmt yuv420p -c:s mov_text',
    )
    const sphere = await upload(
      owner.client,
      project.root_asset_id,
      'sphere.mp4',
      new Uint8Array(withSphericalBox(Buffer.from(flat))),
    )
    await waitUntil(
      'the sphere is known as one, and its subtitles',
      () => owner.client.asset(sphere.id),
      (asset) => asset['is_360'] === true && asset.status === 'transcoded',
    )
    const around = await openSignedIn(browser, server.url, await signedIn(server, owner))
    await around.goto(`${server.url}/player/${sphere.id}`)
    const view = around.locator('.sphere canvas')
    const middle = () =>
      around.evaluate(`(() => {
        const picture = document.querySelector('.sphere canvas')
        const look = new OffscreenCanvas(1, 1).getContext('2d')
        look.drawImage(picture, picture.width / 2, picture.height / 2, 1, 1, 0, 0, 1, 1)
        return [...look.getImageData(0, 0, 1, 1).data].slice(0, 3).map((level) => (level > 127 ? 1 : 0))
      })()`)
    await view.waitFor()
    // Ahead is where green meets blue; 50° to the left is green, to the right blue, beyond it white.
    for (let press = 0; press < 5; press += 1) await around.keyboard.press('Shift+A')
    await expect.poll(middle, patience).toEqual([0, 1, 0])
    for (let press = 0; press < 10; press += 1) await around.keyboard.press('Shift+D')
    await expect.poll(middle, patience).toEqual([0, 0, 1])
    expect(await view.textContent()).toBe('The view 50° to the right')

    // What the browser would write on its own picture lies over the view.
    await around.keyboard.press('s')
    await around.locator('.words-over-picture', { hasText: /^Hinter dir$/ }).waitFor()

    await around.keyboard.press('d')
    const box = await boxOf(view)
    await around.mouse.move(box.x + box.width * 0.4, box.y + box.height / 2)
    await around.mouse.down()
    await around.mouse.move(box.x + box.width * 0.6, box.y + box.height / 2, { steps: 3 })
    await around.mouse.up()
    await around.keyboard.press('c')
    await around.keyboard.type('The stand is in the picture')
    await around.keyboard.press('Control+Enter')
    await waitUntil(
      'the comment says where it looked',
      () =>
        owner.client.ok<{ yaw: number; pitch: number; fov: number }[]>(
          'GET',
          `/v2/assets/${sphere.id}/comments`,
        ),
      ([comment]) => comment?.yaw === 50 && comment.pitch === 0 && comment.fov === 90,
    )
    await around.getByRole('img', { name: 'Drawing on this frame' }).waitFor()
    expect(await axeFindings(around)).toEqual([])

    await around.getByRole('button', { name: '360°' }).click()
    await view.waitFor({ state: 'detached' })
    expect(await around.locator('.words-over-picture').count()).toBe(0)
    await around.getByRole('img', { name: 'No drawing on this frame' }).waitFor()
    await around.getByText('The stand is in the picture').click()
    await around.getByRole('img', { name: 'Drawing on this frame' }).waitFor()
    await expect.poll(middle, patience).toEqual([0, 0, 1])
    // Dragged to the left by the whole view, what lay to the right of it comes: 90° on is white.
    await around.mouse.move(box.x + box.width * 0.9, box.y + box.height * 0.3)
    await around.mouse.down()
    await around.mouse.move(box.x + box.width * 0.1, box.y + box.height * 0.3, { steps: 5 })
    await around.mouse.up()
    await expect.poll(middle, patience).toEqual([1, 1, 1])
    await around.getByRole('img', { name: 'No drawing on this frame' }).waitFor()
  },
  limitMs,
)
