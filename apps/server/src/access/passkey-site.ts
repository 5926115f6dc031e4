// Passkeys are bound to a name: browsers know none for bare addresses such as 127.0.0.1.
import { isIP } from 'node:net'

export interface PasskeySite {
  origin: string
  /** The host name. */
  rpId: string
}

/** Null where the origin has no name, or is neither https nor this machine. */
export function passkeySiteOf(origin: string): PasskeySite | null {
  const { hostname, protocol } = new URL(origin)
  const isLocal = hostname === 'localhost' || hostname.endsWith('.localhost')
  if (isIP(hostname.replace(/^\[(.*)\]$/, '$1')) !== 0 || (protocol !== 'https:' && !isLocal)) return null
  return { origin, rpId: hostname }
}
