// Names of state changes (v2-platform.md 9.2) and ours beside them. Every state change writes exactly one event row in
// its own transaction (design invariant 3).

export const EVENT_TYPES = [
  'account.created',
  'team.created',
  'user.created',
  'user.updated',
  'user.login',
  'token.created',
  'project.created',
  'project.updated',
  'project.deleted',
  'asset.created',
  'asset.updated',
  'asset.versioned',
  'asset.deleted',
  'asset.restored',
  'asset.label.updated',
  'asset.uploaded',
  'asset.upload_failed',
  'asset.probed',
  'asset.hashed',
  'asset.rendition.made',
  'asset.ready',
  'asset.purged',
] as const
export type EventType = (typeof EVENT_TYPES)[number]
