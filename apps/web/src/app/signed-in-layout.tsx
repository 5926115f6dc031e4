import { Outlet } from '@tanstack/react-router'
import { PalettePlace } from '../features/palette/palette-place.tsx'

/** Around every page of somebody who is signed in. */
export function SignedInLayout() {
  return (
    <>
      <Outlet />
      <PalettePlace />
    </>
  )
}
