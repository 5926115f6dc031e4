// Comments made on frames and gone back to, as a person does both in the room.
import type { Page } from 'playwright-core'
import { framesSeen, framesShown } from './shown-frame.ts'

interface CommentedFrame {
  frame: number
  text: string
  /** What is seen once the comment's own button was pressed, from another frame. */
  seen: number
}

const MOST_WAITING_MS = 5_000
const LOOK_MS = 50

/**
 * Goes to each frame and writes about it; then, with all of them written, presses the place of each comment, the latest
 * first. `truth`: the number in the picture of each frame, which is waited for a while before something else counts as
 * what is shown.
 */
export async function commentsShown(
  page: Page,
  frames: readonly number[],
  about: string,
  truth: readonly number[],
): Promise<CommentedFrame[]> {
  const written: { frame: number; text: string }[] = []
  for (const [index, frame] of frames.entries()) {
    const text = `${about}, comment ${String(index)}.`
    await framesShown(page, [frame])
    await page.keyboard.press('c')
    await page.keyboard.insertText(text)
    await page.keyboard.press('Enter')
    await page.locator('.comment:not(.comment-waiting)', { hasText: text }).waitFor()
    await page.keyboard.press('Escape')
    written.push({ frame, text })
  }
  const shown: CommentedFrame[] = []
  for (const { frame, text } of written.reverse()) {
    await page.locator('.comment', { hasText: text }).locator('.place').click()
    shown.push({ frame, text, seen: await frameAtRest(page, truth[frame]) })
  }
  return shown
}

/** The number in the picture once it is `right` and stays so, or after a while whatever it is. */
async function frameAtRest(page: Page, right: number | undefined): Promise<number> {
  const latest = performance.now() + MOST_WAITING_MS
  let [seen = Number.NaN] = await framesSeen(page)
  let isSettled = false
  while (!isSettled && performance.now() < latest) {
    const before = seen
    await page.waitForTimeout(LOOK_MS)
    ;[seen = Number.NaN] = await framesSeen(page)
    isSettled = seen === right && before === right
  }
  return seen
}
