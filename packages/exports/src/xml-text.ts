/** Text for an element or an attribute: escaped, without the characters that XML 1.0 (2.2) has no way to write. */
export function xmlText(text: string): string {
  return (
    text
      .toWellFormed()
      // oxlint-disable-next-line no-control-regex -- control characters are what is taken out
      .replaceAll(/[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
      .replaceAll("'", '&apos;')
      // A reader turns them into blanks in an attribute.
      .replaceAll(/[\n\r\t]/g, (character) => `&#${String(character.charCodeAt(0))};`)
  )
}
