import { Link, useRouter } from '@tanstack/react-router'
import { Film } from 'lucide-react'
import { ErrorNotice, Notice } from '../ui/notice.tsx'

/** Shown in the place of a page that could not be made. */
export function PageError({ error }: { error: unknown }) {
  const router = useRouter()
  return <ErrorNotice error={error} onRetry={() => void router.invalidate()} />
}

export function NotFoundPage() {
  return (
    <Notice
      picture={<Film />}
      title="There is nothing here"
      text="The link may be old, or a letter got lost."
    >
      <Link to="/" className="button button-primary">
        To your projects
      </Link>
    </Notice>
  )
}
