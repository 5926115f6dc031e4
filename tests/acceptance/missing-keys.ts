/** Which of these keys, separated by blanks, an object does not have. A key that is null is there. */
export function missingKeys(object: object, keys: string): string[] {
  return keys.split(/\s+/).filter((key) => key !== '' && !Object.hasOwn(object, key))
}
