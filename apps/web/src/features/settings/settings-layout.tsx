import { useQuery, useSuspenseQuery } from '@tanstack/react-query'
import { Link, Outlet, useLocation } from '@tanstack/react-router'
import { ChartPie, Clapperboard, KeyRound, Shapes, ShieldCheck, UserRound, UsersRound } from 'lucide-react'
import { useEffect, useRef } from 'react'
import type { ReactNode } from 'react'
import { useServices } from '../../services.ts'
import { useLivePlaces } from '../live/use-live-places.ts'
import { placesQuery } from '../places/place-queries.ts'
import { accountRights } from '../places/what-i-may.ts'
import { sessionQuery } from '../session/session-query.ts'
import './settings-layout.css'

/** Around everything about oneself and the accounts one is in. */
export function SettingsLayout() {
  const { client } = useServices()
  useLivePlaces()
  const { pathname } = useLocation()
  const places = useQuery(placesQuery(client))
  const { user } = useSuspenseQuery(sessionQuery(client)).data
  // Who was only invited into projects has nothing to see of an account.
  const accountsWithPages = (places.data?.accounts ?? []).filter(
    ({ id, ownRole }) =>
      ownRole !== null ||
      (user.highest_account_role !== null && user.account_id === id) ||
      places.data?.teams.some(({ account_id: accountId }) => accountId === id),
  )
  return (
    <div className="settings">
      {/* Most of it comes with the accounts: then it looks anew for the page that is open. */}
      <Rail key={accountsWithPages.length} pathname={pathname}>
        <RailGroup title="You">
          <Link to="/settings/profile" className="settings-link">
            <UserRound aria-hidden /> Profile
          </Link>
          <Link to="/settings/security" className="settings-link">
            <ShieldCheck aria-hidden /> Sign-in
          </Link>
          <Link to="/settings/tokens" className="settings-link">
            <KeyRound aria-hidden /> Tokens
          </Link>
        </RailGroup>
        {accountsWithPages.map(({ id, display_name: name, ownRole }) => (
          <RailGroup key={id} title={name}>
            {accountRights(ownRole).managePeople && (
              <>
                <Link
                  to="/accounts/$accountId"
                  params={{ accountId: id }}
                  activeOptions={{ exact: true }}
                  className="settings-link"
                >
                  <ChartPie aria-hidden /> Account
                </Link>
                <Link to="/accounts/$accountId/people" params={{ accountId: id }} className="settings-link">
                  <UsersRound aria-hidden /> People
                </Link>
                <Link
                  to="/accounts/$accountId/processing"
                  params={{ accountId: id }}
                  className="settings-link"
                >
                  <Clapperboard aria-hidden /> Processing
                </Link>
              </>
            )}
            <Link to="/accounts/$accountId/teams" params={{ accountId: id }} className="settings-link">
              <Shapes aria-hidden /> Teams
            </Link>
          </RailGroup>
        ))}
      </Rail>
      <div className="settings-content">
        <Outlet />
      </div>
    </div>
  )
}

/** On a phone it is a strip that is wider than the screen: the page that is open is scrolled into view. */
function Rail({ pathname, children }: { pathname: string; children: ReactNode }) {
  const rail = useRef<HTMLElement>(null)
  useEffect(() => {
    const isOpen = (link: HTMLAnchorElement) =>
      link.pathname === pathname ||
      (pathname.startsWith('/teams/') && link.pathname.endsWith('/teams')) ||
      pathname.startsWith(`${link.pathname}/`)
    const link = [...(rail.current?.querySelectorAll('a') ?? [])].find(isOpen)
    link?.scrollIntoView({ block: 'nearest', inline: 'center' })
  }, [pathname])
  return (
    <nav ref={rail} className="settings-rail" aria-label="Settings">
      {children}
    </nav>
  )
}

function RailGroup({ title, children }: { title: string; children: ReactNode }) {
  return (
    <div className="settings-group">
      <p className="settings-group-title">{title}</p>
      {children}
    </div>
  )
}
