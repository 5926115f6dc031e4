// The mark of one viewer: who watches, from where and when. Pure.
import { SESSION_MARK_ALPHA, SESSION_MARK_PLACES } from '@rushes/contract/session-watermark'
import { isVisible } from '@rushes/contract/wire'
import type { MarkBlock } from '@rushes/media/mark'
import { drawable } from '../../db/team-mark.ts'

export interface Viewing {
  name: string
  email: string
  /** Where the request comes from. */
  address: string
  now: Date
}

/** Longer lines would get small letters: who calls themselves a novel must not be able to hide behind it. */
const MOST_LETTERS = 24
const MOST_LINES = 3
/** Of one letter with its accents. */
const MOST_UNITS = 4
/** Beside letters and digits only what is as wide as they are. */
const WIDE = /[^\p{L}\p{N}!-~]/gu

/** Two blocks, where the team's own mark does not stand. What the viewer alone decides, the name, cannot shrink the other. */
export function viewerMark(viewing: Viewing, taken: readonly MarkBlock['position'][]): MarkBlock[] {
  const places = SESSION_MARK_PLACES.filter((position) => !taken.includes(position))
  const [first = 'center', second = 'bottom'] = places
  const { email, address, now } = viewing
  const name = wrapped(drawable(viewing.name))
  return [
    {
      lines: [...wrapped(email.replaceAll(WIDE, '?')), ...wrapped(plainAddress(address)), hourOf(now)],
      alpha: SESSION_MARK_ALPHA,
      position: first,
    },
    ...(isVisible(name.join('')) ? [{ lines: name, alpha: SESSION_MARK_ALPHA, position: second }] : []),
  ]
}

/** As it is written by people: "::ffff:192.0.2.1" is how a socket says "192.0.2.1". */
function plainAddress(address: string): string {
  return address.replace(/^::ffff:(?=\d+\.)/i, '')
}

/** The hour is enough, and lets what was made serve this viewer for as long. */
function hourOf(now: Date): string {
  return `${now.toISOString().slice(0, 13).replace('T', ' ')}:00 UTC`
}

/** Cut by what people take for letters, so that no accent stands alone; and none may pile up. */
function wrapped(text: string): string[] {
  const letters = [...new Intl.Segmenter().segment(text)].map(({ segment }) =>
    segment.slice(0, MOST_UNITS).toWellFormed(),
  )
  return Array.from({ length: Math.min(MOST_LINES, Math.ceil(letters.length / MOST_LETTERS)) }, (_, line) =>
    letters.slice(line * MOST_LETTERS, (line + 1) * MOST_LETTERS).join(''),
  )
}
