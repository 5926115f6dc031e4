import { Link, Outlet, useParams } from '@tanstack/react-router'
import { lazy, Suspense } from 'react'
import { LowDiskBanner } from '../features/accounts/low-disk-banner.tsx'
import { Breadcrumb } from '../features/assets/breadcrumb.tsx'
import { PaletteButton } from '../features/palette/palette-button.tsx'
import { UserMenu } from '../features/session/user-menu.tsx'
import { Logo } from '../ui/logo.tsx'
import './browse-layout.css'

const ProjectCorner = lazy(async () => ({
  default: (await import('../features/projects/project-corner.tsx')).ProjectCorner,
}))

/** The bar on top of everything but the player: where you are, and who you are. */
export function BrowseLayout() {
  const { projectId } = useParams({ strict: false })
  return (
    <>
      <header className="top-bar">
        <Link to="/" className="top-bar-home" aria-label="Rushes, your projects">
          <Logo />
        </Link>
        <Breadcrumb />
        {projectId !== undefined && (
          <Suspense fallback={null}>
            <ProjectCorner key={projectId} projectId={projectId} />
          </Suspense>
        )}
        <PaletteButton />
        <UserMenu />
      </header>
      <main className="browse-page">
        <LowDiskBanner />
        <Outlet />
      </main>
    </>
  )
}
