import type { User } from '@rushes/contract/users'
import { ownUrl } from './own-url.ts'
import './avatar.css'

type Person = Pick<User, 'name' | 'email' | 'avatar_color' | 'image_64' | 'image_256'>

/** The largest at which the small picture is sharp, on screens with two pixels for each of the page's. */
const SMALL_PIXELS = 32

/** A person's picture, or the first letters of the name on their colour. */
export function Avatar({ person, sizePixels = 28 }: { person: Person; sizePixels?: number }) {
  const style = { width: sizePixels, height: sizePixels, fontSize: sizePixels * 0.4 }
  const picture = sizePixels > SMALL_PIXELS ? person.image_256 : person.image_64
  if (picture !== null)
    return <img className="avatar" style={style} src={ownUrl(picture)} alt="" loading="lazy" />
  return (
    <span className="avatar" style={{ ...style, background: safeColor(person.avatar_color) }} aria-hidden>
      {initialsOf(person)}
    </span>
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
