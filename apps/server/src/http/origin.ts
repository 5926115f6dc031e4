// The origin that links in answers carry: RUSHES_URL, else the Host the caller used when it is one of ours (design 7).
// A Host header is the caller's word: unchecked it would let anybody make us sign links to another machine.
import { isIP } from 'node:net'
import type { FastifyRequest } from 'fastify'

export interface OriginSettings {
  publicUrl: string | null
  host: string
  port: number
  isTls: boolean
}

export function originOf(settings: OriginSettings, request: FastifyRequest): string {
  if (settings.publicUrl !== null) return settings.publicUrl
  const host = request.host
  if (isOwnHost(host)) return `${request.protocol}://${host}`
  return defaultOrigin(settings)
}

export function defaultOrigin({ publicUrl, host, port, isTls }: OriginSettings): string {
  if (publicUrl !== null) return publicUrl
  const name = host === '0.0.0.0' || host === '::' ? '127.0.0.1' : host
  return `${isTls ? 'https' : 'http'}://${name.includes(':') ? `[${name}]` : name}:${String(port)}`
}

/** Addresses cannot be re-pointed by DNS, and "localhost" is the machine itself: safe to echo. */
function isOwnHost(host: string): boolean {
  const name = host.replace(/:\d+$/, '').replace(/^\[(.*)\]$/, '$1')
  return name === 'localhost' || isIP(name) !== 0
}
