/** A time that was not read from the database, as V2 writes times: UTC with six fractional digits. */
export function wireTime(at: Date): string {
  return at.toISOString().replace('Z', '000Z')
}
