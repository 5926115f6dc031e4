// The workflow status of an asset, as people see it.
import type { Label } from '@rushes/contract/assets'

export const LABEL_CHOICES = ['none', 'in_progress', 'needs_review', 'approved'] as const satisfies Label[]

export const LABEL_NAMES: Record<Label, string> = {
  none: 'No status',
  in_progress: 'In progress',
  needs_review: 'Needs review',
  approved: 'Approved',
}

/** Its colour, as a value for CSS. */
export function labelColor(label: Label): string {
  return `var(--label-${label})`
}
