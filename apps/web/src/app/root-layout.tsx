import { Outlet } from '@tanstack/react-router'
import { Tooltip } from 'radix-ui'
import { lazy, Suspense, useSyncExternalStore } from 'react'
import { useServices } from '../services.ts'
import { ToastShelf } from '../ui/toasts.tsx'

const UploadTray = lazy(async () => ({
  default: (await import('../features/uploads/upload-tray.tsx')).UploadTray,
}))

/** Around every page: messages and uploads outlive the page they began on. */
export function RootLayout() {
  const { toasts, uploads } = useServices()
  const hasUploads = useSyncExternalStore(uploads.subscribe, () => uploads.getItems().length > 0)
  return (
    <Tooltip.Provider delayDuration={500} skipDelayDuration={200}>
      <Outlet />
      {hasUploads && (
        <Suspense fallback={null}>
          <UploadTray />
        </Suspense>
      )}
      <ToastShelf toasts={toasts} />
    </Tooltip.Provider>
  )
}
