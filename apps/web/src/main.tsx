import '@fontsource-variable/inter/wght.css'
import './app/tokens.css'
import './app/base.css'
import { createClient } from '@rushes/client/client'
import { QueryClientProvider } from '@tanstack/react-query'
import { RouterProvider } from '@tanstack/react-router'
import { StrictMode } from 'react'
import { createRoot } from 'react-dom/client'
import { createQueryClient } from './app/query-client.ts'
import { createAppRouter } from './app/router.tsx'
import { createProgressBoard } from './features/live/progress-board.ts'
import { createPaletteStore } from './features/page-actions/palette-store.ts'
import { createLateDeletions } from './features/projects/late-deletions.ts'
import { startUploads } from './features/uploads/start-uploads.ts'
import { ServicesContext } from './services.ts'
import { messageOf } from './ui/message-of.ts'
import { createToasts } from './ui/toast-store.ts'

// The query cache and the upload queue try again themselves, and say so.
const client = createClient({ baseUrl: '', retries: 0 })
const toasts = createToasts()
const queryClient = createQueryClient(() => {
  const { href, pathname } = router.state.location
  if (pathname === '/login' || pathname.startsWith('/welcome/') || pathname.startsWith('/invite/')) return
  queryClient.clear()
  void router.navigate({ to: '/login', search: { next: href } })
})
// What is sent while the page goes away must outlive it.
const lastingClient = createClient({
  baseUrl: '',
  retries: 0,
  fetch: (input, init) => fetch(input, { ...init, keepalive: true }),
})
const lateDeletions = createLateDeletions({
  remove: lastingClient.deleteProject,
  onRemoved: () => queryClient.invalidateQueries({ queryKey: ['projects'] }),
  onFailed: (error) => toasts.complain(messageOf(error)),
})
window.addEventListener('pagehide', lateDeletions.flush)
const services = {
  client,
  toasts,
  uploads: startUploads(client, queryClient),
  progress: createProgressBoard(),
  lateDeletions,
  palette: createPaletteStore(),
}
const router = createAppRouter({ queryClient, client })

const place = document.getElementById('root')
if (place === null) throw new Error('index.html has no element #root.')
createRoot(place).render(
  <StrictMode>
    <ServicesContext value={services}>
      <QueryClientProvider client={queryClient}>
        <RouterProvider router={router} />
      </QueryClientProvider>
    </ServicesContext>
  </StrictMode>,
)
