import { lazy, Suspense, useEffect, useSyncExternalStore } from 'react'
import { useServices } from '../../services.ts'
import { isPaletteKey } from '../page-actions/palette-keys.ts'

const Palette = lazy(async () => ({ default: (await import('./palette.tsx')).Palette }))

/** Where the palette opens, on every page of who is signed in. It is loaded when it is first asked for. */
export function PalettePlace() {
  const { palette } = useServices()
  const open = useSyncExternalStore(palette.subscribe, palette.get)
  useEffect(() => {
    const onKeyDown = (event: KeyboardEvent) => {
      if (!isPaletteKey(event) || event.defaultPrevented) return
      // Over another window of the page it would hide what is asked there.
      const isAsked = document.querySelector('[role="dialog"], [role="alertdialog"]') !== null
      event.preventDefault()
      if (palette.get() !== null) palette.close()
      else if (!isAsked) palette.open()
    }
    window.addEventListener('keydown', onKeyDown)
    return () => {
      window.removeEventListener('keydown', onKeyDown)
      palette.close()
    }
  }, [palette])
  if (open === null) return null
  return (
    <Suspense fallback={null}>
      <Palette groups={open.groups} focused={open.focused} onClose={palette.close} />
    </Suspense>
  )
}
