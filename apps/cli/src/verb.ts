// What every verb of the command line has in common: how it is described, what it is given, how it ends.
import type { ParseArgsOptionsConfig } from 'node:util'
import type { Client } from '@rushes/client/client'

/** The command was typed wrongly; the message says how. */
export class UsageError extends Error {
  override name = 'UsageError'
}

/** What was asked for is not there, or may not be known of. */
export class NothingThereError extends Error {
  override name = 'NothingThereError'
}

/** Nobody is signed in, or they may not do this. */
export class NotAllowedError extends Error {
  override name = 'NotAllowedError'
}

/** It did not work, in a sentence for the person who typed it. */
export class CommandError extends Error {
  override name = 'CommandError'
}

export type Flags = Readonly<Record<string, string | boolean | undefined>>

/** What the person typed after the verb. */
export interface Typed {
  words: string[]
  flags: Flags
}

/** What a verb answers: a value for programs (--json), lines for people. */
export interface Answer {
  json: unknown
  lines: string[]
  /** Worth knowing, on stderr. */
  notices?: string[]
  /** Some of it did not work: said on stderr, and the exit code tells. */
  complaints?: string[]
}

export interface Surroundings {
  /** Makes the client of who is signed in. Throws {@link NotAllowedError} when nobody is. */
  client: () => Promise<{ client: Client; address: string }>
  /** Fires on Ctrl-C. */
  signal: AbortSignal
  /** Bars may be drawn. */
  isForPeople: boolean
}

export interface Verb {
  /** Behind "./rushes ", as --help prints it. */
  usage: string
  options?: ParseArgsOptionsConfig
  /** How many words belong to it. */
  words: { least: number; most: number }
  run: (around: Surroundings, typed: Typed) => Promise<Answer>
}

/** A flag with a value. */
export function textFlag(flags: Flags, name: string): string | undefined {
  const value = flags[name]
  return typeof value === 'string' ? value : undefined
}

/** A flag that is a whole number from 0 on. Throws {@link UsageError}. */
export function numberFlag(flags: Flags, name: string): number | undefined {
  const text = textFlag(flags, name)
  if (text === undefined) return undefined
  if (!/^\d+$/.test(text)) throw new UsageError(`--${name} is "${text}"; it must be a whole number.`)
  return Number(text)
}
