import type { User } from '@rushes/contract/users'
import './avatar.css'

type Person = Pick<User, 'name' | 'email' | 'avatar_color' | 'image_64'>

/** A person's picture, or the first letters of the name on their colour. */
export function Avatar({ person, sizePixels = 28 }: { person: Person; sizePixels?: number }) {
  const style = { width: sizePixels, height: sizePixels, fontSize: sizePixels * 0.4 }
  if (person.image_64 !== null)
    return <img className="avatar" style={style} src={person.image_64} alt="" loading="lazy" />
  return (
    <span className="avatar" style={{ ...style, background: safeColor(person.avatar_color) }} aria-hidden>
      {initialsOf(person)}
    </span>
  )
}

function initialsOf({ name, email }: Person): string {
  const words = name.trim().split(/\s+/).filter(Boolean)
  const letters = words.length > 1 ? [words[0], words.at(-1)] : [words[0] ?? email]
  return letters.map((word) => word?.[0]?.toUpperCase() ?? '').join('')
}

/** Colours come from the server as text; only a plain one is used. */
function safeColor(color: string): string {
  return /^#[0-9a-f]{6}$/i.test(color) ? color : 'var(--bg-4)'
}
