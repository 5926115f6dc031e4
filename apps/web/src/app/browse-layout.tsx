import { Link, Outlet } from '@tanstack/react-router'
import { Breadcrumb } from '../features/assets/breadcrumb.tsx'
import { UserMenu } from '../features/session/user-menu.tsx'
import { Logo } from '../ui/logo.tsx'
import './browse-layout.css'

/** The bar on top of everything but the player: where you are, and who you are. */
export function BrowseLayout() {
  return (
    <>
      <header className="top-bar">
        <Link to="/" className="top-bar-home" aria-label="Rushes, your projects">
          <Logo />
        </Link>
        <Breadcrumb />
        <UserMenu />
      </header>
      <main className="browse-page">
        <Outlet />
      </main>
    </>
  )
}
