import { Link } from '@tanstack/react-router'
import { Film } from 'lucide-react'
import { Notice } from './notice.tsx'

/** For what is not, or no longer, there for this person. */
export function GoneNotice({ title }: { title: string }) {
  return (
    <Notice
      picture={<Film />}
      title={title}
      text="It may have been deleted, or you may not be in its project."
    >
      <Link to="/" className="button button-primary">
        To your projects
      </Link>
    </Notice>
  )
}
