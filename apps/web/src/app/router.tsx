// Every page and its address, on one screen.
import { ApiError } from '@rushes/client/request'
import type { QueryClient } from '@tanstack/react-query'
import {
  createRootRouteWithContext,
  createRoute,
  createRouter,
  lazyRouteComponent,
  redirect,
} from '@tanstack/react-router'
import type { Client } from '@rushes/client/client'
import { sessionQuery } from '../features/session/session-query.ts'
import { askAhead } from './ask-ahead.ts'
import type { Address } from './ask-ahead.ts'
import { BrowseLayout } from './browse-layout.tsx'
import { SignedInLayout } from './signed-in-layout.tsx'
import { NotFoundPage, PageError } from './page-error.tsx'
import { RootLayout } from './root-layout.tsx'

export interface RouterContext {
  queryClient: QueryClient
  client: Client
}

const folderPages = () => import('../features/assets/folder-page.tsx')
const projectPage = lazyRouteComponent(folderPages, 'ProjectPage')
const playerPage = lazyRouteComponent(() => import('../features/player/player-page.tsx'), 'PlayerPage')

const root = createRootRouteWithContext<RouterContext>()({ component: RootLayout })

const login = createRoute({
  getParentRoute: () => root,
  path: '/login',
  validateSearch: (search): { next?: string } =>
    typeof search['next'] === 'string' && isOwnPath(search['next']) ? { next: search['next'] } : {},
  component: lazyRouteComponent(() => import('../features/session/login-page.tsx'), 'LoginPage'),
})

const welcome = createRoute({
  getParentRoute: () => root,
  path: '/welcome/$code',
  // Of somebody who has a name and an address already, and only needs another password.
  component: lazyRouteComponent(() => import('../features/session/welcome-page.tsx'), 'WelcomePage'),
})

const forgotten = createRoute({
  getParentRoute: () => root,
  path: '/forgotten',
  component: lazyRouteComponent(() => import('../features/session/forgotten-page.tsx'), 'ForgottenPage'),
})

const invite = createRoute({
  getParentRoute: () => root,
  path: '/invite/$code',
  component: lazyRouteComponent(() => import('../features/people/invite-page.tsx'), 'InvitePage'),
})

const signedIn = createRoute({
  getParentRoute: () => root,
  id: 'signed-in',
  beforeLoad: async ({ context: { queryClient, client }, location, params }) => {
    // The router hands every route the parameters of all of them.
    const address: Address = params
    // Most visits begin at one of these two, whose code need not wait for the session.
    if (address.projectId !== undefined) void projectPage.preload?.()
    if (address.assetId !== undefined) void playerPage.preload?.()
    askAhead(queryClient, client, address)
    try {
      await queryClient.ensureQueryData(sessionQuery(client))
    } catch (error) {
      if (error instanceof ApiError && error.status === 401)
        throw redirect({ to: '/login', search: location.href === '/' ? {} : { next: location.href } })
      throw error
    }
  },
  component: SignedInLayout,
})

const browse = createRoute({
  getParentRoute: () => signedIn,
  id: 'browse',
  component: BrowseLayout,
})

const projects = createRoute({
  getParentRoute: () => browse,
  path: '/',
  component: lazyRouteComponent(() => import('../features/projects/projects-page.tsx'), 'ProjectsPage'),
})

const project = createRoute({
  getParentRoute: () => browse,
  path: '/projects/$projectId',
})

const projectRoot = createRoute({
  getParentRoute: () => project,
  path: '/',
  component: projectPage,
})

const folder = createRoute({
  getParentRoute: () => project,
  path: '/folders/$folderId',
  component: lazyRouteComponent(folderPages, 'FolderPage'),
})

const trash = createRoute({
  getParentRoute: () => project,
  path: '/trash',
  component: lazyRouteComponent(() => import('../features/trash/trash-page.tsx'), 'TrashPage'),
})

const settings = createRoute({
  getParentRoute: () => browse,
  id: 'settings',
  component: lazyRouteComponent(() => import('../features/settings/settings-layout.tsx'), 'SettingsLayout'),
})

const settingsIndex = createRoute({
  getParentRoute: () => settings,
  path: '/settings',
  beforeLoad: () => {
    throw redirect({ to: '/settings/profile', replace: true })
  },
})

const profile = createRoute({
  getParentRoute: () => settings,
  path: '/settings/profile',
  component: lazyRouteComponent(() => import('../features/settings/profile-page.tsx'), 'ProfilePage'),
})

const security = createRoute({
  getParentRoute: () => settings,
  path: '/settings/security',
  component: lazyRouteComponent(() => import('../features/settings/security-page.tsx'), 'SecurityPage'),
})

const tokens = createRoute({
  getParentRoute: () => settings,
  path: '/settings/tokens',
  component: lazyRouteComponent(() => import('../features/settings/tokens-page.tsx'), 'TokensPage'),
})

const tokenConsole = createRoute({
  getParentRoute: () => settings,
  path: '/settings/tokens/$tokenId',
  component: lazyRouteComponent(
    () => import('../features/settings/token-console-page.tsx'),
    'TokenConsolePage',
  ),
})

const account = createRoute({
  getParentRoute: () => settings,
  path: '/accounts/$accountId',
  component: lazyRouteComponent(() => import('../features/accounts/account-page.tsx'), 'AccountPage'),
})

const people = createRoute({
  getParentRoute: () => settings,
  path: '/accounts/$accountId/people',
  component: lazyRouteComponent(() => import('../features/people/people-page.tsx'), 'PeoplePage'),
})

const processing = createRoute({
  getParentRoute: () => settings,
  path: '/accounts/$accountId/processing',
  component: lazyRouteComponent(() => import('../features/processing/processing-page.tsx'), 'ProcessingPage'),
})

const teams = createRoute({
  getParentRoute: () => settings,
  path: '/accounts/$accountId/teams',
  component: lazyRouteComponent(() => import('../features/teams/teams-page.tsx'), 'TeamsPage'),
})

const team = createRoute({
  getParentRoute: () => settings,
  path: '/teams/$teamId',
  component: lazyRouteComponent(() => import('../features/teams/team-page.tsx'), 'TeamPage'),
})

const player = createRoute({
  getParentRoute: () => signedIn,
  path: '/player/$assetId',
  component: playerPage,
})

const compare = createRoute({
  getParentRoute: () => signedIn,
  path: '/player/$assetId/compare/$otherId',
  component: lazyRouteComponent(() => import('../features/compare/compare-page.tsx'), 'ComparePage'),
})

const routeTree = root.addChildren([
  login,
  welcome,
  forgotten,
  invite,
  signedIn.addChildren([
    browse.addChildren([
      projects,
      project.addChildren([projectRoot, folder, trash]),
      settings.addChildren([
        settingsIndex,
        profile,
        security,
        tokens,
        tokenConsole,
        account,
        people,
        processing,
        teams,
        team,
      ]),
    ]),
    player,
    compare,
  ]),
])

export function createAppRouter(context: RouterContext) {
  return createRouter({
    routeTree,
    context,
    defaultPreload: 'intent',
    defaultErrorComponent: PageError,
    defaultNotFoundComponent: NotFoundPage,
    scrollRestoration: true,
  })
}

export type AppRouter = ReturnType<typeof createAppRouter>

declare module '@tanstack/react-router' {
  interface Register {
    router: AppRouter
  }
}

/** After signing in nobody is sent to another site. */
function isOwnPath(path: string): boolean {
  return path.startsWith('/') && !path.startsWith('//') && !path.startsWith('/\\')
}
