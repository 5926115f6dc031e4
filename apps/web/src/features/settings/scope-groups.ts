// Scopes as the page shows them: one line for each kind of thing, one box for each verb.
import { SCOPES } from '@rushes/contract/scopes'
import type { Scope } from '@rushes/contract/scopes'

export type Verb = 'read' | 'create' | 'update' | 'delete'

export const VERBS: readonly Verb[] = ['read', 'create', 'update', 'delete']

export interface ScopeGroup {
  family: string
  label: string
  /** Those of {@link VERBS} that exist for this kind of thing. */
  scopes: Partial<Record<Verb, Scope>>
}

const LABELS: Record<string, string> = {
  account: 'Accounts',
  team: 'Teams',
  project: 'Projects',
  asset: 'Assets',
  comment: 'Comments',
  reviewlink: 'Review links',
  presentation: 'Presentations',
  webhook: 'Webhooks',
  action: 'Custom actions',
  auditlog: 'Audit log',
}

/** In the order of {@link LABELS}; a family it does not know comes last under its own name. */
export const SCOPE_GROUPS: readonly ScopeGroup[] = groupScopes(SCOPES)

function groupScopes(scopes: readonly Scope[]): ScopeGroup[] {
  const families = new Set([...Object.keys(LABELS), ...scopes.map(familyOf)])
  return [...families].map((family) => ({
    family,
    label: LABELS[family] ?? family,
    scopes: Object.fromEntries(
      scopes.filter((scope) => familyOf(scope) === family).map((scope) => [scope.split('.')[1], scope]),
    ),
  }))
}

function familyOf(scope: Scope): string {
  return scope.split('.')[0] ?? scope
}
