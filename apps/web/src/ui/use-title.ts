import { useEffect } from 'react'

/** Puts the page's name into the browser's tab. Nothing yet: undefined. */
export function useTitle(title: string | undefined): void {
  useEffect(() => {
    document.title = title === undefined ? 'Rushes' : `${title} · Rushes`
  }, [title])
}
