const NUMBER = new Intl.NumberFormat('en')

/** A number with its noun: "1 item", "1,204 items". */
export function count(number: number, singular: string, plural = `${singular}s`): string {
  return `${NUMBER.format(number)} ${number === 1 ? singular : plural}`
}
