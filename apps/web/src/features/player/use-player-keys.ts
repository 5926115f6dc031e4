// The keys of the rooms in which something is watched, and the same actions in the palette.
import { actionForKey, KEYBOARD_GROUPS, KEYBOARD_MAP } from '@rushes/player/keyboard-map'
import type { CommentAction, KeyBinding, PlayerAction } from '@rushes/player/keyboard-map'
import { useEffect, useEffectEvent } from 'react'
import { isForItsTarget } from '../page-actions/key-target.ts'
import { usePageActions } from '../page-actions/use-page-actions.ts'

/** `isUseful` keeps out of the palette what would do nothing now. */
export function usePlayerKeys(
  act: (action: PlayerAction) => void,
  isUseful: (binding: KeyBinding) => boolean,
): void {
  const onAction = useEffectEvent(act)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      const action = isForItsTarget(event) ? null : actionForKey(event)
      if (action === null) return
      event.preventDefault()
      onAction(action)
    }
    window.addEventListener('keydown', onKeyDown)
    return () => window.removeEventListener('keydown', onKeyDown)
  }, [])
  usePageActions('page', () =>
    KEYBOARD_GROUPS.map((group) => ({
      title: group,
      entries: KEYBOARD_MAP.filter((binding) => binding.group === group && isUseful(binding)).map(
        ({ action, label, shown }) => ({
          kind: 'item',
          label,
          shortcut: shown[0] ?? '',
          onSelect: () => act(action),
        }),
      ),
    })),
  )
}

const COMMENT_ACTIONS: ReadonlySet<string> = new Set<CommentAction>([
  'write-comment',
  'draw',
  'mark-in',
  'mark-out',
  'clear-marks',
  'next-comment',
  'previous-comment',
  'next-new-comment',
  'find-comment',
])

export function isCommentAction(action: PlayerAction): action is CommentAction {
  return COMMENT_ACTIONS.has(action)
}
