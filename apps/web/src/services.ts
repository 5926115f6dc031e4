// What features need from outside of React, made once in main.tsx and handed down.
import type { Client } from '@rushes/client/client'
import { createContext, use } from 'react'
import type { ProgressBoard } from './features/live/progress-board.ts'
import type { PaletteStore } from './features/page-actions/palette-store.ts'
import type { LateDeletions } from './features/projects/late-deletions.ts'
import type { Uploads } from './features/uploads/upload-engine.ts'
import type { Toasts } from './ui/toast-store.ts'

export interface Services {
  client: Client
  toasts: Toasts
  uploads: Uploads
  /** How far the server is with what it is making, by asset. */
  progress: ProgressBoard
  lateDeletions: LateDeletions
  palette: PaletteStore
}

export const ServicesContext = createContext<Services | null>(null)

export function useServices(): Services {
  const services = use(ServicesContext)
  if (services === null) throw new Error('The app was rendered outside of its ServicesContext.')
  return services
}
