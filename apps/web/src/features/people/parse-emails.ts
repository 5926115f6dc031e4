/** Addresses out of whatever was typed or pasted: one a line, with commas, or `Name <address>` as mail programs copy it. */
export function parseEmails(text: string): { emails: string[]; wrong: string[] } {
  const words = text
    .replaceAll(/[^\n,;<>]*<([^<>]*)>/g, ' $1 ')
    .split(/[\s,;]+/)
    .filter((word) => word !== '')
  const emails = new Map<string, string>()
  const wrong: string[] = []
  for (const word of words) {
    if (/^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(word)) emails.set(word.toLowerCase(), word)
    else wrong.push(word)
  }
  return { emails: [...emails.values()], wrong }
}
