import type { User } from '@rushes/contract/users'
import { ownUrl } from './own-url.ts'
import './avatar.css'

type Person = Pick<User, 'name' | 'email' | 'avatar_color' | 'image_64' | 'image_256'>

/** The largest at which the small picture is sharp, on screens with two pixels for each of the page's. */
const SMALL_PIXELS = 32

/** A person's picture, or the first letters of the name on their colour. */
export function Avatar({ person, sizePixels = 28 }: { person: Person; sizePixels?: number }) {
  const background = safeColor(person.avatar_color)
  const style = { width: sizePixels, height: sizePixels, fontSize: sizePixels * 0.4 }
  const picture = sizePixels > SMALL_PIXELS ? person.image_256 : person.image_64
  if (picture !== null)
    return <img className="avatar" style={style} src={ownUrl(picture)} alt="" loading="lazy" />
  return (
    <span
      className="avatar avatar-letters"
      style={{ ...style, background, color: readableOn(background) }}
      data-letters={initialsOf(person)}
      aria-hidden
    />
  )
}

/** The first letters of the first and the last word that have any: marks of direction and emoji have none. */
function initialsOf({ name, email }: Person): string {
  const letters = name.split(/\s+/).flatMap((word) => /[\p{L}\p{N}]/u.exec(word)?.[0] ?? [])
  const [first = email.slice(0, 1), ...others] = letters
  return [first, ...others.slice(-1)].join('').toUpperCase()
}

/** Colours come from the server as text; only a plain one is used. */
function safeColor(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? color : 'var(--bg-4)'
}

/** Black or white, whichever stands out more (WCAG 2.2, relative luminance): one of them always does enough. */
function readableOn(color: string): string {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const share = Number.parseInt(color.slice(at, at + 2), 16) / 255
    return share <= 0.04045 ? share / 12.92 : ((share + 0.055) / 1.055) ** 2.4
  })
  // At this luminance both have the same contrast. What is no colour in numbers is dark.
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue > 0.179 ? '#000' : '#fff'
}
