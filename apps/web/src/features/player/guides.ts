// Lines over the picture that say what another screen would show of it. Kept over visits.
import { storedSettings } from '../../ui/stored-settings.ts'

export const SAFE_AREAS = [
  { key: 'hasAction', label: 'Action safe, 93 %', share: 0.93 },
  { key: 'hasTitle', label: 'Title safe, 90 %', share: 0.9 },
] as const

export const MASKS = [
  { id: '1.85', label: '1.85 : 1', aspect: 1.85 },
  { id: '2.39', label: '2.39 : 1', aspect: 2.39 },
  { id: '4:3', label: '4 : 3', aspect: 4 / 3 },
  { id: '1:1', label: '1 : 1', aspect: 1 },
  { id: '9:16', label: '9 : 16', aspect: 9 / 16 },
] as const
type MaskId = (typeof MASKS)[number]['id']

export interface Guides {
  /** Whether those chosen are on the picture. */
  isOn: boolean
  hasAction: boolean
  hasTitle: boolean
  hasCentre: boolean
  mask: MaskId | null
}

const settings = storedSettings<Guides>('rushes.guides', (stored) => ({
  isOn: stored.isOn === true,
  // Who asks for guides for the first time gets the safe areas.
  hasAction: stored.hasAction !== false,
  hasTitle: stored.hasTitle !== false,
  hasCentre: stored.hasCentre === true,
  mask: MASKS.find(({ id }) => id === stored.mask)?.id ?? null,
}))

export const useGuides = settings.use

export function toggleGuides(): void {
  settings.change({ isOn: !settings.get().isOn })
}

/** One of the guides on or off; with the first one all that were hidden are gone. */
export function toggleGuide(key: 'hasAction' | 'hasTitle' | 'hasCentre'): void {
  const before = shownGuides(settings.get())
  settings.change({ ...before, [key]: !before[key], isOn: true })
}

export function chooseMask(mask: MaskId | null): void {
  settings.change({ ...shownGuides(settings.get()), mask, isOn: true })
}

/** Through all masks, and then to none. */
export function chooseNextMask(): void {
  const { mask } = shownGuides(settings.get())
  chooseMask(MASKS[MASKS.findIndex(({ id }) => id === mask) + 1]?.id ?? null)
}

/** What is on the picture: nothing of what is hidden. */
export function shownGuides(guides: Guides): Guides {
  if (guides.isOn) return guides
  return { isOn: false, hasAction: false, hasTitle: false, hasCentre: false, mask: null }
}
