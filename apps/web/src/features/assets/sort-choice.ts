// The orders a folder can be looked at in.

export const SORT_CHOICES = ['custom', 'name', 'newest', 'size', 'type'] as const
export type SortChoice = (typeof SORT_CHOICES)[number]

export const SORT_NAMES: Record<SortChoice, string> = {
  custom: 'Custom order',
  name: 'Name',
  newest: 'Newest first',
  size: 'Largest first',
  type: 'Type',
}

const PARAMETERS: Record<SortChoice, string | null> = {
  // The order of `index` is what the server gives when nothing is asked for (v2-assets.md 3.8).
  custom: null,
  name: 'name',
  newest: '-uploaded_at',
  size: '-filesize',
  type: 'filetype,name',
}

/** What the API calls it, or null for its own order. */
export function sortParameter(choice: SortChoice): string | null {
  return PARAMETERS[choice]
}

export function isSortChoice(value: unknown): value is SortChoice {
  return SORT_CHOICES.some((choice) => choice === value)
}
