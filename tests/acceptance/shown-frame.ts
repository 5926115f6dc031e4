// Which frames the web app's player shows, read from the pictures themselves: each has its number in its top edge.
import type { Page } from 'playwright-core'
import { CELL_MIDDLE_SHARE, CELLS, frameNumberOf } from '@rushes/media/test-clips'

interface ShownFrame {
  /** What the player's readout says. */
  said: string
  /** What is seen. NaN when it is no frame, or two at once. */
  seen: number
}

const SAME_PICTURE_MS = 500
const MOST_LOADING_MS = 5_000
/** No picture of these films stands longer, but for a few of variable-gaps.mp4, which are waited for. */
const NEAR_SECONDS = 0.05

/**
 * Goes to frames as a person does it in the player, with G and their number, and looks each time it has come to rest.
 * Written as text: it runs in the page, whose types are not this file's. All in one go: a call from here for every step
 * takes longer than the step.
 */
export async function framesShown(page: Page, frames: readonly number[]): Promise<ShownFrame[]> {
  const shown = await page.evaluate<{ said: string; cells: number[] }[]>(`(async () => {
    const painted = () => new Promise((resolve) => requestAnimationFrame(resolve))
    const until = async (isSo) => { while (!isSo()) await new Promise((resolve) => setTimeout(resolve)) }
    const press = (target, key) => target.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true }))
    const field = () => document.querySelector('.readout-field')
    const shown = []
    // The picture before may be presented only now, or once more.
    let before = null
    for (const frame of ${JSON.stringify(frames)}) {
      press(document.body, 'g')
      await until(field)
      field().value = String(frame)
      const video = document.querySelector('video')
      let presented = null
      const look = (_nowMs, { mediaTime }) => {
        const behindSeconds = video.currentTime - mediaTime
        const isOnTheWay = video.seeking && behindSeconds > ${String(NEAR_SECONDS)}
        if (mediaTime !== before && behindSeconds >= 0 && !isOnTheWay) presented = mediaTime
        else video.requestVideoFrameCallback(look)
      }
      video.requestVideoFrameCallback(look)
      press(field(), 'Enter')
      await until(() => field() === null)
      const askedMs = performance.now()
      const isLoaded = () => Array.from({ length: video.buffered.length }, (_, index) => index).some((index) =>
        video.buffered.start(index) <= video.currentTime && video.currentTime < video.buffered.end(index))
      const isAtRest = () =>
        !video.seeking && video.readyState >= 2 && (isLoaded() || performance.now() > askedMs + ${String(MOST_LOADING_MS)})
      // Asked for while another source opens, the frame waits for the place at which that begins. A readout that counts
      // frames tells.
      const isOnItsWay = () => {
        const said = document.querySelector('.readout-now').textContent
        return !/^[0-9]+$/.test(said) || said === String(frame) || performance.now() > askedMs + ${String(MOST_LOADING_MS)}
      }
      // The picture comes a little after the element says that it has arrived. None comes when it is the same again.
      let restingMs = null
      const isShown = () => {
        restingMs = isAtRest() && isOnItsWay() ? (restingMs ?? performance.now()) : null
        return restingMs !== null && (presented !== null || performance.now() > restingMs + ${String(SAME_PICTURE_MS)})
      }
      do {
        await until(isShown)
        await painted()
        // A seek that waited for another one begins only after that one's picture.
      } while (!isAtRest() || !isOnItsWay())
      before = presented ?? before
      const canvas = new OffscreenCanvas(video.videoWidth, 1)
      const context = canvas.getContext('2d')
      context.drawImage(video, 0, -Math.floor(video.videoHeight * ${String(CELL_MIDDLE_SHARE)}))
      const row = context.getImageData(0, 0, canvas.width, 1).data
      const middle = (cell) => Math.floor(((cell + 0.5) * canvas.width) / ${String(CELLS)})
      shown.push({
        said: document.querySelector('.readout-now').textContent,
        cells: Array.from({ length: ${String(CELLS)} }, (_, cell) => row[4 * middle(cell)]),
      })
    }
    return shown
  })()`)
  return shown.map(({ said, cells }) => ({ said, seen: frameNumberOf(cells) }))
}

/** The numbers of the frames in the pictures of all films on a page at this moment. NaN while one is on its way. */
export async function framesSeen(page: Page): Promise<number[]> {
  const films = await page.evaluate<
    (number[] | null)[]
  >(`[...document.querySelectorAll('video')].map((video) => {
    if (video.seeking || video.readyState < 2) return null
    const canvas = new OffscreenCanvas(video.videoWidth, 1)
    const context = canvas.getContext('2d')
    context.drawImage(video, 0, -Math.floor(video.videoHeight * ${String(CELL_MIDDLE_SHARE)}))
    const row = context.getImageData(0, 0, canvas.width, 1).data
    const middle = (cell) => Math.floor(((cell + 0.5) * canvas.width) / ${String(CELLS)})
    return Array.from({ length: ${String(CELLS)} }, (_, cell) => row[4 * middle(cell)])
  })`)
  return films.map((cells) => (cells === null ? Number.NaN : frameNumberOf(cells)))
}
