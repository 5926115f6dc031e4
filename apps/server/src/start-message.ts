// What the person at the terminal is told once everything runs.
import { networkInterfaces } from 'node:os'
import type { FirstLogin } from './bootstrap.ts'
import type { Config } from './config.ts'
import { defaultOrigin } from './http/origin.ts'
import type { OriginSettings } from './http/origin.ts'

export interface ReadyFacts {
  origin: OriginSettings
  config: Config
  firstLogin: FirstLogin | null
  isolation: string
  ffmpegVersion: string
}

export function printReady({ origin, config, firstLogin, isolation, ffmpegVersion }: ReadyFacts): void {
  const address = defaultOrigin(origin)
  const lines = [`Rushes is ready at ${address}`]
  if (origin.publicUrl !== null)
    lines.push(`  listening on:     ${defaultOrigin({ ...origin, publicUrl: null })}`)
  if (config.host === '0.0.0.0' || config.host === '::') {
    for (const lan of lanAddresses())
      lines.push(`  on your network:  ${origin.isTls ? 'https' : 'http'}://${lan}:${String(origin.port)}`)
  }
  if (firstLogin !== null) {
    const { email, token, welcomeCode } = firstLogin
    lines.push('', `  sign in as:       ${email}`)
    lines.push(
      welcomeCode === null
        ? '  password:         as set in RUSHES_PASSWORD'
        : `  set a password:   ${address}/welcome/${welcomeCode}`,
    )
    lines.push(`  developer token:  ${config.bootstrap.token === null ? token : 'as set in RUSHES_TOKEN'}`)
    lines.push(`  (kept in ${config.dataFolder}/first-login.txt)`)
  }
  lines.push(
    '',
    `  data:             ${config.dataFolder}`,
    `  ffmpeg:           ${ffmpegVersion}. ${isolation}`,
    '  stop with Ctrl-C',
    '',
  )
  process.stdout.write(lines.join('\n'))
}

function lanAddresses(): string[] {
  return Object.values(networkInterfaces())
    .flatMap((addresses) => addresses ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address)
}
