/** Text fields, menus and dialogs have keys of their own; so have buttons and links with Space and Enter. */
export function isForItsTarget(event: KeyboardEvent): boolean {
  if (event.defaultPrevented || !(event.target instanceof Element)) return event.defaultPrevented
  if (event.target.closest('input, textarea, [role="menu"], [role="dialog"]') !== null) return true
  const isPress = event.key === ' ' || event.key === 'Enter'
  return isPress && event.target.closest('button, a') !== null
}
