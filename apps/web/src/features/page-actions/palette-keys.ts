// The keys that open the palette, as a person and as a screen reader reads them.
const isApple = typeof navigator !== 'undefined' && /mac|iphone|ipad/i.test(navigator.userAgent)

export const PALETTE_KEYS = isApple ? '⌘ K' : 'Ctrl K'
export const PALETTE_ARIA_KEYS = isApple ? 'Meta+K' : 'Control+K'

export function isPaletteKey(event: KeyboardEvent): boolean {
  const isCommand = isApple ? event.metaKey && !event.ctrlKey : event.ctrlKey && !event.metaKey
  return isCommand && !event.altKey && !event.shiftKey && event.key.toLowerCase() === 'k'
}
