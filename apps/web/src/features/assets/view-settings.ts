// How this browser likes to look at folders. Kept over visits.
import { storedSettings } from '../../ui/stored-settings.ts'
import { isSortChoice } from './sort-choice.ts'
import type { SortChoice } from './sort-choice.ts'

export interface ViewSettings {
  sort: SortChoice
  /** 0: many small cards. 1: few large ones. */
  cardSize: number
}

const settings = storedSettings<ViewSettings>('rushes.view', ({ sort, cardSize }) => ({
  sort: isSortChoice(sort) ? sort : 'custom',
  cardSize: typeof cardSize === 'number' && cardSize >= 0 && cardSize <= 1 ? cardSize : 0.4,
}))

export const useViewSettings = settings.use
export const currentViewSettings = settings.get
export const changeViewSettings = settings.change
