/** The embedded PostgreSQL cannot be started or stopped; the message is a sentence for the person who started Rushes. */
export class EmbeddedPostgresError extends Error {
  override name = 'EmbeddedPostgresError'
}

/** Turns what initdb or postgres said before it gave up into an error whose first sentence says what to do. */
export function explainOutput(what: string, folder: string, lines: readonly string[]): EmbeddedPostgresError {
  const output = lines.join('\n').trim()
  if (/no space left on device|disk quota exceeded/i.test(output)) {
    return new EmbeddedPostgresError(
      `${what}: the disk that holds ${folder} is full. Free some space on it and start again.`,
    )
  }
  if (/read-only file system/i.test(output)) {
    return new EmbeddedPostgresError(`${what}: ${folder} is on a file system that is mounted read-only.`)
  }
  return new EmbeddedPostgresError(`${what}. It said:\n${output === '' ? '(nothing)' : output}`)
}
