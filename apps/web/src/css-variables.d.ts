// Style sheets of ours take numbers from components by custom properties.
import 'react'

declare module 'react' {
  interface CSSProperties {
    [variable: `--${string}`]: string | number
  }
}
